//! A window on the record of judgements.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::{VerdictPage, VerdictQuery};

/// The judgements that a query names; administrators only.
#[server(prefix = "/api", endpoint = "find_verdicts", input = Json, output = Json)]
pub(crate) async fn find_verdicts(query: VerdictQuery) -> Result<Timed<VerdictPage>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.verdicts(&who, &query, VerdictQuery::ROWS).await? })
}
