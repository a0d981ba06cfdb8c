//! Throws a draft away.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::DraftId;

/// Discards it; a form is answered with the drafts.
#[server(prefix = "/api", endpoint = "discard_draft", output = Json)]
pub(crate) async fn discard_draft(id: DraftId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.discard(&who, &id).await;
    super::answer_form(&LocalPath::drafts().told(&done));
    Ok(done?)
}
