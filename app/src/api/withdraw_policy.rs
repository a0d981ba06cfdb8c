//! Withdraws a version of the policy that is not in force yet.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;

/// Withdraws it; a form that is refused gets its comparison back.
#[server(prefix = "/api", endpoint = "withdraw_policy", output = Json)]
pub(crate) async fn withdraw_policy(version: u64, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.withdraw_policy(&who, version, reason.trim()).await;
    let page = LocalPath::versions();
    super::answer_form(&match &done {
        Ok(()) => page.with("withdrawn", &version.to_string()),
        Err(problem) => page.with("new", &version.to_string()).with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
