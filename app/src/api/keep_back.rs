//! Keeps back what another mail program handed over.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::DraftId;

/// Does not send it, and copies it to the drafts; a form is answered with these, or with the message when they
/// could not be reached.
#[server(prefix = "/api", endpoint = "keep_back", output = Json)]
pub(crate) async fn keep_back(id: DraftId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.keep_back(&who, &id).await;
    super::answer_form(&match &done {
        Ok(()) => LocalPath::drafts(),
        Err(problem) => LocalPath::outbox().with("open", id.as_str()).telling(problem),
    });
    Ok(done?)
}
