//! What happens now.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::Watch;

/// Traffic, rulings, storms and held mail of the last hours; administrators only.
#[server(prefix = "/api", endpoint = "watch_mail", input = Json, output = Json)]
pub(crate) async fn watch_mail(hours: u32) -> Result<Timed<Watch>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.watch(&who, hours).await? })
}
