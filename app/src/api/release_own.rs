//! Sends what another mail program handed over, when its sender means it.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::OwnReleased;
use levee_mail::DraftId;

/// Releases it with the answer to the question; a form is answered with the message in the outbox, asked again
/// where the answer did not do.
#[server(prefix = "/api", endpoint = "release_own", output = Json)]
pub(crate) async fn release_own(
    id: DraftId,
    question: String,
    #[server(default)] typed: String,
) -> Result<OwnReleased, ApiError> {
    let (levee, who) = super::ask()?;
    let answer = levee_contract::Confirmed { question, typed: crate::words::en::typed_number(&typed) };
    let done = levee.release_own(&who, &id, &answer).await;
    let page = LocalPath::outbox().with("open", id.as_str());
    super::answer_form(&match &done {
        Ok(OwnReleased::Asked) => page.with("asked", "again"),
        Ok(_) => page,
        Err(problem) => page.telling(problem),
    });
    Ok(done?)
}
