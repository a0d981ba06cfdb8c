//! One list of the directory.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::ListView;
use levee_mail::Address;

/// Opens it; administrators only.
#[server(prefix = "/api", endpoint = "open_list", input = Json, output = Json)]
pub(crate) async fn open_list(address: Address) -> Result<Timed<ListView>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.list_view(&who, &address).await? })
}
