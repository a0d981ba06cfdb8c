//! What the guard is told about each list that a message enters.

use crate::directory::Directory;
use crate::expansion::{Entered, Expansion, Level, Named, Target};
use crate::list::{List, Standing};
use crate::record::{ListId, ListKind, RuleReach, Suspension, UnixSeconds};
use levee_guard::{Baseline, Fact, ListState, OutsideList, Scope};
use levee_mail::Address;
use std::collections::{BTreeMap, BTreeSet};

/// All of them, in the order of the expansion.
pub(crate) fn list_facts(
    directory: &Directory,
    expansion: &Expansion,
    now: UnixSeconds,
) -> Vec<levee_guard::ListFacts> {
    let through = brought_by(directory, expansion);
    let facts = |entered: &Entered| {
        let list = &*entered.list;
        let level = match (entered.level, through.get(&list.id())) {
            (Level::Nested, Some(top)) => levee_guard::Level::Nested { through: top.clone() },
            _ => levee_guard::Level::Top,
        };
        let record = list.facts();
        let suspended = record.suspended.is_some();
        let daily: Vec<u64> = record.daily.iter().copied().map(u64::from).collect();
        levee_guard::ListFacts {
            address: list.address().clone(),
            level,
            kind: Fact::Known(kind(if suspended { ListKind::Announce } else { list.kind() })),
            named_sender: Fact::Known(entered.named != Named::No),
            state: Fact::Known(state(entered)),
            new_people: new_people(expansion, list.id()),
            baseline: Fact::Known(Baseline::from_sizes(&daily, record.declared)),
            changed_age: Fact::Known(changed_age(list, now)),
            scope: Fact::Known(scope(entered)),
            acknowledged: Fact::Known(record.acknowledged),
            released: Fact::Known(record.released),
            mta_size: Fact::from(record.mta_size),
            owners: match &record.suspended {
                Some(suspension) => asked(directory, suspension, expansion),
                None => directory.addresses(list.owners(), expansion.sender),
            },
            suspended: Fact::Known(suspended),
        }
    };
    expansion.entered.iter().map(facts).collect()
}

/// Who suspended a list, unless that is who sends.
fn asked(directory: &Directory, suspension: &Suspension, expansion: &Expansion) -> Vec<Address> {
    let sends = directory.person_by_address(&suspension.by).is_some_and(|person| person.id == expansion.sender);
    if sends { Vec::new() } else { vec![suspension.by.clone()] }
}

/// The outside lists, written and nested.
pub(crate) fn outside_lists(expansion: &Expansion) -> Vec<OutsideList> {
    let level = |unknown: &crate::expansion::Unknown| {
        let holds = |part: &&crate::expansion::Part| part.people.as_ref().is_some_and(|p| p.contains(unknown.id));
        match (unknown.level, expansion.parts.iter().find(holds)) {
            (Level::Nested, Some(part)) => levee_guard::Level::Nested { through: part.address.clone() },
            _ => levee_guard::Level::Top,
        }
    };
    expansion.unknown.iter().map(|u| OutsideList { address: u.address.clone(), level: level(u) }).collect()
}

/// For every list below a written one, the written one that reaches it first.
fn brought_by(directory: &Directory, expansion: &Expansion) -> BTreeMap<ListId, Address> {
    let entered: BTreeSet<ListId> = expansion.entered.iter().map(|e| e.list.id()).collect();
    let mut brought = BTreeMap::new();
    for top in expansion.top_lists() {
        let mut open = vec![top.list.id()];
        while let Some(list) = open.pop().and_then(|id| directory.list(id)) {
            for nested in list.nested().iter().filter(|id| entered.contains(*id)) {
                if !brought.contains_key(nested) {
                    brought.insert(*nested, top.list.address().clone());
                    open.push(*nested);
                }
            }
        }
    }
    brought
}

fn new_people(expansion: &Expansion, id: ListId) -> Fact<u64> {
    let part = expansion.parts.iter().find(|part| matches!(part.target, Target::List(list) if list == id));
    Fact::from(part.map(|part| part.new))
}

fn kind(kind: ListKind) -> levee_guard::ListKind {
    match kind {
        ListKind::Group => levee_guard::ListKind::Group,
        ListKind::Announce => levee_guard::ListKind::Announce,
        ListKind::Discussion => levee_guard::ListKind::Discussion,
    }
}

fn state(entered: &Entered) -> ListState {
    match (entered.standing, entered.size) {
        (Standing::Live, Some(size)) => ListState::Expanded { size },
        (Standing::Stale { .. }, Some(size)) => ListState::Stale { size },
        (Standing::Unavailable, _) | (_, None) => ListState::Unavailable,
    }
}

/// Seconds since the later of creation and change of rule; what lies ahead happened just now.
fn changed_age(list: &List, now: UnixSeconds) -> Option<u64> {
    let record = list.facts();
    let changed = record.created.max(record.rule_changed)?;
    Some(u64::try_from(now.saturating_sub(changed)).unwrap_or(0))
}

fn scope(entered: &Entered) -> Scope {
    match (entered.list.rule_reach(), entered.outside_scope) {
        (Some(RuleReach::Empty | RuleReach::Always), _) => Scope::NoRule,
        (Some(RuleReach::Scoped), Some(members)) if members > 0 => Scope::Left { members },
        (Some(RuleReach::Scoped) | None, _) => Scope::Kept,
    }
}
