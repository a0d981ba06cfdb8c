//! Takes a file out of a draft.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_mail::{DraftId, FileId};

/// Throws an uploaded file away.
#[server(prefix = "/api", endpoint = "detach_file", input = Json, output = Json)]
pub(crate) async fn detach_file(id: DraftId, file: FileId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.detach(&who, &id, &file).await?)
}
