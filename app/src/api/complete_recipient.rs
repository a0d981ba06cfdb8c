//! Completes a name or an address while it is typed.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Suggestion;

/// At most 8 people and lists that fit what is typed.
#[server(prefix = "/api", endpoint = "complete_recipient", input = Json, output = Json)]
pub(crate) async fn complete_recipient(typed: String) -> Result<Vec<Suggestion>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.complete(&who, &typed).await?)
}
