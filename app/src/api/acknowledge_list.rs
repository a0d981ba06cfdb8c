//! Acknowledges that a list has grown.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_mail::Address;

/// The size is the one on screen; a list that has another by now is shown again.
#[server(prefix = "/api", endpoint = "acknowledge_list", output = Json)]
pub(crate) async fn acknowledge_list(address: Address, size: u64, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.acknowledge_list(&who, &address, size, &reason).await;
    let page = LocalPath::list(&address);
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
