//! A directory after changes, and what it says about records that contradict each other.

use crate::world::{address, build, list, person, ruled};
use levee_directory::{Changes, ListFacts, ListRecord, Origin, PersonRecord, Problem, Role};

fn with_unit(id: u32, written: &str, unit: &str) -> PersonRecord {
    PersonRecord { unit: unit.to_owned(), ..person(id, written) }
}

#[test]
fn a_change_of_people_is_seen_by_rules_roles_and_addresses() {
    let people = [with_unit(0, "ann", "trust"), with_unit(1, "bob", "trust"), with_unit(2, "cho", "labs")];
    let lists = [ruled(0, "trust-all", "unit under \"trust\""), ListRecord { nested: vec![0], ..list(1, "outer", []) }];
    let before = build(&people, &lists, &[]);
    let moved = PersonRecord { roles: vec![Role::Approver], ..with_unit(2, "cho.new", "trust/wards") };
    let after = before.with(Changes { people: vec![moved, with_unit(3, "dee", "trust")], ..Changes::default() });
    let sizes = |d: &levee_directory::Directory| d.lists().map(|list| list.size()).collect::<Vec<_>>();
    assert_eq!((sizes(&before), sizes(&after)), (vec![2, 2], vec![4, 4]));
    assert_eq!(after.holders(Role::Approver), [2]);
    assert_eq!(after.person_by_address(&address("Cho.New")).map(|person| person.id), Some(2));
    assert_eq!(after.person_by_address(&address("cho")), None);
    assert_eq!(after.own_people().len(), 4);
    assert_eq!(before.person_by_address(&address("cho")).map(|person| person.id), Some(2), "the old snapshot stays");
}

#[test]
fn what_a_change_does_not_touch_is_shared() {
    let lists = [list(0, "a", [0]), ListRecord { nested: vec![0], ..list(1, "b", []) }, list(2, "c", [0])];
    let before = build(&[person(0, "ann"), person(1, "bob")], &lists, &[]);
    let after = before.with_list(list(0, "a", [0, 1]));
    let same = |id: u32| std::sync::Arc::ptr_eq(before.list(id).expect("filed"), after.list(id).expect("filed"));
    assert_eq!([same(0), same(1), same(2)], [false, false, true]);
    assert_eq!(after.list(1).expect("filed").size(), 2);
    let removed = after.with(Changes { removed_lists: vec![0], ..Changes::default() });
    assert_eq!(removed.list(1).expect("filed").size(), 0);
    assert!(removed.list_by_address(&address("a")).is_none());
}

#[test]
fn says_what_is_wrong_with_the_records() {
    let people =
        [PersonRecord { aliases: vec![address("bob")], ..person(0, "ann") }, person(1, "bob"), person(2, "team")];
    let lists = [
        ListRecord { nested: vec![1], ..list(0, "team", [0, 77]) },
        ListRecord { nested: vec![0, 9], aliases: vec![address("team")], ..list(1, "crew", []) },
    ];
    let directory = build(&people, &lists, &[]);
    assert_eq!(
        directory.problems(),
        [
            Problem::AddressTaken { address: address("bob"), kept: 1, dropped: 0 },
            Problem::NoSuchMembers { list: 0, count: 1 },
            Problem::NoSuchList { list: 1, nested: 9 },
            Problem::Cycle { lists: vec![0, 1] },
            Problem::PersonBehindList { address: address("team"), list: 0 },
            Problem::PersonBehindList { address: address("team"), list: 1 },
            Problem::ListAddressTaken { address: address("team"), kept: 0, dropped: 1 },
        ]
    );
    assert_eq!(directory.list_by_address(&address("team")).map(|list| list.id()), Some(0));
    assert_eq!(directory.person_by_address(&address("team")), None, "mail to it is mail to the list");
}

#[test]
fn records_may_come_in_any_order() {
    let mut people: Vec<PersonRecord> = (0..50).map(|id| with_unit(id, &format!("p{id}"), "trust")).collect();
    people[7].aliases.push(address("seven"));
    let lists = [list(0, "a", [1, 2, 3]), ruled(1, "b", "unit = \"trust\"")];
    let forward = build(&people, &lists, &[]);
    people.reverse();
    let backward = build(&people, &[lists[1].clone(), lists[0].clone()], &[]);
    for written in ["p0", "p49", "seven"] {
        let id = |d: &levee_directory::Directory| d.person_by_address(&address(written)).map(|person| person.id);
        assert_eq!(id(&forward), id(&backward), "{written}");
        assert!(id(&forward).is_some(), "{written}");
    }
    assert_eq!(forward.list(1).expect("filed").everybody(), backward.list(1).expect("filed").everybody());
}

#[test]
fn a_list_of_a_source_has_its_address_before_one_made_here() {
    let here = |id: u32| {
        let facts = ListFacts { origin: Origin::Here, ..ListFacts::default() };
        ListRecord { facts, ..ruled(id, "crew", "unit under \"trust\"") }
    };
    let people = [with_unit(0, "ann", "trust"), with_unit(1, "bob", "trust/wards"), with_unit(2, "cho", "labs")];
    let before = build(&people, &[here(0)], &[]);
    let crew = |directory: &levee_directory::Directory| {
        directory.list_by_address(&address("crew")).map(|list| (list.id(), list.size()))
    };
    assert_eq!(crew(&before), Some((0, 2)));
    let imported = before.with_list(list(1, "crew", [2]));
    assert_eq!(crew(&imported), Some((1, 1)), "whatever the numbers");
    let gone = imported.with(Changes { removed_lists: vec![1], ..Changes::default() });
    assert_eq!(crew(&gone), Some((0, 2)));

    let everybody = before.resolve_rule("everybody").expect("a rule");
    assert_eq!((before.outside_scope(&everybody, "trust"), before.outside_scope(&everybody, "trust/wards")), (1, 2));
}
