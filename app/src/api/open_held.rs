//! One held message, for its approver.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::HeldView;
use levee_mail::DraftId;

/// Opens it.
#[server(prefix = "/api", endpoint = "open_held", input = Json, output = Json)]
pub(crate) async fn open_held(id: DraftId) -> Result<Timed<HeldView>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.held(&who, &id).await? })
}
