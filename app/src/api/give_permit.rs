//! Gives a permit for a broadcast.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::PermitGrant;

/// Gives it, with a reason; a form that is refused gets its page back with what was typed.
#[server(prefix = "/api", endpoint = "give_permit", output = Json)]
pub(crate) async fn give_permit(address: String, people: String, hours: u32, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let grant = PermitGrant { address, people, hours, reason: reason.trim().to_owned() };
    let done = levee.give_permit(&who, &grant).await;
    let page = LocalPath::permits();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page
            .with("address", &grant.address)
            .with("people", &grant.people)
            .with("hours", &grant.hours.to_string())
            .with("reason", &grant.reason)
            .refused(problem),
    });
    Ok(done?)
}
