//! Lists made here by a rule: proposed, approved, in place, replaced, removed.

use crate::Database;
use levee_store::{AuditEntry, ListEntry, ListRow, Store, StoreError};

const NOW: i64 = 1_800_000_000;
const CREW: &str = "crew@hosp.example";

fn act(act: &str, who: &str, at: i64) -> AuditEntry {
    AuditEntry {
        at,
        who: format!("{who}@hosp.example"),
        act: act.into(),
        object: CREW.into(),
        reason: "For the rota".into(),
        ..AuditEntry::default()
    }
}

fn entry(record: &str) -> ListEntry {
    ListEntry { address: CREW.into(), members: vec![1], record: record.into(), ..ListEntry::default() }
}

async fn lists(store: &Store) -> Vec<ListRow> {
    let mut rows = Vec::new();
    let push = |row| {
        rows.push(row);
        Ok::<(), StoreError>(())
    };
    store.each_list(push).await.unwrap();
    rows
}

async fn states(store: &Store) -> Vec<(i64, String)> {
    store.rule_proposals(9).await.unwrap().into_iter().map(|row| (row.id, row.state)).collect()
}

#[tokio::test]
async fn a_rule_is_proposed_approved_put_in_place_replaced_and_removed() {
    let Some(database) = Database::make() else { return };
    let store = Store::open(&database.place()).await.unwrap();
    let conflict = |done: Result<(), StoreError>| assert!(matches!(done, Err(StoreError::Conflict)), "{done:?}");
    let first = store.propose_rule("{\"rule\":1}", 700, &act("rule.propose", "grace", NOW)).await.unwrap();
    let again = store.propose_rule("{}", 1, &act("rule.propose", "grace", NOW + 1)).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "one waits for this list already");
    let row = store.rule_proposal(first).await.unwrap();
    assert_eq!((row.address.as_str(), row.people, row.state.as_str()), (CREW, 700, "waiting"));
    assert!(matches!(store.rule_proposal(99).await, Err(StoreError::Gone)));

    store.approve_rule(first, 600, &act("rule.approve", "erin", NOW + 2)).await.unwrap();
    store.approve_rule(first, 700, &act("rule.approve", "erin", NOW + 3)).await.unwrap();
    let approvals = store.rule_approvals(Some(first)).await.unwrap();
    assert_eq!(approvals.iter().map(|one| (one.people, one.at)).collect::<Vec<_>>(), [(700, NOW + 3)]);

    // Beside the lists of a source, whose import leaves it alone.
    let ids = store.number_lists("ldap", &["wing".into()], NOW).await.unwrap();
    let wing = ListEntry { id: ids[0], address: "wing@hosp.example".into(), ..ListEntry::default() };
    store.import_lists("ldap", std::slice::from_ref(&wing), NOW).await.unwrap();
    let before = store.directory_version().await.unwrap();
    store.activate_rule(first, &entry("one"), 650, &act("rule.activate", "grace", NOW + 4)).await.unwrap();
    conflict(store.activate_rule(first, &entry("one"), 650, &act("rule.activate", "grace", NOW + 5)).await);
    conflict(store.approve_rule(first, 700, &act("rule.approve", "frank", NOW + 5)).await);
    conflict(store.withdraw_rule(first, &act("rule.withdraw", "grace", NOW + 5)).await);
    store.import_lists("ldap", std::slice::from_ref(&wing), NOW + 6).await.unwrap();
    let crew = lists(&store).await.remove(1);
    assert_eq!((crew.entry.address.as_str(), crew.entry.record.as_str()), (CREW, "one"));
    let facts = crew.governance;
    assert_eq!((facts.declared, facts.created, facts.rule_changed), (Some(650), Some(NOW + 4), Some(NOW + 4)));
    let after = store.directory_version().await.unwrap();
    let changes = store.directory_changes(before, after).await.unwrap();
    assert_eq!(changes.map(|changes| changes.lists), Some(vec![crew.entry.id]));

    // Another rule for it: the same list, and what was acknowledged says nothing any more.
    store.acknowledge_list(crew.entry.id, 700, &act("list.acknowledge", "grace", NOW + 7)).await.unwrap();
    let second = store.propose_rule("{}", 2, &act("rule.propose", "grace", NOW + 8)).await.unwrap();
    assert_eq!(states(&store).await, [(second, "waiting".into()), (first, "active".into())]);
    store.activate_rule(second, &entry("two"), 2, &act("rule.activate", "grace", NOW + 9)).await.unwrap();
    assert_eq!(states(&store).await, [(second, "active".into()), (first, "replaced".into())]);
    let changed = lists(&store).await.remove(1);
    assert_eq!((changed.entry.id, changed.entry.record.as_str()), (crew.entry.id, "two"));
    let facts = changed.governance;
    assert_eq!((facts.created, facts.rule_changed, facts.acknowledged), (Some(NOW + 4), Some(NOW + 9), None));

    conflict(store.remove_rule(first, &act("rule.remove", "grace", NOW + 10)).await);
    store.remove_rule(second, &act("rule.remove", "grace", NOW + 10)).await.unwrap();
    assert_eq!(lists(&store).await.len(), 1, "the source's own is there");
    let third = store.propose_rule("{}", 2, &act("rule.propose", "grace", NOW + 11)).await.unwrap();
    store.withdraw_rule(third, &act("rule.withdraw", "grace", NOW + 12)).await.unwrap();
    let end = [(third, "withdrawn".into()), (second, "removed".into()), (first, "replaced".into())];
    assert_eq!(states(&store).await, end);
}
