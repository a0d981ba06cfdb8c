//! How the guard stands: what is in force, and whether it enforces.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::GuardStanding;

/// For every page of the console; administrators and approvers.
#[server(prefix = "/api", endpoint = "read_standing", input = Json, output = Json)]
pub(crate) async fn read_standing() -> Result<Timed<GuardStanding>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.standing(&who).await? })
}
