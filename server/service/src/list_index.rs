//! All lists in the orders in which they are shown, and what is wrong with each: made once for a state
//! of the directory, so that a page of 35,000 lists is answered without looking at them all again.

use levee_contract::{ListLint, ListMade, ListOrder, ListQuery, UnixSeconds};
use levee_directory::{Availability, Directory, List, ListId, Origin, RuleReach};
use levee_guard::{Baseline, Parameter, Policy, size_covers, size_jump};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The index of the directory asked last. A directory that was replaced is not kept alive by it.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(Weak<Directory>, Arc<Index>)>>);

impl Kept {
    /// The index of this directory, made now if it is another one than the last.
    pub(crate) fn of(&self, directory: &Arc<Directory>) -> Arc<Index> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, index)) = &*kept
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(directory))
        {
            return Arc::clone(index);
        }
        let index = Arc::new(Index::new(directory));
        *kept = Some((Arc::downgrade(directory), Arc::clone(&index)));
        index
    }
}

/// What is known of a list before anybody asks.
pub(crate) struct Indexed {
    pub(crate) id: ListId,
    /// Name and addresses in small letters, one a line.
    text: String,
    size: u64,
    pub(crate) made: ListMade,
    pub(crate) changed: Option<UnixSeconds>,
    pub(crate) usual: Option<Baseline>,
    released: Option<u64>,
    grown: bool,
    unscoped: bool,
    unavailable: bool,
    cycle: bool,
    suspended: bool,
    named_senders: bool,
}

/// By what lists are sorted before their text.
type Key = (Reverse<i64>, Reverse<u64>);

pub(crate) struct Index {
    lists: Vec<Indexed>,
    by_size: Vec<usize>,
    by_name: Vec<usize>,
    by_changed: Vec<usize>,
}

impl Index {
    fn new(directory: &Directory) -> Self {
        let lists: Vec<Indexed> = directory
            .lists()
            .filter(|list| stands(directory, list))
            .map(|list| Indexed::new(directory, list))
            .collect();
        let sorted = |key: &dyn Fn(&Indexed) -> Key| {
            let mut order: Vec<usize> = (0..lists.len()).collect();
            order.sort_by(|a, b| {
                let (a, b) = (&lists[*a], &lists[*b]);
                key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
            });
            order
        };
        let by_size = sorted(&|list| (Reverse(0), Reverse(list.size)));
        let by_name = sorted(&|_| (Reverse(0), Reverse(0)));
        let by_changed = sorted(&|list| (Reverse(list.changed.unwrap_or(i64::MIN)), Reverse(list.size)));
        Self { lists, by_size, by_name, by_changed }
    }

    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.lists.len()
    }

    /// The list of this number.
    pub(crate) fn get(&self, id: ListId) -> Option<&Indexed> {
        let place = self.lists.binary_search_by_key(&id, |list| list.id).ok()?;
        self.lists.get(place)
    }

    /// The lists that a query names, in its order.
    pub(crate) fn find<'a>(
        &'a self,
        query: &ListQuery,
        policy: &'a Policy,
        now: UnixSeconds,
    ) -> impl Iterator<Item = &'a Indexed> {
        let order = match query.order {
            ListOrder::Size => &self.by_size,
            ListOrder::Name => &self.by_name,
            ListOrder::Changed => &self.by_changed,
        };
        let text = query.text.to_lowercase();
        let (made, lint) = (query.made, query.lint);
        order.iter().filter_map(|place| self.lists.get(*place)).filter(move |list| {
            made.is_none_or(|made| list.made == made)
                && list.text.contains(&text)
                && lint.is_none_or(|lint| list.lint(policy, now).contains(&lint))
        })
    }
}

impl Indexed {
    fn new(directory: &Directory, list: &List) -> Self {
        let facts = list.facts();
        let daily: Vec<u64> = facts.daily.iter().map(|size| u64::from(*size)).collect();
        let usual = Baseline::from_sizes(&daily, facts.declared);
        let (size, known) = (list.size(), [facts.acknowledged, facts.released]);
        let known = known.into_iter().flatten().any(|at| size_covers(at, size));
        let addresses = list.aliases().iter().chain([list.address()]).map(ToString::to_string);
        let text = [list.name().to_lowercase()].into_iter().chain(addresses).collect::<Vec<_>>().join("\n");
        let made = match (list.rule_reach(), list.nested().is_empty()) {
            (Some(_), _) => ListMade::Dynamic,
            (None, false) => ListMade::Nested,
            (None, true) => ListMade::Static,
        };
        Self {
            id: list.id(),
            text,
            size,
            made,
            changed: facts.created.max(facts.rule_changed),
            usual,
            released: facts.released,
            grown: !known && usual.is_some_and(|usual| size_jump(size, usual).is_some()),
            unscoped: match list.rule_reach() {
                Some(RuleReach::Empty | RuleReach::Always) => true,
                Some(RuleReach::Scoped) => list.outside_scope().is_some_and(|members| members > 0),
                None => false,
            },
            unavailable: list.availability() != Availability::Live,
            cycle: holds_itself(directory, list),
            suspended: facts.suspended.is_some(),
            named_senders: !list.senders().is_empty(),
        }
    }

    /// What is wrong with it under a policy.
    pub(crate) fn lint(&self, policy: &Policy, now: UnixSeconds) -> Vec<ListLint> {
        let big = |from| self.size >= policy.get(from);
        let age = self.changed.map(|at| u64::try_from(now - at).unwrap_or_default());
        let new = age.is_some_and(|age| age < policy.get(Parameter::ListNewAge)) && big(Parameter::ListNewSize);
        let released = self.released.is_some_and(|at| size_covers(at, self.size));
        let all = [
            (self.suspended, ListLint::Suspended),
            (self.grown, ListLint::Grown),
            (self.unscoped, ListLint::Unscoped),
            (new && !released, ListLint::New),
            (!self.named_senders && big(Parameter::ListRequireSenders), ListLint::NoSenders),
            (self.cycle, ListLint::Cycle),
            (self.unavailable, ListLint::Unavailable),
        ];
        all.into_iter().filter_map(|(is, lint)| is.then_some(lint)).collect()
    }
}

/// Whether it is the list of its address: one made here is not where a source names another.
fn stands(directory: &Directory, list: &List) -> bool {
    list.facts().origin == Origin::Source
        || directory.list_by_address(list.address()).is_some_and(|found| found.id() == list.id())
}

/// Whether a list lies in itself, at any depth (LIST_CYCLE).
fn holds_itself(directory: &Directory, list: &List) -> bool {
    let (mut seen, mut open) = (HashSet::new(), list.nested().to_vec());
    while let Some(id) = open.pop() {
        if id == list.id() {
            return true;
        }
        if seen.insert(id)
            && let Some(inner) = directory.list(id)
        {
            open.extend(inner.nested());
        }
    }
    false
}
