//! The head of a message, line by line.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{HeaderLine, MessageRef};

/// All lines of the head, decoded.
#[server(prefix = "/api", endpoint = "read_headers", input = Json, output = Json)]
pub(crate) async fn read_headers(message: MessageRef) -> Result<Vec<HeaderLine>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.headers(&who, &message).await?)
}
