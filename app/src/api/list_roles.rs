//! Everybody with a role.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::RoleHolder;

/// By address; administrators only.
#[server(prefix = "/api", endpoint = "list_roles", input = Json, output = Json)]
pub(crate) async fn list_roles() -> Result<Timed<Vec<RoleHolder>>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.role_holders(&who).await? })
}
