//! Lets a held message go.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::DraftId;

/// Releases it; a form is answered with the list of those that wait.
#[server(prefix = "/api", endpoint = "release_held", output = Json)]
pub(crate) async fn release_held(id: DraftId) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.release(&who, &id).await;
    super::answer_form(&LocalPath::approvals().told(&done));
    Ok(done?)
}
