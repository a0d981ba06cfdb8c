//! What is watched and decided: permits, storms, held mail by list and number, and what a replay changes.

use super::super::Shared;
use super::super::session::Recognised;
use super::{Asked, Table, Who, answer, getter, time};
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use levee_app::replay_asked;
use levee_contract::{AppError, RuleOrder, RuleQuery, Watch};

/// `/admin/permits.csv`.
pub(in super::super) async fn permits(State(shared): State<Shared>, who: Who) -> Response {
    answer("permits", permits_of(&shared, who).await)
}

async fn permits_of(shared: &Shared, Extension(Recognised(who)): Who) -> Result<Table, AppError> {
    let titles = ["permit", "address", "name", "people", "given", "until", "withdrawn", "given_by", "reason"];
    let mut table = Table::new(&titles);
    for permit in shared.levee.permits(&who?).await? {
        table.row(&[
            permit.id.to_string(),
            permit.person.address.to_string(),
            permit.person.name.unwrap_or_default(),
            permit.people.to_string(),
            time(permit.at),
            time(permit.until),
            permit.withdrawn.map(time).unwrap_or_default(),
            permit.by,
            permit.reason,
        ]);
    }
    Ok(table)
}

/// `/admin/storms.csv?hours=24`.
pub(in super::super) async fn storms(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    answer("storms", storms_of(&shared, who, hours(&asked)).await)
}

async fn storms_of(shared: &Shared, Extension(Recognised(who)): Who, hours: u32) -> Result<Table, AppError> {
    let titles = ["storm", "lists", "people", "tripped", "until", "released", "replies", "senders", "stopped"];
    let mut table = Table::new(&titles);
    for storm in shared.levee.watch(&who?, hours).await?.storms {
        let lists: Vec<String> = storm.lists.iter().map(|list| list.address.to_string()).collect();
        table.row(&[
            storm.id.to_string(),
            lists.join("; "),
            storm.people.to_string(),
            time(storm.tripped),
            time(storm.until),
            storm.released.map(time).unwrap_or_default(),
            storm.replies.to_string(),
            storm.senders.to_string(),
            storm.stopped.to_string(),
        ]);
    }
    Ok(table)
}

/// `/admin/held.csv`.
pub(in super::super) async fn held(State(shared): State<Shared>, who: Who) -> Response {
    answer("held", held_of(&shared, who).await)
}

async fn held_of(shared: &Shared, Extension(Recognised(who)): Who) -> Result<Table, AppError> {
    let mut table = Table::new(&["list", "people", "approvals", "approvals_needed", "expires"]);
    for line in shared.levee.watch(&who?, 1).await?.held {
        let (agreed, needed) = (line.agreed.to_string(), line.needed.to_string());
        table.row(&[line.list, line.people.to_string(), agreed, needed, time(line.expires)]);
    }
    Ok(table)
}

/// `/admin/replay.csv`, with what the address of the page says.
pub(in super::super) async fn replay(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    answer("replay", replay_of(&shared, who, &asked).await)
}

async fn replay_of(
    shared: &Shared,
    Extension(Recognised(who)): Who,
    asked: &[(String, String)],
) -> Result<Table, AppError> {
    let (change, days, listing) = replay_asked(asked);
    let titles =
        ["time", "reference", "sender", "lists", "people", "outside", "channel", "in_force", "proposed", "because_of"];
    let mut table = Table::new(&titles);
    for example in shared.levee.replay(&who?, &change, days, listing).await?.examples {
        let lists: Vec<String> = example.lists.iter().map(ToString::to_string).collect();
        table.row(&[
            time(example.at),
            example.reference,
            example.sender,
            lists.join("; "),
            example.people.to_string(),
            example.external.to_string(),
            example.channel,
            example.before.as_str().to_owned(),
            example.after.as_str().to_owned(),
            example.because.map(|code| code.as_str().to_owned()).unwrap_or_default(),
        ]);
    }
    Ok(table)
}

/// `/admin/figures.csv`.
pub(in super::super) async fn rules(State(shared): State<Shared>, who: Who, Query(asked): Asked) -> Response {
    answer("rules", rules_of(&shared, who, &RuleQuery::read(getter(&asked))).await)
}

async fn rules_of(shared: &Shared, Extension(Recognised(who)): Who, query: &RuleQuery) -> Result<Table, AppError> {
    let titles: Vec<&str> = ["code"].into_iter().chain(RuleOrder::ALL.map(RuleOrder::as_str)).collect();
    let mut table = Table::new(&titles);
    for rule in shared.levee.rule_figures(&who?, query).await?.rules {
        let numbers = RuleOrder::ALL.map(|number| number.of(&rule).to_string());
        table.row(&[vec![rule.code.as_str().to_owned()], numbers.to_vec()].concat());
    }
    Ok(table)
}

/// The hours that a page looks at: six, where its address does not say.
fn hours(asked: &[(String, String)]) -> u32 {
    let hours = asked.iter().find(|(key, _)| key == "hours").and_then(|(_, hours)| hours.parse().ok());
    hours.filter(|hours| Watch::HOURS.contains(hours)).unwrap_or(6)
}
