//! What administrators look up: the audit, the roles, the record of judgements.

use crate::Database;
use levee_guard::{Code, Finding, Ruling};
use levee_store::{
    AtLeast, AuditEntry, AuditFilter, JudgementFilter, JudgementRow, ListGovernance, ListRow, PolicyRow, Same, Store,
    StoreError,
};

const NOW: i64 = 1_800_000_000;

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

fn act(at: i64, act: &str, object: &str) -> AuditEntry {
    AuditEntry {
        at,
        who: "grace@hosp.example".into(),
        name: "Grace Gorse".into(),
        acting: "administrator".into(),
        act: act.into(),
        object: object.into(),
        detail: String::new(),
        reason: format!("because of 100 % of {object}"),
    }
}

async fn acts(store: &Store, filter: AuditFilter) -> Vec<String> {
    let found = store.audit(&AuditFilter { limit: 10, ..filter }).await.unwrap();
    found.into_iter().map(|row| format!("{} {}", row.entry.act, row.entry.object)).collect()
}

/// All lists.
async fn lists(store: &Store) -> Vec<ListRow> {
    let mut rows = Vec::new();
    let push = |row| {
        rows.push(row);
        Ok::<(), StoreError>(())
    };
    store.each_list(push).await.unwrap();
    rows
}

#[tokio::test]
async fn an_act_and_its_entry_are_written_together_or_not_at_all() {
    let Some((_folder, store)) = store().await else { return };
    let version = |version| PolicyRow {
        version,
        policy: "{}".into(),
        author: String::new(),
        at: NOW,
        reason: "x".into(),
        holds_from: NOW,
        withdrawn: 0,
    };
    store.add_policy(&version(1), &act(NOW, "policy.save", "v1")).await.unwrap();
    assert!(store.add_policy(&version(3), &act(NOW, "policy.save", "v3")).await.is_err());
    let (bob, administrator) = ("bob@hosp.example", "administrator");
    store.grant_role(bob, administrator, "grace@hosp.example", &act(NOW + 1, "role.grant", bob)).await.unwrap();
    let again = store.grant_role(bob, administrator, "", &act(NOW + 2, "role.grant", bob)).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let last = store.revoke_role(bob, administrator, AtLeast::One, &act(NOW + 2, "role.withdraw", bob)).await;
    assert!(matches!(last, Err(StoreError::Conflict)), "the last one keeps it: {last:?}");
    assert_eq!(store.roles_of(bob).await.unwrap(), [administrator]);
    store.import_roles(&[("eve@hosp.example".into(), administrator)], NOW).await.unwrap();
    store.revoke_role(bob, administrator, AtLeast::One, &act(NOW + 3, "role.withdraw", bob)).await.unwrap();
    store.govern_lists(0, &[], &act(NOW + 4, "directory.import", "file")).await.unwrap();
    store.acknowledge_list(7, 650, &act(NOW + 5, "list.acknowledge", "wing")).await.unwrap();

    let all = ["list.acknowledge wing", "directory.import file", "role.withdraw bob@hosp.example"];
    let all = [all.as_slice(), &["role.grant bob@hosp.example", "policy.save v1"]].concat();
    assert_eq!(acts(&store, AuditFilter::default()).await, all);
    assert_eq!(acts(&store, AuditFilter { act: "role.".into(), ..AuditFilter::default() }).await, all[2..4]);
    assert_eq!(acts(&store, AuditFilter { text: "100 % of WING".into(), ..AuditFilter::default() }).await, all[..1]);
    assert!(acts(&store, AuditFilter { text: "100_%".into(), ..AuditFilter::default() }).await.is_empty());
    assert_eq!(acts(&store, AuditFilter { since: Some(NOW + 4), ..AuditFilter::default() }).await, all[..2]);
    assert_eq!(acts(&store, AuditFilter { before: Some(3), ..AuditFilter::default() }).await, all[3..]);
    assert_eq!(store.count_audit(&AuditFilter { before: Some(3), ..AuditFilter::default() }).await.unwrap(), 5);
    assert_eq!(store.audit_entry(1).await.unwrap().entry, act(NOW, "policy.save", "v1"));
    assert!(matches!(store.audit_entry(99).await, Err(StoreError::Gone)));
}

#[tokio::test]
async fn nobody_changes_the_audit() {
    let Some((database, store)) = store().await else { return };
    store.acknowledge_list(1, 5, &act(NOW, "list.acknowledge", "a")).await.unwrap();
    for sql in ["UPDATE audit SET reason = ''", "DELETE FROM audit"] {
        let refusal = database.refusal(sql).await;
        assert!(refusal.is_some_and(|said| said.contains("entries of the audit")), "{sql}");
    }
}

#[tokio::test]
async fn an_acknowledged_size_stays_when_the_source_is_imported_again() {
    let Some((_folder, store)) = store().await else { return };
    let known = ListGovernance { declared: Some(60), ..ListGovernance::default() };
    store.govern_lists(100, &[(3, known.clone())], &act(NOW, "directory.import", "file")).await.unwrap();
    store.acknowledge_list(3, 900, &act(NOW, "list.acknowledge", "wing")).await.unwrap();
    let ids = store.number_lists("file", &["a".into(), "b".into(), "c".into(), "wing".into()], NOW).await.unwrap();
    let entry = levee_store::ListEntry { id: ids[3], address: "wing@hosp.example".into(), ..Default::default() };
    store.import_lists("file", &[entry], NOW).await.unwrap();
    store.govern_lists(100, &[(3, known)], &act(NOW, "directory.import", "file")).await.unwrap();
    let lists = lists(&store).await;
    assert_eq!((lists[0].governance.acknowledged, lists[0].governance.declared), (Some(900), Some(60)));
}

pub(super) fn judged(n: i64, enforced: Ruling, codes: &[(Code, Ruling)], list: &str) -> JudgementRow {
    let finding = |(code, ruling): &(Code, Ruling)| Finding {
        code: *code,
        ruling: *ruling,
        subject: None,
        value: 0,
        threshold: None,
        remedies: Vec::new(),
    };
    JudgementRow {
        reference: format!("LV-{n:04}-0000"),
        at: NOW + n,
        sender: vec![1],
        unit: String::new(),
        kind: "new".into(),
        channel: if n % 2 == 0 { "web" } else { "smtp" }.into(),
        people: 600,
        external: 0,
        disclosed: 0,
        size: 1,
        lists: format!("[[\"{list}@hosp.example\",600]]"),
        thread: Vec::new(),
        ruling: enforced.min(Ruling::Warn),
        enforced,
        findings: codes.iter().map(finding).collect(),
        policy: 1,
        outcome: "accepted".into(),
        record: None,
        same: Same::default(),
        told: None,
    }
}

#[tokio::test]
async fn judgements_are_found_by_what_they_would_have_been() {
    use Code::{AudHold, AudMax, LooksLikeTest};
    use Ruling::{Block, Confirm, Hold};
    let Some((_folder, store)) = store().await else { return };
    for row in [
        judged(1, Hold, &[(AudHold, Hold), (LooksLikeTest, Confirm)], "wing"),
        judged(2, Block, &[(AudMax, Block)], "everybody"),
        judged(3, Confirm, &[(LooksLikeTest, Confirm)], "wing_b"),
    ] {
        store.record_judgement(&row).await.unwrap();
    }
    let filter = JudgementFilter { limit: 10, ..JudgementFilter::default() };
    let check = async |filter: JudgementFilter, expected: &[i64]| {
        let found = store.find_judgements(&filter).await.unwrap();
        let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
        assert_eq!(ids, expected, "{filter:?}");
        if filter.before.is_none() && filter.limit >= 3 {
            assert_eq!(store.count_judgements(&filter, 10).await.unwrap(), expected.len() as u64);
        }
    };
    check(filter.clone(), &[3, 2, 1]).await;
    check(JudgementFilter { limit: 1, ..filter.clone() }, &[3]).await;
    check(JudgementFilter { before: Some(3), ..filter.clone() }, &[2, 1]).await;
    check(JudgementFilter { ruling: Some(Hold), ..filter.clone() }, &[1]).await;
    check(JudgementFilter { ruling: Some(Ruling::Warn), ..filter.clone() }, &[]).await;
    check(JudgementFilter { code: Some(LooksLikeTest), ..filter.clone() }, &[3, 1]).await;
    check(JudgementFilter { list: "wing_".into(), ..filter.clone() }, &[3]).await;
    check(JudgementFilter { channel: "web".into(), ..filter.clone() }, &[2]).await;
    check(JudgementFilter { since: NOW + 2, ..filter.clone() }, &[3, 2]).await;
    check(JudgementFilter { until: Some(NOW + 3), ..filter.clone() }, &[2, 1]).await;
    check(JudgementFilter { reference: Some("LV-0002-0000".into()), ..filter.clone() }, &[2]).await;
    let mut rulings = store.rulings_since(NOW + 2).await.unwrap();
    rulings.sort_unstable();
    assert_eq!(rulings, [(Confirm, 1), (Block, 1)]);
    assert_eq!(store.count_judgements(&filter, 2).await.unwrap(), 2, "counted no further");

    // What is forgotten after 90 days is not found by its code either.
    store.sweep(NOW + 2 + 90 * 86_400).await.unwrap();
    check(JudgementFilter { code: Some(LooksLikeTest), ..filter }, &[3]).await;
}
