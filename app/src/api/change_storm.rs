//! A frozen thread.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::StormChange;

/// Releases it, or prolongs it by so many hours from now; a form that is refused gets its page back.
#[server(prefix = "/api", endpoint = "change_storm", output = Json)]
pub(crate) async fn change_storm(
    id: i64,
    #[server(default)] hours: Option<u32>,
    reason: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let change = StormChange { id, hours, reason: reason.trim().to_owned() };
    let done = levee.change_storm(&who, &change).await;
    let page = LocalPath::now();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => {
            let what = if hours.is_some() { "prolong" } else { "release" };
            page.with(what, &id.to_string()).with("reason", &change.reason).refused(problem)
        }
    });
    Ok(done?)
}
