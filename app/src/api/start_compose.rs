//! Opens the composer.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::{OpenDraft, Start};

/// A new draft, an answer, or one from the store. Nothing is stored by it.
#[server(prefix = "/api", endpoint = "start_compose", input = Json, output = Json)]
pub(crate) async fn start_compose(start: Start) -> Result<Timed<OpenDraft>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.start(&who, &start).await? })
}
