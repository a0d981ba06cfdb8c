//! Gives somebody a role.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::Role;
#[cfg(feature = "ssr")]
use levee_contract::{AppError, Field};
#[cfg(feature = "ssr")]
use levee_mail::Address;

/// Grants it, with a reason; a form that is refused gets its page back with what was typed.
#[server(prefix = "/api", endpoint = "grant_role", output = Json)]
pub(crate) async fn grant_role(
    address: String,
    role: Role,
    #[server(default)] unit: String,
    reason: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = match Address::parse(address.trim()) {
        Ok(to) => levee.give(&who, &to, role, &unit, &reason).await,
        Err(_) => {
            let field = Field {
                name: "address".to_owned(),
                problem: "not_an_address".to_owned(),
                detail: Some(address.trim().to_owned()).filter(|typed| !typed.is_empty()),
            };
            Err(AppError::Invalid { fields: vec![field] })
        }
    };
    let page = LocalPath::roles();
    super::answer_form(&match &done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => {
            let page = page.with("address", &address).with("role", role.as_str()).with("unit", &unit);
            page.with("reason", &reason).refused(problem)
        }
    });
    Ok(done?)
}
