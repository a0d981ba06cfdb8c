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
    let change = tried(base, values);
    Ok(Timed { now: super::now(), value: levee.replay(&who, &change, days, Replay::EXAMPLES).await? })
}

#[cfg(feature = "ssr")]
fn tried(base: u64, values: Vec<(String, String)>) -> PolicyChange {
    let read = |(name, typed): (String, String)| {
        let value = crate::view::admin::plain(&name, &typed);
        (name, value)
    };
    PolicyChange { base, values: values.into_iter().map(read).collect(), ..PolicyChange::default() }
}

/// What the address of a replay asks for: the change, and the days.
#[cfg(feature = "ssr")]
#[must_use]
pub fn replay_asked(pairs: &[(String, String)]) -> (PolicyChange, u32) {
    let get = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let value = |place: usize| Some((get(&format!("values[{place}][0]"))?, get(&format!("values[{place}][1]"))?));
    let number = |key| get(key).and_then(|number| number.parse().ok()).unwrap_or_default();
    let values = (0..levee_guard::Parameter::ALL.len()).map_while(value).collect();
    (tried(number("base"), values), u32::try_from(number("days")).unwrap_or_default())
}
