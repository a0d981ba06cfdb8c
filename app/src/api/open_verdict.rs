//! One judgement.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::VerdictView;

/// The judgement of a reference; administrators only.
#[server(prefix = "/api", endpoint = "open_verdict", input = Json, output = Json)]
pub(crate) async fn open_verdict(reference: String) -> Result<Timed<VerdictView>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.verdict(&who, &reference).await? })
}
