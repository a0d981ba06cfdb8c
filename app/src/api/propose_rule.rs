//! Proposes a list by a rule.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::RuleDraft;

/// Keeps it as a proposal; its number. `people` is the number on screen. A form that is refused gets its page back.
#[server(prefix = "/api", endpoint = "propose_rule", output = Json)]
pub(crate) async fn propose_rule(draft: RuleDraft, people: u64, reason: String) -> Result<i64, ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.propose_rule(&who, &draft, people, &reason).await;
    super::answer_form(&match &done {
        Ok(id) => LocalPath::rule(*id).with("saved", "1"),
        Err(problem) => LocalPath::write_rule(&draft).with("reason", &reason).refused(problem),
    });
    Ok(done?)
}
