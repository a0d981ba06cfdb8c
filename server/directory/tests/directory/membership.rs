//! Why somebody is in a list: the way through the lists in it, and the part of a rule that holds.

use crate::world::{build, list, person, ruled};
use levee_directory::{
    Asked, Attribute, Because, Comparison, Departure, Directory, ListKind, ListRecord, PersonRecord, Reason, Way,
};

fn directory() -> Directory {
    let porter = PersonRecord {
        title: "Porter".to_owned(),
        unit: "trust/north/ashgrove".to_owned(),
        site: "Ashgrove".to_owned(),
        ..person(1, "pat")
    };
    let people = [person(0, "ann"), porter, person(2, "cho")];
    let lists = [
        list(0, "theatres-night", [0, 2]),
        ListRecord { nested: vec![0], ..list(1, "theatres", [2]) },
        // In a circle with the one above it.
        ListRecord { nested: vec![1, 3, 0], ..list(2, "everybody-north", []) },
        ListRecord { nested: vec![2], ..ruled(3, "porters", "unit under \"trust/north\" and title = \"porter\"") },
        ruled(4, "not-students", "not (title contains \"student\" or site = \"Mill Road\")"),
        ruled(5, "all", ""),
    ];
    build(&people, &lists, &[])
}

#[track_caller]
fn check(person: u32, list: u32, expected: &[(&[u32], Because)]) {
    let expected: Vec<Way> =
        expected.iter().map(|(path, because)| Way { path: path.to_vec(), because: because.clone() }).collect();
    assert_eq!(directory().ways(person, list, 5), expected);
}

fn reason(attribute: Attribute, how: Comparison, text: &str, asked: Asked) -> Reason {
    Reason { attribute, how, text: text.to_owned(), asked }
}

#[test]
fn a_list_tells_by_which_of_its_lists_it_reaches_somebody() {
    check(0, 0, &[(&[0], Because::Named)]);
    check(0, 1, &[(&[0, 1], Because::Named)]);
    check(0, 2, &[(&[0, 2], Because::Named)]);
    check(2, 2, &[(&[1, 2], Because::Named), (&[0, 2], Because::Named)]);
    check(1, 0, &[]);
    assert_eq!(directory().ways(2, 2, 1).len(), 1, "no more than asked for");
    assert_eq!(directory().way_to(0, 2), Some(vec![0, 2]));
    assert_eq!(directory().way_to(5, 2), None);
}

#[test]
fn a_rule_tells_which_part_of_it_holds() {
    use Asked::{Against, For};
    let under = reason(Attribute::Unit, Comparison::Under, "trust/north", For);
    let titled = reason(Attribute::Title, Comparison::Equals, "porter", For);
    check(1, 3, &[(&[3], Because::Rule(vec![under, titled]))]);
    let student = reason(Attribute::Title, Comparison::Contains, "student", Against);
    let site = reason(Attribute::Site, Comparison::Equals, "mill road", Against);
    check(1, 4, &[(&[4], Because::Rule(vec![student, site]))]);
    check(1, 5, &[(&[5], Because::Rule(Vec::new()))]);
}

#[test]
fn whoever_a_list_reaches_is_told_why() {
    let directory = directory();
    for list in directory.lists() {
        for person in list.everybody() {
            assert!(!directory.ways(person, list.id(), 5).is_empty(), "{person} in {}", list.address());
        }
    }
}

#[track_caller]
fn may_leave(record: ListRecord, expected: Departure) {
    let directory = build(&[person(0, "ann")], &[record], &[]);
    assert_eq!(directory.list(0).unwrap().departure(), expected);
}

#[test]
fn announcements_and_rules_are_not_left_by_oneself() {
    let (open, closed) = (Departure::Open, Departure::Closed);
    may_leave(list(0, "team", [0]), open);
    may_leave(ListRecord { kind: ListKind::Discussion, ..list(0, "talk", [0]) }, open);
    may_leave(ListRecord { kind: ListKind::Announce, ..list(0, "news", [0]) }, closed);
    may_leave(ListRecord { kind: ListKind::Announce, departure: Some(open), ..list(0, "news", [0]) }, open);
    may_leave(ListRecord { departure: Some(closed), ..list(0, "on-call", [0]) }, closed);
    may_leave(ListRecord { departure: Some(open), ..ruled(0, "all", "") }, closed);
}
