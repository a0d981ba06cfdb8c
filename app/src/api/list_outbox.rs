//! The outbox.

use super::{ApiError, Timed};
use leptos::prelude::*;
use leptos::server;
use levee_contract::OutboxRow;
use server_fn::codec::Json;

/// What is on its way, held, or was delivered lately.
#[server(prefix = "/api", endpoint = "list_outbox", input = Json)]
pub(crate) async fn list_outbox() -> Result<Timed<Vec<OutboxRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.outbox(&who).await? })
}
