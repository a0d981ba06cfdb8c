//! What a policy's file proposes.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{FileProblem, ProposedPolicy};

/// Reads it; nothing is saved. Administrators only.
#[server(prefix = "/api", endpoint = "read_policy_file", input = Json, output = Json)]
pub(crate) async fn read_policy_file(text: String) -> Result<Result<ProposedPolicy, Vec<FileProblem>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.read_policy_file(&who, &text).await?)
}
