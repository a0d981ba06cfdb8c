//! Opens the composer.

use super::{ApiError, Timed};
use leptos::prelude::*;
use leptos::server;
use levee_contract::{OpenDraft, Start};
use server_fn::codec::Json;

/// A new draft, an answer, or one from the store. Nothing is stored by it.
#[server(prefix = "/api", endpoint = "start_compose", input = Json)]
pub(crate) async fn start_compose(start: Start) -> Result<Timed<OpenDraft>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.start(&who, &start).await? })
}
