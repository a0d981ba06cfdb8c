//! What the guard is told of each list that a message enters.

use levee_contract::UnixSeconds;
use levee_directory::{Directory, Entered, Expansion, List, ListId, Named, Principal, RuleReach, Standing, Target};
use levee_guard::{Baseline, Fact, Level, ListFacts, ListKind, ListState, OutsideList, Scope};
use levee_mail::Address;
use std::collections::HashSet;

/// Facts of all lists of the organisation that are entered.
pub(crate) fn list_facts(directory: &Directory, expansion: &Expansion, now: UnixSeconds) -> Vec<ListFacts> {
    expansion.entered.iter().map(|entered| one(directory, expansion, entered, now)).collect()
}

/// Lists of other organisations.
pub(crate) fn outside_lists(directory: &Directory, expansion: &Expansion) -> Vec<OutsideList> {
    let level = |unknown: &levee_directory::Unknown| match unknown.level {
        levee_directory::Level::Top => Level::Top,
        levee_directory::Level::Nested => {
            let holds = |list: &List| list.everybody().contains(unknown.id);
            through(expansion, |id| directory.list(id).is_some_and(|list| holds(list)))
        }
    };
    let outside = expansion.unknown.iter();
    outside.map(|unknown| OutsideList { address: unknown.address.clone(), level: level(unknown) }).collect()
}

fn one(directory: &Directory, expansion: &Expansion, entered: &Entered, now: UnixSeconds) -> ListFacts {
    let list = &entered.list;
    let recorded = list.facts();
    let level = match entered.level {
        levee_directory::Level::Top => Level::Top,
        levee_directory::Level::Nested => through(expansion, |top| holds(directory, top, list.id())),
    };
    let part = expansion.parts.iter().find(|part| matches!(part.target, Target::List(id) if id == list.id()));
    let state = match (entered.standing, entered.size) {
        (Standing::Live, Some(size)) => ListState::Expanded { size },
        (Standing::Stale { .. }, Some(size)) => ListState::Stale { size },
        _ => ListState::Unavailable,
    };
    let daily: Vec<u64> = recorded.daily.iter().map(|size| u64::from(*size)).collect();
    let changed = recorded.created.max(recorded.rule_changed);
    ListFacts {
        kind: Fact::Known(match list.kind() {
            levee_directory::ListKind::Group => ListKind::Group,
            levee_directory::ListKind::Announce => ListKind::Announce,
            levee_directory::ListKind::Discussion => ListKind::Discussion,
        }),
        named_sender: Fact::Known(entered.named != Named::No),
        state: Fact::Known(state),
        new_people: part.map(|part| part.new).into(),
        baseline: Fact::Known(Baseline::from_sizes(&daily, recorded.declared)),
        changed_age: Fact::Known(changed.map(|at| u64::try_from(now - at).unwrap_or_default())),
        scope: Fact::Known(match (list.rule_reach(), entered.outside_scope) {
            (Some(RuleReach::Empty | RuleReach::Always), _) => Scope::NoRule,
            (Some(RuleReach::Scoped), Some(members)) if members > 0 => Scope::Left { members },
            _ => Scope::Kept,
        }),
        acknowledged: Fact::Known(recorded.acknowledged),
        released: Fact::Known(recorded.released),
        mta_size: recorded.mta_size.into(),
        owners: addresses(directory, list.owners()),
        ..ListFacts::new(list.address().clone(), level)
    }
}

/// The first list written through which something nested is reached.
fn through(expansion: &Expansion, holds: impl Fn(ListId) -> bool) -> Level {
    let written = expansion.parts.iter().find(|part| matches!(part.target, Target::List(id) if holds(id)));
    written.map_or(Level::Top, |part| Level::Nested { through: part.address.clone() })
}

/// Whether `inner` lies in `outer`, at any depth.
fn holds(directory: &Directory, outer: ListId, inner: ListId) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![outer]);
    while let Some(id) = open.pop() {
        let Some(list) = directory.list(id).filter(|_| seen.insert(id)) else { continue };
        if list.nested().contains(&inner) {
            return true;
        }
        open.extend(list.nested());
    }
    false
}

/// Addresses of people and lists.
pub(crate) fn addresses(directory: &Directory, principals: &[Principal]) -> Vec<Address> {
    let address = |principal: &Principal| match principal {
        Principal::Person(id) => directory.person(*id).map(|person| person.address()),
        Principal::List(id) => directory.list(*id).map(|list| list.address().clone()),
    };
    principals.iter().filter_map(address).collect()
}
