//! The outbox.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::OutboxRow;

/// What is on its way, held, or was delivered lately.
#[server(prefix = "/api", endpoint = "list_outbox", input = Json, output = Json)]
pub(crate) async fn list_outbox() -> Result<Timed<Vec<OutboxRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.outbox(&who).await? })
}
