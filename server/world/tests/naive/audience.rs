//! Who is reached (SPEC 3), by walking the lists again for each question.

use crate::world::{List, World};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) type People = BTreeSet<String>;

/// What a set of written addresses reaches. An outside list is one of the people.
#[derive(Clone, Default)]
pub(crate) struct Reached {
    pub(crate) people: People,
    /// Every list entered, with its size; none when it cannot be expanded now.
    pub(crate) lists: BTreeMap<String, Option<i64>>,
    pub(crate) outside: BTreeSet<String>,
    /// Lists written, outside lists too.
    pub(crate) top: BTreeSet<String>,
    /// People reached through lists, an outside list in one of them too.
    pub(crate) through_lists: People,
}

impl World {
    /// Whether a list gives people: it can be expanded now, or there is a fresh snapshot.
    pub(crate) fn gives_people(&self, list: &List) -> bool {
        let fresh = |made: i64| self.at.get() - made <= self.parameter("list.max_stale");
        !list.unavailable || list.snapshot.is_some_and(fresh)
    }

    /// Adds what one address stands for to `people`, and the lists on the way to `met`.
    fn walk(&self, address: &str, people: &mut People, met: &mut BTreeSet<String>) {
        let target = self.target(address);
        let Some(list) = self.lists.get(&target) else {
            people.insert(target);
            return;
        };
        if met.insert(target.clone()) && self.gives_people(list) {
            for member in &list.members {
                self.walk(member, people, met);
            }
        }
    }

    /// Everybody in one list, an outside list counting as one.
    pub(crate) fn members(&self, list: &str) -> People {
        let mut people = People::new();
        self.walk(list, &mut people, &mut BTreeSet::new());
        people
    }

    pub(crate) fn reach<'a>(&self, written: impl IntoIterator<Item = &'a String>) -> Reached {
        let (mut reached, mut met) = (Reached::default(), BTreeSet::new());
        for address in written {
            let target = self.target(address);
            if self.lists.contains_key(&target) || self.outside.contains(&target) {
                reached.top.insert(target.clone());
            }
            if self.lists.contains_key(&target) {
                reached.through_lists.extend(self.members(&target));
            }
            self.walk(address, &mut reached.people, &mut met);
        }
        let size = |list: &String| self.gives_people(&self.lists[list]).then(|| self.members(list).len() as i64);
        reached.lists = met.into_iter().map(|list| (list.clone(), size(&list))).collect();
        reached.outside = reached.people.iter().filter(|one| self.outside.contains(*one)).cloned().collect();
        reached
    }

    /// Whether a person is behind an address on record: who is named does not change while a list
    /// cannot be expanded.
    fn is_behind(&self, address: &str, person: &str, met: &mut BTreeSet<String>) -> bool {
        let target = self.target(address);
        match self.lists.get(&target) {
            Some(list) => met.insert(target) && list.members.iter().any(|member| self.is_behind(member, person, met)),
            None => target == person,
        }
    }

    /// Whether a person may write to a list: named in person, through a list, or as an owner.
    pub(crate) fn is_named(&self, person: &str, list: &str) -> bool {
        let Some(list) = self.lists.get(list) else { return false };
        list.owners.iter().chain(&list.senders).any(|one| self.is_behind(one, person, &mut BTreeSet::new()))
    }
}

/// Shared part of two sets of people: intersection over union; two empty sets are the same.
pub(crate) fn jaccard<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    let both = a.intersection(b).count();
    let any = a.len() + b.len() - both;
    if any == 0 { 1.0 } else { both as f64 / any as f64 }
}
