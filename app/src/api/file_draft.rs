//! Copies a draft into the account's mailbox of drafts, for other programs.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_mail::DraftId;

/// The draft as it is stored, in the place of its copy there.
#[server(prefix = "/api", endpoint = "file_draft", input = Json, output = Json)]
pub(crate) async fn file_draft(id: DraftId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.file(&who, &id).await?)
}
