//! Ignores a conversation, and stops doing so.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use crate::path::MailPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::AppError;
use levee_contract::Ignored;

/// Ignores the conversation of the message open on `page`: what its mailbox has of it goes to the bin, and what comes
/// follows. A form sent without script is answered with the mailbox.
#[server(prefix = "/api", endpoint = "ignore_conversation", output = Json)]
pub(crate) async fn ignore_conversation(page: MailPath) -> Result<Ignored, ApiError> {
    let (levee, who) = super::ask()?;
    let done = match page.message() {
        Some(message) => levee.ignore(&who, &message).await,
        None => Err(AppError::Gone),
    };
    let answer = if done.is_ok() { page.closed() } else { page };
    super::answer_form(&LocalPath::from(answer).told(&done));
    Ok(done?)
}

/// Ignores it no more. A form sent without script is answered with `page`.
#[server(prefix = "/api", endpoint = "stop_ignoring", output = Json)]
pub(crate) async fn stop_ignoring(page: MailPath, conversation: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.stop_ignoring(&who, &conversation).await;
    super::answer_form(&LocalPath::from(page).told(&done));
    Ok(done?)
}
