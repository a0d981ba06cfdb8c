//! Recipients to people (guard specification, section 3), in one call for each change of the
//! recipients. Costs the lists entered and a few unions of bitmaps, not the number of people.

use crate::directory::Directory;
use crate::expansion::distinct_disclosed;
use crate::expansion::{Entered, Expansion, Field, Level, Named, Part, Reach, Recipient, Target, Unknown};
use crate::list::{Certainty, List, Standing};
use crate::record::{LAST_PERSON, ListId, PersonId, Principal, UnixSeconds};
use crate::shelf;
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Who asks, and when.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    /// The human who sends.
    pub sender: &'a Address,
    /// The shared mailbox in From, if any.
    pub sending_as: Option<&'a Address>,
    /// Now.
    pub now: UnixSeconds,
    /// Seconds up to which a snapshot stands for a list that cannot be expanded (`list.max_stale`).
    pub max_stale: u64,
    /// Numbers that the store gave to addresses (canonical) after this directory was built. An address
    /// that is not here either gets a number for this expansion only.
    pub numbered: &'a BTreeMap<Address, PersonId>,
}

/// One canonical address among the recipients, not resolved yet.
struct Written {
    address: Address,
    field: Field,
}

impl Directory {
    /// Whom these recipients reach.
    #[must_use]
    pub fn expand(&self, recipients: &[Recipient], asking: &Asking<'_>) -> Expansion {
        let written = self.distinct(recipients);
        let mut strangers = Strangers::default();
        let sender = self.canonical.address(asking.sender);
        let sending_as = asking.sending_as.map(|mailbox| self.canonical.address(mailbox));
        let everybody_named = written.iter().map(|w| &w.address).chain([&sender]).chain(&sending_as);
        strangers.number(self, everybody_named, asking.numbered);
        let sender = strangers.person(self, &sender);
        let sending_as = sending_as.map(|mailbox| strangers.person(self, &mailbox));
        let left_out: RoaringBitmap = sending_as.into_iter().chain([sender]).collect();

        let mut view =
            View { directory: self, now: asking.now, max_stale: asking.max_stale, uncertain: HashMap::new() };
        let (parts, mut reached) = view.parts(written, &strangers);
        let entered = view.entered(&parts, sender);
        let by_lists = view.union(parts.iter().filter_map(top_list));
        let by_named = view.union(
            entered.iter().filter(|e| e.level == Level::Top && e.named != Named::No).map(|entered| entered.list.id()),
        );
        let unknown = self.unknown(&parts, &reached);

        reached -= &left_out;
        let beyond_entered = reached.difference_len(&by_lists);
        let beyond_named = reached.difference_len(&by_named);
        let mut singly = &reached - &by_lists;
        singly -= self.people.outside_lists();
        let outside = &reached & (self.people.outside() | &strangers.outside);
        let reach = Reach {
            people: reached.len(),
            external: outside.len(),
            disclosed: distinct_disclosed(parts.iter(), &left_out),
        };
        Expansion {
            reach,
            audience: reached,
            sender,
            parts,
            entered,
            unknown,
            singly,
            beyond_entered,
            beyond_named,
            strangers: strangers.addresses,
            passing: strangers.passing,
            outside,
            left_out,
        }
    }

    /// Canonical addresses of these recipients that the directory does not know: what the store numbers
    /// before the message is accepted.
    #[must_use]
    pub fn strangers(&self, recipients: &[Recipient]) -> Vec<Address> {
        let mut found: Vec<Address> = self.distinct(recipients).into_iter().map(|w| w.address).collect();
        found.retain(|address| !self.knows(address));
        found.sort_unstable();
        found
    }

    /// Everybody behind a list at a time; `None` when it cannot be expanded then.
    #[must_use]
    pub fn people_behind(&self, list: &List, now: UnixSeconds, max_stale: u64) -> Option<Arc<RoaringBitmap>> {
        let mut view = View { directory: self, now, max_stale, uncertain: HashMap::new() };
        (view.standing(list) != Standing::Unavailable).then(|| view.people(list.id()))
    }

    fn knows(&self, address: &Address) -> bool {
        self.names.find(address).is_some() || self.people.find(address).is_some()
    }

    /// Each canonical address once, in the order of first writing, with its widest field.
    fn distinct(&self, recipients: &[Recipient]) -> Vec<Written> {
        let mut written: Vec<Written> = Vec::with_capacity(recipients.len());
        let mut places: HashMap<Address, usize> = HashMap::with_capacity(recipients.len());
        for recipient in recipients {
            let address = self.canonical.address(&recipient.address);
            match places.get(&address) {
                Some(place) => written[*place].field = written[*place].field.min(recipient.field),
                None => {
                    places.insert(address.clone(), written.len());
                    written.push(Written { address, field: recipient.field });
                }
            }
        }
        written
    }

    fn unknown(&self, parts: &[Part], reached: &RoaringBitmap) -> Vec<Unknown> {
        let written: HashSet<PersonId> = parts
            .iter()
            .filter_map(|part| match part.target {
                Target::OutsideList(id) => Some(id),
                Target::Person(_) | Target::List(_) => None,
            })
            .collect();
        let mut unknown: Vec<Unknown> = (reached & self.people.outside_lists())
            .iter()
            .filter_map(|id| {
                let level = if written.contains(&id) { Level::Top } else { Level::Nested };
                Some(Unknown { id, address: self.people.person(id)?.address(), level })
            })
            .collect();
        unknown.sort_unstable_by(|a, b| a.address.cmp(&b.address));
        unknown
    }

    fn named(&self, list: &List, sender: PersonId) -> Named {
        if list.facts().suspended.is_some() {
            return Named::No;
        }
        if list.senders().contains(&Principal::Person(sender)) {
            return Named::InPerson;
        }
        let through = list.senders().iter().find_map(|principal| match principal {
            Principal::List(id) => self.list(*id).filter(|list| list.everybody().contains(sender)).map(|_| *id),
            Principal::Person(_) => None,
        });
        match through {
            Some(id) => Named::Through(id),
            None if self.is_among(sender, list.owners()) => Named::Owner,
            None => Named::No,
        }
    }
}

fn top_list(part: &Part) -> Option<ListId> {
    match part.target {
        Target::List(id) => Some(id),
        Target::Person(_) | Target::OutsideList(_) => None,
    }
}

/// Addresses without a record, and the numbers that stand for them here.
#[derive(Default)]
struct Strangers {
    ids: BTreeMap<Address, PersonId>,
    addresses: BTreeMap<PersonId, Address>,
    outside: RoaringBitmap,
    passing: RoaringBitmap,
}

impl Strangers {
    /// Numbers are given in the order of the addresses, so that the order of writing changes nothing.
    fn number<'a>(
        &mut self,
        directory: &Directory,
        addresses: impl Iterator<Item = &'a Address>,
        numbered: &BTreeMap<Address, PersonId>,
    ) {
        let mut unknown: Vec<&Address> = addresses.filter(|address| !directory.knows(address)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        let mut next = LAST_PERSON;
        for address in unknown {
            let id = numbered.get(address).copied().unwrap_or_else(|| {
                next += 1;
                self.passing.insert(next);
                next
            });
            if !directory.canonical.is_own(address.domain()) {
                self.outside.insert(id);
            }
            self.ids.insert(address.clone(), id);
            self.addresses.insert(id, address.clone());
        }
    }

    /// The number behind a canonical address that is no list's.
    fn person(&self, directory: &Directory, address: &Address) -> PersonId {
        // Nobody sends from a list's address; should it be claimed, no number is left out for it.
        self.ids.get(address).copied().or_else(|| directory.people.find(address)).unwrap_or(PersonId::MAX)
    }
}

/// The directory at one moment: where snapshots are concerned, time decides what counts.
struct View<'a> {
    directory: &'a Directory,
    now: UnixSeconds,
    max_stale: u64,
    /// People behind lists that depend on the time.
    uncertain: HashMap<ListId, Arc<RoaringBitmap>>,
}

impl View<'_> {
    /// What each address stands for, and everybody reached.
    fn parts(&mut self, written: Vec<Written>, strangers: &Strangers) -> (Vec<Part>, RoaringBitmap) {
        let mut reached = RoaringBitmap::new();
        let mut parts = Vec::with_capacity(written.len());
        for Written { address, field } in written {
            let (target, people, brings, new) = match self.directory.names.find(&address) {
                Some(id) => {
                    let people = self.people(id);
                    let before = reached.len();
                    reached |= &*people;
                    let (brings, new) = (people.len(), reached.len() - before);
                    (Target::List(id), Some(people), brings, new)
                }
                None => {
                    let id = strangers.person(self.directory, &address);
                    let new = u64::from(reached.insert(id));
                    let outside_list = self.directory.people.outside_lists().contains(id);
                    (if outside_list { Target::OutsideList(id) } else { Target::Person(id) }, None, 1, new)
                }
            };
            parts.push(Part { address, target, field, brings, new, people });
        }
        (parts, reached)
    }

    /// Everybody behind a list now.
    fn people(&mut self, id: ListId) -> Arc<RoaringBitmap> {
        let Some(list) = self.directory.list(id) else { return Arc::default() };
        if list.uncertain == Certainty::Live {
            return Arc::clone(&list.full);
        }
        if let Some(people) = self.uncertain.get(&id) {
            return Arc::clone(people);
        }
        let mut people = RoaringBitmap::new();
        self.visit(&[id], |list| people |= &*list.direct);
        let people = Arc::new(people);
        self.uncertain.insert(id, Arc::clone(&people));
        people
    }

    fn union(&mut self, lists: impl Iterator<Item = ListId>) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        for id in lists {
            all |= &*self.people(id);
        }
        all
    }

    /// Every list that is entered from these, each once; what is unavailable is not looked into.
    fn visit<'d>(&'d self, from: &[ListId], mut see: impl FnMut(&'d Arc<List>)) {
        let mut seen: HashSet<ListId> = from.iter().copied().collect();
        let mut open: Vec<ListId> = from.to_vec();
        while let Some(id) = open.pop() {
            let Some(list) = self.directory.list(id) else { continue };
            if self.standing(list) != Standing::Unavailable {
                open.extend(list.nested().iter().filter(|nested| seen.insert(**nested)));
                see(list);
            }
        }
    }

    fn standing(&self, list: &List) -> Standing {
        list.standing(self.now, self.max_stale)
    }

    fn entered(&mut self, parts: &[Part], sender: PersonId) -> Vec<Entered> {
        let top: Vec<ListId> = parts.iter().filter_map(top_list).collect();
        let mut found: Vec<(Arc<List>, Level)> = Vec::new();
        let mut seen: HashSet<ListId> = top.iter().copied().collect();
        let mut open: Vec<(ListId, Level)> = seen.iter().map(|id| (*id, Level::Top)).collect();
        while let Some((id, level)) = open.pop() {
            let Some(list) = self.directory.list(id) else { continue };
            if self.standing(list) != Standing::Unavailable {
                let nested = list.nested().iter().filter(|nested| seen.insert(**nested));
                open.extend(nested.map(|nested| (*nested, Level::Nested)));
            }
            found.push((Arc::clone(list), level));
        }
        found.sort_unstable_by(|a, b| a.0.address().cmp(b.0.address()));
        found.into_iter().map(|(list, level)| self.enter(list, level, sender)).collect()
    }

    fn enter(&mut self, list: Arc<List>, level: Level, sender: PersonId) -> Entered {
        let standing = self.standing(&list);
        let (size, outside_scope) = match (standing, list.uncertain) {
            (Standing::Unavailable, _) => (None, None),
            (_, Certainty::Live) => (Some(list.size), list.outside_scope),
            (_, Certainty::DependsOnTime) => {
                let people = self.people(list.id());
                let scope = list.scope().filter(|_| list.rule_reach().is_some());
                let outside = scope.map(|scope| {
                    people.difference_len(&shelf::allowed(scope, &self.directory.people, &self.directory.pairs))
                });
                (Some(people.len()), outside)
            }
        };
        let named = self.directory.named(&list, sender);
        Entered { list, level, standing, size, named, outside_scope }
    }
}
