//! What the account's messages end with.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Signature;

/// The signature; an empty one where none was written.
#[server(prefix = "/api", endpoint = "read_signature", input = Json, output = Json)]
pub(crate) async fn read_signature() -> Result<Signature, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.signature(&who).await?)
}
