//! Takes a role away.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::Role;
use levee_mail::Address;

/// Withdraws it, with a reason; a form that is refused gets its page back with what was typed.
#[server(prefix = "/api", endpoint = "withdraw_role", output = Json)]
pub(crate) async fn withdraw_role(
    address: Address,
    role: Role,
    #[server(default)] unit: String,
    reason: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.withdraw(&who, &address, role, &unit, &reason).await;
    let page = LocalPath::roles();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page
            .with("withdraw", &address.to_string())
            .with("role", role.as_str())
            .with("unit", &unit)
            .with("reason", &reason)
            .refused(problem),
    });
    Ok(done?)
}
