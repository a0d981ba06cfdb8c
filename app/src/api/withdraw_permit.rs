//! Takes a permit back.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;

/// Withdraws it, with a reason; a form that is refused gets its page back.
#[server(prefix = "/api", endpoint = "withdraw_permit", output = Json)]
pub(crate) async fn withdraw_permit(id: i64, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.withdraw_permit(&who, id, reason.trim()).await;
    let page = LocalPath::permits();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("withdraw", &id.to_string()).with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
