//! All versions of the policy.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::PolicyVersion;

/// Newest first; administrators only.
#[server(prefix = "/api", endpoint = "list_policies", input = Json, output = Json)]
pub(crate) async fn list_policies() -> Result<Timed<Vec<PolicyVersion>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.policy_versions(&who).await? })
}
