//! The policy in force.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::PolicyInForce;

/// Its number and its parameters.
#[server(name = ReadPolicy, prefix = "/api", endpoint = "policy_in_force", input = Json, output = Json)]
pub(crate) async fn policy_in_force() -> Result<PolicyInForce, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.policy_in_force(&who).await?)
}
