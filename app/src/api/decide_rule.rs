//! What becomes of a proposed list by a rule: approved, put in place, taken back, removed.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::AppError;

/// Approves of it, for as many people as on screen; not for whoever proposed it.
#[server(prefix = "/api", endpoint = "approve_rule", output = Json)]
pub(crate) async fn approve_rule(id: i64, people: u64) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.approve_rule(&who, id, people).await;
    answer(id, "", &done);
    Ok(done?)
}

/// Puts it in place, for as many people as on screen and typed.
#[server(prefix = "/api", endpoint = "activate_rule", output = Json)]
pub(crate) async fn activate_rule(id: i64, people: u64, #[server(default)] typed: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.activate_rule(&who, id, people, &typed).await;
    answer(id, "", &done);
    Ok(done?)
}

/// Takes a proposal back.
#[server(prefix = "/api", endpoint = "withdraw_rule", output = Json)]
pub(crate) async fn withdraw_rule(id: i64, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.withdraw_rule(&who, id, &reason).await;
    answer(id, &reason, &done);
    Ok(done?)
}

/// Removes the list that stands by it.
#[server(prefix = "/api", endpoint = "remove_rule", output = Json)]
pub(crate) async fn remove_rule(id: i64, reason: String) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.remove_rule(&who, id, &reason).await;
    answer(id, &reason, &done);
    Ok(done?)
}

/// Back to its page, with what was done or why it was not.
#[cfg(feature = "ssr")]
fn answer(id: i64, reason: &str, done: &Result<(), AppError>) {
    let page = LocalPath::rule(id);
    super::answer_form(&match done {
        Ok(()) => page.with("saved", "1"),
        Err(problem) => page.with("reason", reason).refused(problem),
    });
}
