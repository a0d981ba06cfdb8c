//! Changes what the account's messages end with.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Signature;

/// Keeps another signature, and gives it as it is kept.
#[server(prefix = "/api", endpoint = "change_signature", input = Json, output = Json)]
pub(crate) async fn change_signature(signature: Signature) -> Result<Signature, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.set_signature(&who, &signature).await?)
}
