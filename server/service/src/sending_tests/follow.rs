//! Two processes on one store: what one changes the other sees, without reading everything again.

use super::ward::{Ward, address, open, request, ward};
use crate::Service;
use levee_contract::{Lists as _, Membership as _, Outcome, Role, Roles as _};
use levee_directory::source::{List, Person, Record};
use std::sync::Arc;

/// Another node on the ward's store.
async fn neighbour(ward: &Ward) -> Arc<Service> {
    open(&ward.folder, &ward.clock).await
}

/// How many people it knows to differ from its last load: none after it loaded everything.
fn followed(service: &Service) -> usize {
    service.directory().changed_people()
}

fn size(service: &Service, list: &str) -> u64 {
    service.directory().list_by_address(&address(list)).map_or(0, |list| list.size())
}

fn person(local: &str, unit: &str) -> Record {
    Record::Person(Person {
        address: address(local),
        aliases: Vec::new(),
        name: local.to_owned(),
        title: String::new(),
        unit: unit.to_owned(),
        site: String::new(),
        roles: Vec::new(),
        shared: false,
    })
}

#[tokio::test]
async fn another_process_reads_what_was_changed_and_no_more() {
    let ward = ward().await;
    let other = neighbour(&ward).await;
    let night = |members: &[&str]| {
        Record::List(List {
            members: members.iter().map(|local| address(local)).collect(),
            rule: Some("unit under \"trust/night\"".into()),
            ..List::new(address("night"))
        })
    };
    let import = async |records: Vec<Record>| {
        ward.service.import_directory("other", records).await.unwrap();
        other.follow_directory().await.unwrap();
    };
    import(vec![person("nora", "trust/night"), night(&["alice", "bob"])]).await;
    assert_eq!((size(&other, "night"), followed(&other)), (3, 1), "two, and nora by the rule");
    import(vec![person("nora", "trust/day"), person("omar", "trust/night/icu"), night(&["alice"])]).await;
    assert_eq!((size(&other, "night"), followed(&other)), (2, 2));
    import(vec![person("omar", "trust/night")]).await;
    assert_eq!((size(&other, "night"), size(&other, "team")), (0, 60), "the list is gone, the ward's are there");
    assert!(other.directory().person_by_address(&address("nora")).is_none());

    let (grace, alice) = (ward.signed_in("grace", &[Role::Administrator]).await, ward.signed_in("alice", &[]).await);
    ward.service.give(&grace, &address("omar"), Role::Approver, "", "For the night").await.unwrap();
    ward.service.leave(&alice, &address("team")).await.unwrap();
    ward.service.acknowledge_list(&grace, &address("all"), 701, "A merger").await.unwrap();
    assert_eq!(size(&ward.service, "team"), 59, "seen at once where it was done");
    other.follow_directory().await.unwrap();
    let directory = other.directory();
    let omar = directory.person_by_address(&address("omar")).unwrap();
    assert_eq!(omar.roles, [levee_directory::Role::Approver]);
    assert_eq!(size(&other, "team"), 59);
    assert_eq!(directory.list_by_address(&address("all")).unwrap().facts().acknowledged, Some(701));
    assert!(followed(&other) > 0, "it never loaded everything");
}

#[tokio::test]
async fn sizes_are_recorded_once_a_day_and_a_jump_is_seen_without_an_import_of_them() {
    let ward = ward().await;
    let other = neighbour(&ward).await;
    let daily = |service: &Service| {
        service.directory().list_by_address(&address("ward")).map(|list| list.facts().daily.clone()).unwrap()
    };
    for day in 0..3 {
        ward.service.keep_sizes().await.unwrap();
        other.keep_sizes().await.unwrap();
        other.follow_directory().await.unwrap();
        assert_eq!(daily(&other), vec![121; day + 1], "one a day, whoever recorded it");
        assert_eq!(daily(&ward.service), vec![121; day + 1]);
        ward.wait(86_400);
    }
    ward.people_know(&[("team", 60), ("ward", 701), ("all", 701)]).await;
    let bob = ward.signed_in("bob", &[]).await;
    let Outcome::Held { verdict, .. } = ward.send(&bob, &request(1, &["ward"])).await else { panic!("not held") };
    let jump = verdict.findings.iter().find(|finding| finding.code == levee_guard::Code::ListSizeJump);
    assert_eq!(jump.map(|finding| finding.value), Some(701));
}
