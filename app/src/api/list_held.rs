//! What waits for this account's decision.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::HeldRow;

/// Held messages, oldest first.
#[server(prefix = "/api", endpoint = "list_held", input = Json, output = Json)]
pub(crate) async fn list_held() -> Result<Timed<Vec<HeldRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.waiting(&who).await? })
}
