//! Says that a draft is stopped wrongly, before it was sent.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::SendRequest;

/// The reference under which the verdict is recorded now; nothing when the server does not stop it. Sends nothing.
#[server(prefix = "/api", endpoint = "call_stop_wrong", input = Json, output = Json)]
pub(crate) async fn call_stop_wrong(request: SendRequest) -> Result<Option<String>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.call_stop_wrong(&who, &request).await?)
}
