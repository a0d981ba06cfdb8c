//! What waits for this account's decision.

use super::{ApiError, Timed};
use leptos::prelude::*;
use leptos::server;
use levee_contract::HeldRow;
use server_fn::codec::Json;

/// Held messages, oldest first.
#[server(prefix = "/api", endpoint = "list_held", input = Json)]
pub(crate) async fn list_held() -> Result<Timed<Vec<HeldRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.waiting(&who).await? })
}
