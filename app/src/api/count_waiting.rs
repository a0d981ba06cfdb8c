//! How many held messages wait for this account's decision.

use super::ApiError;
use leptos::prelude::*;
use leptos::server;
use server_fn::codec::Json;

/// The number beside *Approvals*; asked by approvers only.
#[server(prefix = "/api", endpoint = "count_waiting", input = Json)]
pub(crate) async fn count_waiting() -> Result<u32, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(u32::try_from(levee.waiting(&who).await?.len()).unwrap_or(u32::MAX))
}
