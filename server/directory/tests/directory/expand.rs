//! The examples of the specification, and what random worlds do not ask.

use crate::world::{NOW, address, build, list, person, to};
use levee_directory::{
    Asking, Availability, Directory, Expansion, Level, ListKind, ListRecord, MailboxUse, Named, OutsideListRecord,
    PersonRecord, Principal, Standing,
};
use levee_mail::Address;
use std::collections::BTreeMap;

fn expand(directory: &Directory, written: &str, sender: &str) -> Expansion {
    expand_at(directory, written, sender, None, &BTreeMap::new())
}

fn expand_at(
    directory: &Directory,
    written: &str,
    sender: &str,
    sending_as: Option<&str>,
    numbered: &BTreeMap<Address, u32>,
) -> Expansion {
    let (sender, sending_as) = (address(sender), sending_as.map(address));
    let asking = Asking { sender: &sender, sending_as: sending_as.as_ref(), now: NOW, max_stale: 86_400, numbered };
    directory.expand(&to(written), &asking)
}

/// p1 to p200 and the shared mailbox `comms`.
fn people() -> Vec<PersonRecord> {
    let comms = PersonRecord { mailbox: MailboxUse::Shared, ..person(300, "comms") };
    (1..=200).map(|id| person(id, &format!("p{id}"))).chain([comms]).collect()
}

/// ward7 18, physio 60 of whom 55 new, and 37 more: 110 people.
fn hospital() -> Directory {
    let dept = (1..=3).chain(100..=136);
    let lists = [
        list(0, "ward7", 1..=18),
        list(1, "physio", 14..=73),
        ListRecord { nested: vec![0, 1], ..list(2, "dept", dept) },
        ListRecord { kind: ListKind::Discussion, ..list(3, "chat", 1..=5) },
    ];
    build(&people(), &lists, &[OutsideListRecord { id: 400, address: address("ext@lists.example") }])
}

#[test]
fn counts_each_person_once_and_says_what_each_list_brings() {
    let expansion = expand(&hospital(), "ward7 physio dept", "p200");
    let parts: Vec<(&str, u64, u64)> =
        expansion.parts.iter().map(|part| (part.address.local(), part.brings, part.new)).collect();
    assert_eq!(parts, [("ward7", 18, 18), ("physio", 60, 55), ("dept", 110, 37)]);
    assert_eq!(expansion.reach.people, 110);
    let entered: Vec<(&str, Level)> = expansion.entered.iter().map(|e| (e.list.address().local(), e.level)).collect();
    assert_eq!(entered, [("dept", Level::Top), ("physio", Level::Top), ("ward7", Level::Top)]);
    let nested = expand(&hospital(), "dept", "p200");
    let levels: Vec<Level> = nested.entered.iter().map(|entered| entered.level).collect();
    assert_eq!(levels, [Level::Top, Level::Nested, Level::Nested]);
}

#[test]
fn the_sender_and_her_shared_mailbox_do_not_count() {
    let expansion = expand_at(&hospital(), "comms p1 p2 ward7", "p1", Some("comms"), &BTreeMap::new());
    assert_eq!((expansion.reach.people, expansion.reach.disclosed), (17, 2));
    assert!(expansion.participants().contains(1) && !expansion.audience.contains(1));
    assert_eq!(expansion.entered[0].size, Some(18), "in the list's size she counts");
}

#[test]
fn an_outside_list_is_one_and_not_entered() {
    let expansion = expand(&hospital(), "ext@Lists.example chat", "p1");
    assert_eq!((expansion.reach.people, expansion.reach.external), (5, 1));
    assert_eq!(expansion.unknown.len(), 1);
    assert!(expansion.only_discussion(), "what is not entered does not decide");
    assert_eq!((expansion.beyond_entered, expansion.singly.len()), (1, 0));
    assert!(!expansion.named_everywhere());
}

#[test]
fn named_in_person_through_a_list_or_as_owner() {
    let named = |senders: Vec<Principal>, owners: Vec<Principal>| {
        let lists = [ListRecord { senders, owners, ..list(0, "news", 1..=20) }, list(1, "editors", [7])];
        let expansion = expand(&build(&people(), &lists, &[]), "news p100 p101", "p7");
        assert_eq!(expansion.named_everywhere(), expansion.entered[0].named != Named::No);
        (expansion.entered[0].named, expansion.beyond_named)
    };
    assert_eq!(named(vec![Principal::Person(7)], vec![]), (Named::InPerson, 2));
    assert_eq!(named(vec![Principal::List(1)], vec![]), (Named::Through(1), 2));
    assert_eq!(named(vec![], vec![Principal::Person(7)]), (Named::Owner, 2));
    assert_eq!(named(vec![], vec![Principal::List(1)]), (Named::Owner, 2));
    assert_eq!(named(vec![Principal::Person(8)], vec![Principal::Person(9)]), (Named::No, 21));
}

#[test]
fn a_list_that_cannot_be_read_gives_nobody_and_no_size() {
    let standing = |availability| {
        let lists = [
            ListRecord { availability, ..list(0, "inner", 1..=10) },
            ListRecord { nested: vec![0], ..list(1, "outer", 10..=12) },
        ];
        let expansion = expand(&build(&people(), &lists, &[]), "outer", "p200");
        let inner = &expansion.entered[0];
        (inner.standing, inner.size, expansion.entered[1].size, expansion.reach.people)
    };
    let taken = |age: i64| Availability::Snapshot { taken: NOW - age };
    assert_eq!(standing(Availability::Live), (Standing::Live, Some(10), Some(12), 12));
    assert_eq!(standing(taken(86_400)), (Standing::Stale { age: 86_400 }, Some(10), Some(12), 12));
    assert_eq!(standing(taken(86_401)), (Standing::Unavailable, None, Some(3), 3));
    assert_eq!(standing(Availability::Lost), (Standing::Unavailable, None, Some(3), 3));
}

#[test]
fn the_digest_changes_with_people_and_sizes_only() {
    let directory = hospital();
    let digest = |written: &str| expand(&directory, written, "p200").digest();
    assert_eq!(digest("ward7 x@other.example"), digest("x@Other.example WARD7 p1 ward7"));
    assert_ne!(digest("ward7"), digest("physio"));
    assert_ne!(digest("ward7"), digest("ward7 p100"));
    assert_ne!(digest("chat"), digest("p1 p2 p3 p4 p5"), "the same people, but no list");
    assert_ne!(digest("x@other.example"), digest("y@other.example"));
    let grown = directory.with_list(list(0, "ward7", 1..=19));
    assert_ne!(digest("ward7"), expand(&grown, "ward7", "p200").digest());
}

#[test]
fn numbering_a_stranger_later_changes_no_digest() {
    let directory = hospital();
    let numbered = BTreeMap::from([(address("x@other.example"), 900)]);
    let first = expand(&directory, "x@other.example p1", "p200");
    let second = expand_at(&directory, "x@other.example p1", "p200", None, &numbered);
    assert_eq!(first.digest(), second.digest());
    assert!(second.audience.contains(900) && !first.audience.contains(900));
    assert_eq!((first.passing.len(), second.passing.len()), (1, 0));
    assert_eq!(
        directory.strangers(&to("x@Other.example p1 ward7 P1 b@hosp.example")),
        [address("b"), address("x@other.example")]
    );
}
