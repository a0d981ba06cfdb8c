//! The numbers of organisational units.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::UnitNumbers;

/// Those that somebody sees: administrators and auditors all, unit administrators those of their units.
#[server(prefix = "/api", endpoint = "read_unit_numbers", input = Json, output = Json)]
pub(crate) async fn read_unit_numbers() -> Result<UnitNumbers, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.unit_numbers(&who).await?)
}
