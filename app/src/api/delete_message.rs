//! Moves a message to Trash.

use super::ApiError;
use super::json::Json;
use crate::path::MailPath;
use leptos::server;

/// Deletes the message that is open on `page`. A form sent without script is answered with `next`,
/// or with `page` where it went wrong.
#[server(prefix = "/api", endpoint = "delete_message", output = Json)]
pub(crate) async fn delete_message(page: MailPath, next: MailPath) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let messages: Vec<_> = page.message().into_iter().collect();
    let done = levee.delete(&who, &messages).await;
    super::answer_form(&crate::path::LocalPath::from(if done.is_ok() { next } else { page }).told(&done));
    Ok(done?)
}
