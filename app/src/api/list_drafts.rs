//! The drafts in the store.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::DraftRow;

/// All drafts, newest first.
#[server(prefix = "/api", endpoint = "list_drafts", input = Json, output = Json)]
pub(crate) async fn list_drafts() -> Result<Timed<Vec<DraftRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.drafts(&who).await? })
}
