//! How rules fared.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{RuleFigures, RuleQuery};

/// The figures of every rule that fired; administrators and auditors only.
#[server(prefix = "/api", endpoint = "read_rules", input = Json, output = Json)]
pub(crate) async fn read_rules(query: RuleQuery) -> Result<RuleFigures, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.rule_figures(&who, &query).await?)
}
