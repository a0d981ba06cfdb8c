//! Suspends a list, and lets it go again.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::ListSuspension;
use levee_mail::Address;

/// The size is the one on screen, and typed to confirm; a list that has another by now is shown again.
#[server(prefix = "/api", endpoint = "suspend_list", output = Json)]
pub(crate) async fn suspend_list(
    address: Address,
    size: u64,
    #[server(default)] typed: String,
    reason: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let suspension = ListSuspension { address, size, typed, reason };
    let done = levee.suspend_list(&who, &suspension).await;
    let page = LocalPath::list(&suspension.address);
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("form", "suspend").with("reason", &suspension.reason).refused(problem),
    });
    Ok(done?)
}

/// Everybody may write to it again who may write to it at all.
#[server(prefix = "/api", endpoint = "resume_list", output = Json)]
pub(crate) async fn resume_list(address: Address, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.resume_list(&who, &address, &reason).await;
    let page = LocalPath::list(&address);
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("form", "suspend").with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
