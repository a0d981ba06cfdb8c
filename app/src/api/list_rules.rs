//! Lists made here by a rule, and what is proposed.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::RuleRow;

/// All of them, for administrators, auditors and approvers.
#[server(prefix = "/api", endpoint = "list_rules", input = Json, output = Json)]
pub(crate) async fn list_rules() -> Result<Timed<Vec<RuleRow>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.rules(&who).await? })
}
