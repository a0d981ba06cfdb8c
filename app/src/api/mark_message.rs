//! Marks a message read or unread.

use super::ApiError;
use super::json::Json;
use crate::path::MailPath;
use leptos::server;
use levee_contract::Mark;

/// Marks the message that is open on `page`. A form sent without script is answered with that page.
#[server(prefix = "/api", endpoint = "mark_message", output = Json)]
pub(crate) async fn mark_message(page: MailPath, mark: Mark) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let messages: Vec<_> = page.message().into_iter().collect();
    let done = levee.mark(&who, &messages, mark).await;
    super::answer_form(&crate::path::LocalPath::from(page).told(&done));
    Ok(done?)
}
