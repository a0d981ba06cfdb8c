//! A window on the lists of the directory.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::{ListPage, ListQuery};

/// The lists that a query names; administrators only.
#[server(prefix = "/api", endpoint = "find_lists", input = Json, output = Json)]
pub(crate) async fn find_lists(query: ListQuery) -> Result<Timed<ListPage>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.lists(&who, &query, ListQuery::ROWS).await? })
}
