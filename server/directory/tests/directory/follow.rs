//! A directory that was changed record by record is the same as one built of all records anew.

use crate::world::{NOW, address, build, list, person};
use levee_directory::{
    Asking, Changes, Directory, Dynamic, Entry, Field, ListRecord, OutsideListRecord, PersonRecord, Principal,
    Recipient, Role,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: u32 = 8;
const LISTS: u32 = 6;
/// More than are asked about one by one.
const CROWD: u32 = 230;
/// Few, so that records claim each other's.
const ADDRESSES: [&str; 9] =
    ["ann", "bob", "cho", "dee", "eve", "team", "crew", "fay@away.example", "gus@away.example"];
const LIST_ADDRESSES: [&str; 6] = ["team", "crew", "ward", "all", "night", "bob"];
const UNITS: [&str; 5] = ["", "trust", "trust/ward", "trust/ward/a", "labs"];
const NAMES: [&str; 5] = ["", "Ann Smith", "Bob Smith", "Cho Ward", "Åse Night"];
const RULES: [&str; 7] = [
    "",
    "unit under \"trust\"",
    "unit = \"trust/ward\"",
    "not unit under \"trust\"",
    "title = \"Porter\" or name contains \"smith\"",
    "everybody and address contains \"an\"",
    "unit under",
];

/// One change; records are small numbers into the tables above.
#[derive(Clone, Debug)]
enum Step {
    Person(u32, [usize; 4], bool, bool),
    Crowd(usize),
    OutsideList(u32, usize),
    NoPerson(u32),
    List(u32, [usize; 2], BTreeSet<u32>, Vec<u32>, Option<usize>, Option<usize>),
    NoList(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let place = || 0..100_usize;
    let numbers = || prop::collection::vec(0..LISTS, 0..3);
    prop_oneof![
        6 => (0..PEOPLE, [place(), place(), place(), place()], any::<bool>(), any::<bool>())
            .prop_map(|(id, places, alias, role)| Step::Person(id, places, alias, role)),
        1 => place().prop_map(Step::Crowd),
        1 => (0..PEOPLE, place()).prop_map(|(id, at)| Step::OutsideList(id, at)),
        2 => (0..PEOPLE).prop_map(Step::NoPerson),
        6 => (0..LISTS, [place(), place()], prop::collection::btree_set(0..PEOPLE + 2, 0..5), numbers(),
              prop::option::of(place()), prop::option::of(place()))
            .prop_map(|(id, places, members, nested, rule, scope)| Step::List(id, places, members, nested, rule, scope)),
        1 => (0..LISTS).prop_map(Step::NoList),
    ]
}

#[derive(Default)]
struct Records {
    people: BTreeMap<u32, PersonRecord>,
    outside_lists: BTreeMap<u32, OutsideListRecord>,
    lists: BTreeMap<u32, ListRecord>,
}

fn one<'a>(of: &[&'a str], at: usize) -> &'a str {
    of[at % of.len()]
}

impl Records {
    /// Takes a step, and says what was changed by it.
    fn take(&mut self, step: &Step) -> Changes {
        let mut changes = Changes::default();
        match step {
            Step::Person(id, [at, unit, name, title], alias, role) => {
                let mut record = person(*id, one(&ADDRESSES, *at));
                record.unit = one(&UNITS, *unit).to_owned();
                record.name = one(&NAMES, *name).to_owned();
                record.title = one(&["Porter", "Nurse"], *title).to_owned();
                record.aliases = alias.then(|| address(one(&ADDRESSES, at + unit))).into_iter().collect();
                record.roles = role.then_some(Role::Approver).into_iter().collect();
                changes.people.push(record);
            }
            Step::Crowd(unit) => changes.people.extend((100..100 + CROWD).map(|id| PersonRecord {
                unit: one(&UNITS, *unit + id as usize / 100).to_owned(),
                ..person(id, &format!("crowd{id}"))
            })),
            Step::OutsideList(id, at) => {
                let address = address(one(&["list@away.example", "fay@away.example"], *at));
                changes.outside_lists.push(OutsideListRecord { id: *id, address });
            }
            Step::NoPerson(id) => changes.removed_people.push(*id),
            Step::List(id, [at, name], members, nested, rule, scope) => {
                let mut record = list(*id, one(&LIST_ADDRESSES, *at), members.iter().copied());
                record.name = one(&["", "Night team", "Smith ward"], *name).to_owned();
                record.nested = nested.clone();
                record.dynamic = rule.map(|rule| Dynamic::Rule(one(&RULES, rule).to_owned()));
                record.scope = scope.map(|scope| one(&UNITS[1..], scope).to_owned());
                record.owners = vec![Principal::Person(*name as u32 % PEOPLE)];
                record.senders = nested.iter().map(|list| Principal::List(*list)).collect();
                changes.lists.push(record);
            }
            Step::NoList(id) => changes.removed_lists.push(*id),
        }
        for record in &changes.people {
            self.outside_lists.remove(&record.id);
            self.people.insert(record.id, record.clone());
        }
        for record in &changes.outside_lists {
            self.people.remove(&record.id);
            self.outside_lists.insert(record.id, record.clone());
        }
        for id in &changes.removed_people {
            self.people.remove(id);
            self.outside_lists.remove(id);
        }
        self.lists.extend(changes.lists.iter().map(|list| (list.id, list.clone())));
        self.lists.retain(|id, _| !changes.removed_lists.contains(id));
        changes
    }

    fn anew(&self) -> Directory {
        let people: Vec<_> = self.people.values().cloned().collect();
        let lists: Vec<_> = self.lists.values().cloned().collect();
        let outside_lists: Vec<_> = self.outside_lists.values().cloned().collect();
        build(&people, &lists, &outside_lists)
    }
}

/// All that a directory answers.
fn everything(directory: &Directory) -> Vec<String> {
    let mut said = Vec::new();
    for id in directory.known_people() {
        said.push(format!("{:?}", directory.person(id)));
    }
    for text in ADDRESSES.iter().chain(&LIST_ADDRESSES).chain(&["crowd101"]) {
        let address = address(text);
        let list = directory.list_by_address(&address).map(|list| list.id());
        let person = directory.person_by_address(&address).map(|person| person.id);
        let mut all = directory.people_at(&address);
        all.sort_unstable();
        said.push(format!("{text} {list:?} {person:?} {all:?}"));
        let recipients = [Recipient { field: Field::To, address }];
        let (sender, numbered) = (crate::world::address("ann"), BTreeMap::new());
        let asking = Asking { sender: &sender, sending_as: None, now: NOW, max_stale: 1, numbered: &numbered };
        let expansion = directory.expand(&recipients, &asking);
        said.push(format!("{:?} {:?}", expansion.reach, expansion.digest()));
    }
    said.extend(directory.lists().map(|list| format!("{list:?}")));
    let (own, outside) = (directory.own_people(), directory.outside_people());
    said.push(format!("{own:?} {outside:?} {:?}", directory.holders(Role::Approver)));
    said.extend(UNITS.map(|unit| format!("{:?}", directory.people_within(unit))));
    for typed in ["a", "b", "smith", "ann s", "ward", "te", "bob", "ase", "crowd1"] {
        // Who changed last is offered first; the same are offered.
        let offered: BTreeSet<String> = directory.complete(typed, 1_000).iter().map(shown).collect();
        said.push(format!("{typed} {offered:?}"));
    }
    said
}

fn shown(entry: &Entry) -> String {
    format!("{entry:?}")
}

proptest! {
    #[test]
    fn a_directory_changed_step_by_step_is_one_built_anew(steps in prop::collection::vec(step(), 1..24)) {
        let mut records = Records::default();
        let mut followed = records.anew();
        for step in &steps {
            followed = followed.with(records.take(step));
        }
        prop_assert_eq!(everything(&followed), everything(&records.anew()));
    }

    #[test]
    fn a_directory_loaded_halfway_is_one_built_anew(steps in prop::collection::vec(step(), 2..24)) {
        let mut records = Records::default();
        let (before, after) = steps.split_at(steps.len() / 2);
        before.iter().for_each(|step| drop(records.take(step)));
        let mut followed = records.anew();
        for step in after {
            followed = followed.with(records.take(step));
        }
        prop_assert_eq!(everything(&followed), everything(&records.anew()));
    }
}
