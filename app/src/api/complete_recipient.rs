//! Completes a name or an address while it is typed.

use super::ApiError;
use leptos::prelude::*;
use leptos::server;
use levee_contract::Suggestion;
use server_fn::codec::Json;

/// At most 8 people and lists that fit what is typed.
#[server(prefix = "/api", endpoint = "complete_recipient", input = Json)]
pub(crate) async fn complete_recipient(typed: String) -> Result<Vec<Suggestion>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.complete(&who, &typed).await?)
}
