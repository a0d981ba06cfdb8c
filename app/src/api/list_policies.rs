//! All versions of the policy.

use super::{ApiError, Timed};
use leptos::prelude::*;
use leptos::server;
use levee_contract::PolicyVersion;
use server_fn::codec::Json;

/// Newest first; administrators only.
#[server(prefix = "/api", endpoint = "list_policies", input = Json)]
pub(crate) async fn list_policies() -> Result<Timed<Vec<PolicyVersion>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.policy_versions(&who).await? })
}
