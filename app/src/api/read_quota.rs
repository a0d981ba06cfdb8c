//! How much room the account has for its mail.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Quota;

/// The account's room; nothing where its mail server sets no limit.
#[server(prefix = "/api", endpoint = "read_quota", input = Json, output = Json)]
pub(crate) async fn read_quota() -> Result<Option<Quota>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.quota(&who).await?)
}
