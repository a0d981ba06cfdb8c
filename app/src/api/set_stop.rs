//! The emergency stop.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::StopChange;
use levee_guard::StopScope;

/// Stops replies or everything, or releases the stop; a form that is refused gets its page back.
#[server(prefix = "/api", endpoint = "set_stop", output = Json)]
pub(crate) async fn set_stop(
    scope: StopScope,
    #[server(default)] typed: String,
    reason: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let change = StopChange { scope, typed, reason: reason.trim().to_owned() };
    let done = levee.set_stop(&who, &change).await;
    let page = LocalPath::now();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("stop", scope_word(scope)).with("reason", &change.reason).refused(problem),
    });
    Ok(done?)
}

/// The scope as the page's address has it.
pub(crate) fn scope_word(scope: StopScope) -> &'static str {
    match scope {
        StopScope::Nothing => "nothing",
        StopScope::Replies => "replies",
        StopScope::Everything => "everything",
    }
}
