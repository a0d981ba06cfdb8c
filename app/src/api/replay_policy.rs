//! The history of some days under a proposed policy.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::PolicyChange;
use levee_contract::Replay;

/// Judges it again; changes nothing. Administrators only.
#[server(prefix = "/api", endpoint = "replay_policy", input = Json, output = Json)]
pub(crate) async fn replay_policy(
    base: u64,
    values: Vec<(String, String)>,
    days: u32,
) -> Result<Timed<Replay>, ApiError> {
    let (levee, who) = super::ask()?;
    let read = |(name, typed): (String, String)| {
        let value = crate::view::admin::plain(&name, &typed);
        (name, value)
    };
    let change = PolicyChange { base, values: values.into_iter().map(read).collect(), ..PolicyChange::default() };
    Ok(Timed { now: super::now(), value: levee.replay(&who, &change, days).await? })
}
