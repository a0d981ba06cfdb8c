//! Makes a new version of the policy with the numbers of an earlier one.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::PolicyRestore;

/// Restores it; a form that is refused gets its comparison back.
#[server(prefix = "/api", endpoint = "restore_policy", output = Json)]
pub(crate) async fn restore_policy(base: u64, version: u64, reason: String) -> Result<u64, ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.restore_policy(&who, &PolicyRestore { base, version, reason: reason.trim().to_owned() }).await;
    let page = LocalPath::versions();
    super::answer_form(&match &done {
        Ok(saved) => page.with("saved", &saved.to_string()),
        Err(problem) => page.with("old", &version.to_string()).with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
