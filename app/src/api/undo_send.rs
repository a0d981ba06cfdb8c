//! Takes a message back before it leaves.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::DraftId;

/// Makes a draft of a pending or held submission again. A form is answered with that draft, or with
/// the outbox told why not.
#[server(prefix = "/api", endpoint = "undo_send", output = Json)]
pub(crate) async fn undo_send(id: DraftId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.undo(&who, &id).await;
    super::answer_form(&match &done {
        Ok(()) => LocalPath::draft(&id),
        Err(problem) => LocalPath::outbox().telling(problem),
    });
    Ok(done?)
}
