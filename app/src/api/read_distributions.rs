//! How what was recorded is spread.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Distributions;

/// Of the last 90 days; administrators only.
#[server(prefix = "/api", endpoint = "read_distributions", input = Json, output = Json)]
pub(crate) async fn read_distributions() -> Result<Distributions, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.distributions(&who).await?)
}
