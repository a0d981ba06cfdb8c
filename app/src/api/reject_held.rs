//! Returns a held message to its sender.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::DraftId;

/// Rejects it with a reason that its sender reads; a form without one is shown the message again.
#[server(prefix = "/api", endpoint = "reject_held", output = Json)]
pub(crate) async fn reject_held(id: DraftId, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.reject(&who, &id, reason.trim()).await;
    super::answer_form(&match &done {
        Ok(()) => LocalPath::approvals(),
        Err(problem) => LocalPath::approval(&id).telling(problem),
    });
    Ok(done?)
}
