//! One proposal of a list by a rule.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::RuleView;

/// Opens it, for administrators, auditors and approvers.
#[server(prefix = "/api", endpoint = "open_rule", input = Json, output = Json)]
pub(crate) async fn open_rule(id: i64) -> Result<Timed<RuleView>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.rule(&who, id).await? })
}
