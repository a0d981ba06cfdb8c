//! Stores a draft.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Saved;
use levee_mail::{Draft, DraftId};

/// Saves what is on screen over version `base`.
#[server(prefix = "/api", endpoint = "save_draft", input = Json, output = Json)]
pub(crate) async fn save_draft(id: DraftId, base: u32, draft: Draft) -> Result<Saved, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.save(&who, &id, base, &draft).await?)
}
