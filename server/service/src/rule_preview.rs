//! A list by a rule, looked at before it is there: what is wrong with its fields, whom it reaches now, and what the
//! guard would make of it.

use levee_contract::{Field, RuleDraft, RuleFinding, RulePreview, RuleReached};
use levee_directory::{Directory, ListKind, Origin, Principal, Rule, RuleError, RuleReach};
use levee_guard::{Baseline, Parameter, Policy, Ruling, size_jump};
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::cmp::Reverse;
use std::collections::HashMap;

/// People from which on one other person has to approve, and two (guard specification, section 17).
const ONE_APPROVES: u64 = 500;
const TWO_APPROVE: u64 = 50_000;
/// Units named, those with most people.
const UNITS: usize = 8;
/// Steps of a unit's path by which people are counted.
const STEPS: usize = 2;
/// Members shown as a sample.
const SAMPLE: u64 = 20;
/// Owners and named senders of one list.
const PRINCIPALS: usize = 50;

/// A draft without a fault in its fields.
pub(crate) struct Checked {
    /// Canonical.
    pub(crate) address: Address,
    pub(crate) name: String,
    pub(crate) rule: String,
    pub(crate) kind: ListKind,
    pub(crate) owners: Vec<Principal>,
    pub(crate) scope: Option<String>,
    pub(crate) declared: u64,
    pub(crate) senders: Vec<Principal>,
}

/// Looks at a draft against one state of the directory. Costs a look at everybody whom the rule names.
pub(crate) fn look(directory: &Directory, policy: &Policy, draft: &RuleDraft) -> (RulePreview, Option<Checked>) {
    let mut fields = Fields { directory, problems: Vec::new() };
    let address = fields.address(&draft.address);
    let people = fields.rule(&draft.rule);
    let kind = fields.kind(&draft.used);
    let owners = fields.principals("owners", &draft.owners);
    if owners.is_empty() && draft.owners.trim().is_empty() {
        fields.wrong("owners", "empty", "");
    }
    let scope = fields.scope(&draft.scope);
    let declared = fields.declared(&draft.declared);
    let senders = fields.principals("senders", &draft.senders);
    let required = policy.get(Parameter::ListRequireSenders);
    if senders.is_empty() && draft.senders.trim().is_empty() && people.as_ref().is_some_and(|p| p.len() >= required) {
        fields.wrong("senders", "senders_required", &required.to_string());
    }
    let reached = people.map(|people| RuleReached {
        people: people.len(),
        findings: findings(directory, policy, (&draft.rule, scope.as_deref(), declared), &people),
        needed: needed(people.len()),
        sample: sample(directory, &people),
        ..by_unit(directory, &people)
    });
    let before = address.as_ref().and_then(|address| directory.list_by_address(address));
    let before = before.and_then(|list| Some((list.rule()?.to_owned(), list.size())));
    let checked = match (address, declared, fields.problems.is_empty()) {
        (Some(address), Some(declared), true) => {
            let (name, rule) = (draft.name.trim().to_owned(), draft.rule.trim().to_owned());
            Some(Checked { address, name, rule, kind, owners, scope, declared, senders })
        }
        _ => None,
    };
    (RulePreview { problems: fields.problems, reached, before }, checked)
}

/// How many others have to approve of a list of so many.
fn needed(people: u64) -> u32 {
    match people {
        TWO_APPROVE.. => 2,
        ONE_APPROVES.. => 1,
        _ => 0,
    }
}

struct Fields<'a> {
    directory: &'a Directory,
    problems: Vec<Field>,
}

impl Fields<'_> {
    fn wrong(&mut self, name: &str, problem: &str, detail: &str) {
        let detail = (!detail.is_empty()).then(|| detail.to_owned());
        self.problems.push(Field { name: name.into(), problem: problem.into(), detail });
    }

    fn address(&mut self, typed: &str) -> Option<Address> {
        let directory = self.directory;
        let Ok(written) = Address::parse(typed.trim()) else {
            self.wrong("address", if typed.trim().is_empty() { "empty" } else { "not_an_address" }, typed.trim());
            return None;
        };
        let address = directory.canonical().address(&written);
        if !directory.canonical().is_own(address.domain()) {
            self.wrong("address", "not_ours", "");
            return None;
        }
        let taken = match directory.list_by_address(&address) {
            Some(list) => list.facts().origin == Origin::Source || *list.address() != address,
            None => directory.person_by_address(&address).is_some(),
        };
        if taken {
            self.wrong("address", "taken", &address.to_string());
            return None;
        }
        Some(address)
    }

    fn rule(&mut self, typed: &str) -> Option<RoaringBitmap> {
        if typed.chars().count() > RuleDraft::LONGEST {
            self.wrong("rule", "too_long", &RuleDraft::LONGEST.to_string());
            return None;
        }
        match self.directory.resolve_rule(typed) {
            Ok(people) => Some(people),
            Err(RuleError { position, expected, found }) => {
                self.wrong("rule", "not_a_rule", &format!("{position}\n{expected}\n{found}"));
                None
            }
        }
    }

    fn kind(&mut self, typed: &str) -> ListKind {
        match typed {
            "group" => ListKind::Group,
            "announce" => ListKind::Announce,
            "discussion" => ListKind::Discussion,
            _ => {
                self.wrong("used", "not_offered", "");
                ListKind::Group
            }
        }
    }

    fn scope(&mut self, typed: &str) -> Option<String> {
        let scope = crate::rights::bare(typed);
        if scope.is_empty() {
            return None;
        }
        if self.directory.people_within(&scope).is_empty() {
            self.wrong("scope", "no_such_unit", &scope);
            return None;
        }
        Some(scope)
    }

    fn declared(&mut self, typed: &str) -> Option<u64> {
        let declared = typed.replace([',', ' '], "").parse().ok().filter(|declared| *declared > 0);
        if declared.is_none() {
            self.wrong("declared", "not_a_value", "");
        }
        declared
    }

    /// People and lists by their addresses, each once.
    fn principals(&mut self, field: &str, typed: &str) -> Vec<Principal> {
        let words: Vec<&str> = typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect();
        let mut found = Vec::new();
        for word in words.iter().take(PRINCIPALS) {
            let address = Address::parse(word).ok();
            let list = address.as_ref().and_then(|a| self.directory.list_by_address(a));
            let person = address.as_ref().and_then(|a| self.directory.person_by_address(a));
            match (list, person) {
                (Some(list), _) => found.push(Principal::List(list.id())),
                (None, Some(person)) => found.push(Principal::Person(person.id)),
                (None, None) => self.wrong(field, "unknown_address", word),
            }
        }
        if words.len() > PRINCIPALS {
            self.wrong(field, "too_many", &PRINCIPALS.to_string());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn findings(
    directory: &Directory,
    policy: &Policy,
    (rule, scope, declared): (&str, Option<&str>, Option<u64>),
    people: &RoaringBitmap,
) -> Vec<RuleFinding> {
    let mut found = Vec::new();
    match (Rule::parse(rule).map(|rule| rule.reach()), scope) {
        (Ok(RuleReach::Empty | RuleReach::Always), _) => found.push(RuleFinding::Unlimited),
        (Ok(RuleReach::Scoped), Some(scope)) => {
            let outside = directory.outside_scope(people, scope);
            found.extend((outside > 0).then_some(RuleFinding::Outside(outside)));
        }
        _ => {}
    }
    let size = people.len();
    if let Some(declared) = declared
        && let Some(baseline) = Baseline::from_sizes(&[], Some(declared))
        && size_jump(size, baseline) == Some(Ruling::Hold)
    {
        found.push(RuleFinding::NotDeclared(declared));
    }
    if size >= policy.get(Parameter::ListNewSize) {
        found.push(RuleFinding::New(policy.get(Parameter::ListNewAge)));
    }
    if size == 0 {
        found.push(RuleFinding::Empty);
    }
    found
}

/// How many of them are of which unit, by the first steps of its path.
fn by_unit(directory: &Directory, people: &RoaringBitmap) -> RuleReached {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for id in people {
        let unit = directory.person(id).map_or("", |person| person.unit);
        let end = unit.match_indices('/').nth(STEPS - 1).map_or(unit.len(), |(at, _)| at);
        *counts.entry(unit.get(..end).unwrap_or(unit)).or_default() += 1;
    }
    let mut units: Vec<(String, u64)> = counts.into_iter().map(|(unit, n)| (unit.to_owned(), n)).collect();
    units.sort_unstable_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let rest = units.split_off(units.len().min(UNITS));
    let more = (rest.len() as u64, rest.iter().map(|(_, n)| n).sum());
    RuleReached { people: 0, units, more, sample: Vec::new(), findings: Vec::new(), needed: 0 }
}

/// Some of them, spread evenly.
fn sample(directory: &Directory, people: &RoaringBitmap) -> Vec<String> {
    let step = usize::try_from((people.len() / SAMPLE).max(1)).unwrap_or(usize::MAX);
    let name = |id: u32| {
        let person = directory.person(id)?;
        Some(if person.name.is_empty() { person.address().to_string() } else { person.name.to_owned() })
    };
    people.iter().step_by(step).take(20).filter_map(name).collect()
}
