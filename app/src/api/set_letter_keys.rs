//! Whether letters by themselves are keys in this browser: kept in a cookie, so that the next page knows.

use super::ApiError;
use super::json::Json;
use leptos::server;

/// Keeps whether they are. Keys need a script, and so does this.
#[server(prefix = "/api", endpoint = "set_letter_keys", output = Json)]
pub(crate) async fn set_letter_keys(on: bool) -> Result<(), ApiError> {
    super::ask()?;
    super::keep_letter_keys(on);
    Ok(())
}
