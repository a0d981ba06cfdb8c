//! Permits for broadcasts.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::Permit;

/// Those that hold, and those of the last months; administrators only.
#[server(prefix = "/api", endpoint = "list_permits", input = Json, output = Json)]
pub(crate) async fn list_permits() -> Result<Timed<Vec<Permit>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.permits(&who).await? })
}
