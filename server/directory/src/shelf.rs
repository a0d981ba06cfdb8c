//! All lists by number, each with its people counted. Filing some again counts only those and the
//! lists that hold them.

use crate::canonical::Canonical;
use crate::closure::{Behind, Knot, close};
use crate::directory::Problem;
use crate::list::{Certainty, List};
use crate::people::People;
use crate::record::{AllowedPair, Availability, Dynamic, ListId, ListRecord, RuleReach};
use crate::rule::Rule;
use crate::rule_resolve::Resolver;
use crate::units::is_within;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    lists: Arc<Vec<Option<Arc<List>>>>,
    /// Full sizes by number, side by side: what ranking thousands of lists looks at.
    sizes: Arc<[u32]>,
}

/// What lists are counted against.
pub(crate) struct Around<'a> {
    pub(crate) people: &'a People,
    pub(crate) pairs: &'a [AllowedPair],
    pub(crate) canonical: &'a Canonical,
    pub(crate) rules: Rules<'a>,
}

/// Which rules have to be evaluated.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rules<'a> {
    /// People stayed the same.
    OfChangedLists,
    /// These changed, moved to another unit, came or left: few enough to ask each rule about each.
    AboutPeople(&'a RoaringBitmap),
    /// Many did.
    OfAllLists,
}

pub(crate) struct Filed {
    pub(crate) shelf: Shelf,
    pub(crate) problems: Vec<Problem>,
}

/// A record whose direct members are known.
pub(crate) struct Resolved {
    pub(crate) record: ListRecord,
    pub(crate) direct: Arc<RoaringBitmap>,
    pub(crate) reach: Option<RuleReach>,
}

/// Lists to be counted anew, by number.
type Fresh = BTreeMap<ListId, Resolved>;

impl Shelf {
    pub(crate) fn list(&self, id: ListId) -> Option<&Arc<List>> {
        self.lists.get(id as usize)?.as_ref()
    }

    /// Full size of a list; 0 when there is none.
    pub(crate) fn size(&self, id: ListId) -> u32 {
        self.sizes.get(id as usize).copied().unwrap_or(0)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<List>> {
        self.lists.iter().flatten()
    }

    /// The shelf with some lists filed anew and some taken off.
    pub(crate) fn with(&self, records: Vec<ListRecord>, removed: &[ListId], around: Around<'_>) -> Filed {
        let mut problems = Vec::new();
        let mut records: BTreeMap<ListId, ListRecord> =
            records.into_iter().map(|record| (record.id, canonical_addresses(record, around.canonical))).collect();
        if matches!(around.rules, Rules::OfAllLists) {
            for list in self.iter() {
                records.entry(list.id()).or_insert_with(|| list.record.clone());
            }
        }
        let mut resolver = Resolver::new(around.people);
        let length = records.keys().next_back().map_or(0, |id| *id as usize + 1).max(self.lists.len());
        let mut fresh: Fresh =
            records.into_iter().map(|(id, record)| (id, resolve(record, &mut resolver, &mut problems))).collect();
        let exists = |id: ListId| !removed.contains(&id) && (fresh.contains_key(&id) || self.list(id).is_some());
        note_missing(&mut problems, fresh.values(), &exists, around.people);
        if let Rules::AboutPeople(changed) = around.rules {
            for list in self.iter().filter(|list| !removed.contains(&list.id())) {
                if !fresh.contains_key(&list.id()) {
                    fresh.extend(resolver.again(list, changed).map(|resolved| (list.id(), resolved)));
                }
            }
        }
        let lists = self.count(fresh, length, removed, &around, &mut problems);
        let sizes = lists.iter().map(|list| list.as_ref().map_or(0, |list| list.size() as u32)).collect();
        Filed { shelf: Self { lists: Arc::new(lists), sizes }, problems }
    }

    /// The shelf with other daily sizes on record.
    pub(crate) fn with_daily_sizes(&self, mut sizes: HashMap<ListId, Vec<u32>>) -> Self {
        let mut other = |list: &Arc<List>| {
            let daily = sizes.remove(&list.id()).unwrap_or_default();
            if daily == list.record.facts.daily {
                return Arc::clone(list);
            }
            let mut list = (**list).clone();
            list.record.facts.daily = daily;
            Arc::new(list)
        };
        let lists = self.lists.iter().map(|list| list.as_ref().map(&mut other)).collect();
        Self { lists: Arc::new(lists), sizes: Arc::clone(&self.sizes) }
    }

    fn count(
        &self,
        mut fresh: Fresh,
        length: usize,
        removed: &[ListId],
        around: &Around<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<Option<Arc<List>>> {
        let kept = |id: ListId| self.list(id).filter(|_| !removed.contains(&id));
        let knots: Vec<Option<Knot<'_>>> = (0..length as ListId)
            .map(|id| {
                let (record, direct) = match fresh.get(&id) {
                    Some(resolved) => (&resolved.record, &resolved.direct),
                    None => kept(id).map(|list| (&list.record, &list.direct))?,
                };
                let certainty = match record.availability {
                    Availability::Live => Certainty::Live,
                    Availability::Snapshot { .. } | Availability::Lost => Certainty::DependsOnTime,
                };
                Some(Knot { direct, nested: &record.nested, certainty })
            })
            .collect();
        let stale =
            holding_changed(&knots, |id| fresh.contains_key(&id) || removed.contains(&id) || self.list(id).is_none());
        let closure = close(&knots, |id| {
            let list = kept(id).filter(|_| !stale[id as usize])?;
            Some(Behind { full: Arc::clone(&list.full), certainty: list.uncertain })
        });
        drop(knots);
        let mut scopes = Scopes { around, within: HashMap::new() };
        let mut lists = Vec::with_capacity(length);
        for (id, behind) in (0..).zip(closure.behind) {
            let counted = match (fresh.remove(&id), behind) {
                (_, None) => None,
                (None, Some(_)) if !stale[id as usize] => kept(id).cloned(),
                (None, Some(behind)) => kept(id).map(|list| {
                    let again =
                        Resolved { record: list.record.clone(), direct: Arc::clone(&list.direct), reach: list.reach };
                    Arc::new(scopes.list(again, behind))
                }),
                (Some(resolved), Some(behind)) => Some(Arc::new(scopes.list(resolved, behind))),
            };
            lists.push(counted);
        }
        problems.extend(closure.cycles.into_iter().map(|lists| Problem::Cycle { lists }));
        lists
    }
}

/// Which lists are changed or hold a changed one, at any depth.
fn holding_changed(knots: &[Option<Knot<'_>>], changed: impl Fn(ListId) -> bool) -> Vec<bool> {
    let mut holders: Vec<Vec<ListId>> = vec![Vec::new(); knots.len()];
    let mut marked = vec![false; knots.len()];
    let mut open: Vec<ListId> = Vec::new();
    for (id, knot) in (0..).zip(knots) {
        for nested in knot.as_ref().map_or(&[][..], |knot| knot.nested) {
            if let Some(holders) = holders.get_mut(*nested as usize) {
                holders.push(id);
            }
        }
        if changed(id) {
            marked[id as usize] = true;
            open.push(id);
        }
    }
    while let Some(id) = open.pop() {
        for holder in &holders[id as usize] {
            if !marked[*holder as usize] {
                marked[*holder as usize] = true;
                open.push(*holder);
            }
        }
    }
    marked
}

fn canonical_addresses(mut record: ListRecord, canonical: &Canonical) -> ListRecord {
    record.address = canonical.address(&record.address);
    for alias in &mut record.aliases {
        *alias = canonical.address(alias);
    }
    record
}

fn resolve(mut record: ListRecord, resolver: &mut Resolver<'_>, problems: &mut Vec<Problem>) -> Resolved {
    let mut direct = Arc::clone(&record.members);
    let reach = match &record.dynamic {
        None => None,
        Some(Dynamic::Resolved(reach)) => Some(*reach),
        Some(Dynamic::Rule(text)) => match Rule::parse(text) {
            Ok(rule) => {
                *Arc::make_mut(&mut direct) |= resolver.resolve(&rule);
                Some(rule.reach())
            }
            Err(error) => {
                problems.push(Problem::BadRule { list: record.id, error });
                record.availability = Availability::Lost;
                Some(RuleReach::Scoped)
            }
        },
    };
    Resolved { record, direct, reach }
}

fn note_missing<'a>(
    problems: &mut Vec<Problem>,
    lists: impl Iterator<Item = &'a Resolved>,
    exists: &impl Fn(ListId) -> bool,
    people: &People,
) {
    for Resolved { record, .. } in lists {
        let count = record.members.difference_len(people.known());
        if count > 0 {
            problems.push(Problem::NoSuchMembers { list: record.id, count });
        }
        let missing = record.nested.iter().filter(|nested| !exists(**nested));
        problems.extend(missing.map(|nested| Problem::NoSuchList { list: record.id, nested: *nested }));
    }
}

/// Counts members outside scopes; the people of a scope are gathered once for all its lists.
struct Scopes<'a> {
    around: &'a Around<'a>,
    within: HashMap<String, RoaringBitmap>,
}

impl Scopes<'_> {
    fn list(&mut self, resolved: Resolved, behind: Behind) -> List {
        let Resolved { record, direct, reach } = resolved;
        let outside_scope = match (&record.scope, reach) {
            (Some(scope), Some(_)) => Some(behind.full.difference_len(self.of(scope))),
            _ => None,
        };
        let size = behind.full.len();
        List { record, direct, full: behind.full, size, uncertain: behind.certainty, reach, outside_scope }
    }

    fn of(&mut self, scope: &str) -> &RoaringBitmap {
        let around = self.around;
        self.within.entry(scope.to_owned()).or_insert_with(|| allowed(scope, around.people, around.pairs))
    }
}

/// People of a scope and of every unit that an allowed pair adds to it.
pub(crate) fn allowed(scope: &str, people: &People, pairs: &[AllowedPair]) -> RoaringBitmap {
    let mut within = people.within(scope);
    for pair in pairs.iter().filter(|pair| is_within(scope, &pair.owner)) {
        within |= people.within(&pair.member);
    }
    within
}
