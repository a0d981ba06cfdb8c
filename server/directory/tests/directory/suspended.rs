//! What the guard is told of a list that somebody suspended.

use crate::world::{NOW, address, build, list, person, to};
use levee_directory::facts::Sending;
use levee_directory::{Asking, Directory, ListFacts, ListKind, ListRecord, Named, Principal, Suspension};
use levee_guard::{Fact, Policy, StopState};
use levee_mail::Address;
use std::collections::BTreeMap;

/// Of a list of discussion, owned by p1 and suspended by p2, in another one.
fn hospital() -> Directory {
    let suspension = Suspension { since: NOW, by: address("p2"), reason: "It has grown".into() };
    let people: Vec<_> = (1..=9).map(|id| person(id, &format!("p{id}"))).collect();
    let chat = ListRecord {
        kind: ListKind::Discussion,
        owners: vec![Principal::Person(1)],
        facts: ListFacts { suspended: Some(suspension), ..ListFacts::default() },
        ..list(0, "chat", 1..=5)
    };
    build(&people, &[chat, ListRecord { nested: vec![0], ..list(1, "dept", 6..=9) }], &[])
}

fn facts(directory: &Directory, written: &str, sender: &str) -> Vec<levee_guard::ListFacts> {
    let (sender, numbered, policy) = (address(sender), BTreeMap::new(), Policy::default());
    let asking = Asking { sender: &sender, sending_as: None, now: NOW, max_stale: 86_400, numbered: &numbered };
    let expansion = directory.expand(&to(written), &asking);
    assert!(expansion.entered.iter().all(|entered| entered.list.id() != 0 || entered.named == Named::No));
    let sending = Sending {
        asking,
        now: NOW * 1000,
        policy: &policy,
        size: Fact::Known(1),
        message_id: None,
        refers_to: &[],
        quotes: None,
        root: None,
        subject: &[],
        sketch: None,
        roles: &[],
        permit: Fact::Known(0),
        glass_broken_today: Fact::Known(0),
        parent: Fact::Known(None),
        received: &[],
        accepted: &[],
        frozen: &[],
        stop: Fact::Known(StopState::default()),
    };
    directory.facts_of(&expansion, &to(written), &sending).lists
}

#[test]
fn its_owner_is_no_sender_and_whoever_suspended_it_is_asked() {
    let directory = hospital();
    for (written, sender, asked) in [("chat", "p1", vec!["p2"]), ("dept", "p9", vec!["p2"]), ("chat", "p2", vec![])] {
        let lists = facts(&directory, written, sender);
        let chat = lists.iter().find(|list| list.address == address("chat")).expect("entered");
        assert_eq!(chat.kind, Fact::Known(levee_guard::ListKind::Announce));
        assert_eq!((chat.named_sender, chat.suspended), (Fact::Known(false), Fact::Known(true)));
        assert_eq!(chat.owners, asked.into_iter().map(address).collect::<Vec<Address>>());
    }
    assert_eq!(directory.list(0).expect("it").kind(), ListKind::Discussion, "its own kind stays");
    let dept = facts(&directory, "dept", "p9").into_iter().find(|list| list.address == address("dept"));
    assert_eq!(dept.map(|list| list.suspended), Some(Fact::Known(false)));
}
