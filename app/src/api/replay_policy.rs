//! The history of some days under a proposed policy.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::Replay;
#[cfg(feature = "ssr")]
use levee_contract::{Listing, PolicyChange};
use levee_guard::{Code, Ruling};

/// Judges it again; changes nothing. Administrators only.
#[server(prefix = "/api", endpoint = "replay_policy", input = Json, output = Json)]
pub(crate) async fn replay_policy(
    base: u64,
    values: Vec<(String, String)>,
    days: u32,
    rule: Option<Code>,
    newly: Option<Ruling>,
) -> Result<Timed<Replay>, ApiError> {
    let (levee, who) = super::ask()?;
    let change = tried(base, values);
    let listing = Listing { rule, newly, most: Replay::EXAMPLES };
    Ok(Timed { now: super::now(), value: levee.replay(&who, &change, days, listing).await? })
}

#[cfg(feature = "ssr")]
fn tried(base: u64, values: Vec<(String, String)>) -> PolicyChange {
    let read = |(name, typed): (String, String)| {
        let value = crate::view::admin::plain(&name, &typed);
        (name, value)
    };
    PolicyChange { base, values: values.into_iter().map(read).collect(), ..PolicyChange::default() }
}

/// What the address of a replay asks for: the change, the days, and the messages.
#[cfg(feature = "ssr")]
#[must_use]
pub fn replay_asked(pairs: &[(String, String)]) -> (PolicyChange, u32, Listing) {
    let get = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
    let value = |place: usize| Some((get(&format!("values[{place}][0]"))?, get(&format!("values[{place}][1]"))?));
    let number = |key| get(key).and_then(|number| number.parse().ok()).unwrap_or_default();
    let values = (0..PolicyChange::MOST).map_while(value).collect();
    let days = u32::try_from(number("days")).unwrap_or_default();
    (tried(number("base"), values), days, Listing::read(get, Replay::LISTED))
}
