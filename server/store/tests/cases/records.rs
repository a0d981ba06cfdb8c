//! Sessions, people, lists, drafts, policies, history: what is written is read back, and numbers are
//! given once.

use crate::Database;
use levee_mail::{Address, Draft, DraftId};
use levee_store::{
    AcceptedMessage, AuditEntry, AuditFilter, DailySizes, DayRecorded, Departure, DirectoryChanges, ListEntry,
    ListGovernance, ListRow, PersonEntry, PersonKind, PolicyRow, Reached, SessionRow, Stopped, Store, StoreError,
    StormRow, SuspensionRow,
};

const NOW: i64 = 1_800_000_000;

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

fn person(n: usize) -> PersonEntry {
    PersonEntry {
        key: format!("uid={n:05}"),
        address: format!("p{n}@hosp.example"),
        aliases: vec![format!("person.{n}@hosp.example"), format!("p{n}@alias.example")],
        name: format!("Person\u{1e}{n}"),
        unit: "trust/wards".into(),
        ..PersonEntry::default()
    }
}

async fn people(store: &Store) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    store.each_person(|p| found.push((p.id, p.address.to_owned()))).await.unwrap();
    found
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
async fn a_number_is_given_once_for_each_key() {
    let Some((_folder, store)) = store().await else { return };
    let first: Vec<_> = (0..5_003).map(person).collect();
    let ids = store.import_people("ldap", &first, NOW).await.unwrap();
    assert_eq!(ids, (0..5_003).collect::<Vec<u32>>());
    assert_eq!(store.number_outside(&["gp@outside.example".into()]).await.unwrap(), [5_003]);
    // Somebody left, somebody came, the order changed, an address changed.
    let mut second: Vec<_> = (1..5_004).rev().map(person).collect();
    second[0].address = "new@hosp.example".into();
    let ids = store.import_people("ldap", &second, NOW).await.unwrap();
    assert_eq!((ids[0], ids[1], ids[5_002]), (5_004, 5_002, 1));
    let found = people(&store).await;
    assert_eq!(found.len(), 5_004);
    assert_eq!(found[0], (1, "p1@hosp.example".into()), "number 0 left and is not shown");
    assert_eq!(found[5_002], (5_003, "gp@outside.example".into()));
    let ids = store.import_people("ldap", &first[..1], NOW).await.unwrap();
    assert_eq!(ids, [0], "who comes back has the old number");
    assert_eq!(store.number_outside(&["gp@outside.example".into()]).await.unwrap(), [5_003]);
    // A stranger of whom a source tells later is that source's person.
    let doctor = PersonEntry { key: "gp".into(), address: "gp@outside.example".into(), ..PersonEntry::default() };
    store.import_people("partners", &[doctor], NOW).await.unwrap();
    assert_eq!(people(&store).await.last(), Some(&(5_005, "gp@outside.example".to_owned())));
    assert_eq!(people(&store).await.len(), 2);
    let twice = store.import_people("ldap", &[person(7), person(7)], NOW).await;
    assert!(matches!(twice, Err(StoreError::Conflict)), "{twice:?}");
}

#[tokio::test]
async fn people_are_read_back_as_written() {
    let Some((_folder, store)) = store().await else { return };
    let shared = PersonEntry { kind: PersonKind::Shared, aliases: Vec::new(), ..person(3) };
    store.import_people("ldap", &[person(2), shared], NOW).await.unwrap();
    let mut seen = Vec::new();
    let each = |p: levee_store::PersonRow<'_>| {
        seen.push((p.kind, p.aliases.to_owned(), p.name.to_owned(), p.title.to_owned(), p.unit.to_owned()));
    };
    store.each_person(each).await.unwrap();
    let aliases = "person.2@hosp.example\np2@alias.example".to_owned();
    assert_eq!(
        seen,
        [
            (PersonKind::Person, aliases, "Person 2".to_owned(), String::new(), "trust/wards".to_owned()),
            (PersonKind::Shared, String::new(), "Person 3".to_owned(), String::new(), "trust/wards".to_owned()),
        ]
    );
}

#[tokio::test]
async fn lists_name_each_other_by_number_and_keep_what_is_recorded_here() {
    let Some((_folder, store)) = store().await else { return };
    let keys = ["physio".to_owned(), "dept".to_owned()];
    let ids = store.number_lists("ldap", &keys, NOW).await.unwrap();
    assert_eq!(store.number_lists("ldap", &keys, NOW).await.unwrap(), ids);
    assert_eq!(lists(&store).await, [], "a number alone is no list");
    let list = |id: u32, nested: &[u32]| ListEntry {
        id,
        address: format!("l{id}@hosp.example"),
        aliases: vec!["x@hosp.example".into()],
        name: "L".into(),
        members: vec![1, 2, 3],
        nested: nested.to_vec(),
        record: "{}".into(),
    };
    store.import_lists("ldap", &[list(ids[0], &[ids[1]]), list(ids[1], &[])], NOW).await.unwrap();
    let facts = ListGovernance { declared: Some(60), acknowledged: Some(650), ..ListGovernance::default() };
    store.govern_list(ids[0], &facts).await.unwrap();
    for (day, size, recorded) in
        [(1, 60, DayRecorded::Now), (2, 61, DayRecorded::Now), (2, 62, DayRecorded::Before), (31, 63, DayRecorded::Now)]
    {
        assert_eq!(store.record_day(day, &[(ids[0], size)], NOW).await.unwrap(), recorded);
    }
    assert!(store.is_day_recorded(31).await.unwrap());
    assert!(!store.is_day_recorded(1).await.unwrap(), "older than thirty days");
    assert_eq!(store.all_daily_sizes().await.unwrap(), [(ids[0], vec![61, 63])]);
    let found = lists(&store).await;
    assert_eq!(found[0].entry, list(ids[0], &[ids[1]]));
    assert_eq!(found[0].governance, ListGovernance { daily: vec![61, 63], ..facts });
    assert_eq!(found[1].governance, ListGovernance::default());
    store.import_lists("ldap", &[list(ids[1], &[])], NOW).await.unwrap();
    assert_eq!(lists(&store).await.len(), 1);
}

#[tokio::test]
async fn a_change_of_the_directory_tells_what_was_changed() {
    let Some((_folder, store)) = store().await else { return };
    let person = |key: &str, name: &str| PersonEntry {
        key: key.into(),
        address: format!("{key}@hosp.example"),
        name: name.into(),
        ..PersonEntry::default()
    };
    let ids = store.import_people("ldap", &[person("ann", "Ann"), person("bob", "Bob")], NOW).await.unwrap();
    let lists = store.number_lists("ldap", &["a".to_owned(), "b".to_owned()], NOW).await.unwrap();
    let list = |id: u32, name: &str| ListEntry { id, name: name.into(), ..ListEntry::default() };
    store.import_lists("ldap", &[list(lists[0], "a"), list(lists[1], "b")], NOW).await.unwrap();
    let act = AuditEntry { at: NOW, ..AuditEntry::default() };
    let at = async || store.directory_version().await.unwrap();
    let since = async |version| store.directory_changes(version, at().await).await.unwrap();

    let before = at().await;
    store.import_people("ldap", &[person("ann", "Ann"), person("bob", "Bob")], NOW).await.unwrap();
    store.import_lists("ldap", &[list(lists[0], "a"), list(lists[1], "b")], NOW).await.unwrap();
    store.import_roles(&[], NOW).await.unwrap();
    store.import_allowed_pairs("ldap", &[]).await.unwrap();
    assert_eq!(at().await, before, "the same again is no change");

    store.import_people("ldap", &[person("ann", "Anna")], NOW).await.unwrap();
    store.import_lists("ldap", &[list(lists[1], "c")], NOW).await.unwrap();
    store.grant_role("bob@hosp.example", "approver", "", &act).await.unwrap();
    store.record_day(7, &[], NOW).await.unwrap();
    let told = DirectoryChanges {
        people: ids,
        lists: lists.clone(),
        roles: vec!["bob@hosp.example".into()],
        daily_sizes: DailySizes::Recorded,
    };
    assert_eq!(since(before).await, Some(told));

    let before = at().await;
    store.import_allowed_pairs("ldap", &[("a".into(), "b".into())]).await.unwrap();
    assert_eq!(since(before).await, None, "it may concern every list");
    let crowd: Vec<_> = (0..2_001).map(|n| person(&format!("p{n}"), "")).collect();
    let before = at().await;
    store.import_people("other", &crowd, NOW).await.unwrap();
    assert_eq!(since(before).await, None, "more than is worth telling");
    let before = at().await;
    store.number_outside(&["x@away.example".to_owned()]).await.unwrap();
    assert_eq!(at().await, before, "strangers are no change");
}

#[tokio::test]
async fn who_left_a_list_stays_away_until_he_comes_back() {
    let Some((_folder, store)) = store().await else { return };
    let ids = store.number_lists("ldap", &["physio".to_owned(), "dept".to_owned()], NOW).await.unwrap();
    let entry = |id: u32| ListEntry { id, address: format!("l{id}@hosp.example"), ..ListEntry::default() };
    store.import_lists("ldap", &[entry(ids[0]), entry(ids[1])], NOW).await.unwrap();
    let before = store.directory_version().await.unwrap();
    store.record_departure(ids[0], 7, Departure::Left, NOW).await.unwrap();
    let again = store.record_departure(ids[0], 7, Departure::Left, NOW).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    store.record_departure(ids[0], 8, Departure::Left, NOW + 1).await.unwrap();
    let never = store.record_departure(ids[1], 8, Departure::CameBack, NOW).await;
    assert!(matches!(never, Err(StoreError::Conflict)), "{never:?}");
    assert_eq!(store.departures_of(8).await.unwrap(), [(ids[0], NOW + 1)]);

    let after = store.directory_version().await.unwrap();
    assert_eq!(after, before + 2);
    let changes = store.directory_changes(before, after).await.unwrap();
    assert_eq!(changes.map(|changes| changes.lists), Some(vec![ids[0]]));
    let departed = |rows: Vec<levee_store::ListRow>| rows.into_iter().map(|row| row.departed).collect::<Vec<_>>();
    assert_eq!(departed(lists(&store).await), [vec![7, 8], vec![]]);
    assert_eq!(departed(store.lists_numbered(&[ids[1]]).await.unwrap()), [Vec::<u32>::new()]);

    store.import_lists("ldap", &[entry(ids[0]), entry(ids[1])], NOW + 2).await.unwrap();
    store.record_departure(ids[0], 7, Departure::CameBack, NOW + 3).await.unwrap();
    assert_eq!(departed(lists(&store).await), [vec![8], vec![]]);
    assert_eq!(store.departures_of(7).await.unwrap(), []);
}

#[tokio::test]
async fn a_suspension_outlives_imports_and_holds_for_the_address_under_any_number() {
    let Some((_folder, store)) = store().await else { return };
    let keys = ["wing".to_owned(), "ward".to_owned()];
    let act = |act: &str, at: i64| AuditEntry {
        at,
        who: "grace@hosp.example".into(),
        act: act.into(),
        object: "wing@hosp.example".into(),
        reason: "It has grown".into(),
        ..AuditEntry::default()
    };
    let entry = |id: u32, local: &str| ListEntry { id, address: format!("{local}@hosp.example"), ..Default::default() };
    let ids = store.number_lists("ldap", &keys, NOW).await.unwrap();
    store.import_lists("ldap", &[entry(ids[0], "wing"), entry(ids[1], "ward")], NOW).await.unwrap();
    let before = store.directory_version().await.unwrap();
    store.suspend_list(ids[0], &act("list.suspend", NOW)).await.unwrap();
    let again = store.suspend_list(ids[0], &act("list.suspend", NOW + 1)).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let after = store.directory_version().await.unwrap();
    let changes = store.directory_changes(before, after).await.unwrap();
    assert_eq!(changes.map(|changes| changes.lists), Some(vec![ids[0]]), "other nodes are told of this list");

    let row = SuspensionRow { at: NOW, who: "grace@hosp.example".into(), reason: "It has grown".into() };
    let suspended = |rows: Vec<levee_store::ListRow>| rows.into_iter().map(|row| row.suspended).collect::<Vec<_>>();
    assert_eq!(suspended(store.lists_numbered(&ids).await.unwrap()), [Some(row.clone()), None]);
    store.import_lists("ldap", &[entry(ids[0], "wing"), entry(ids[1], "ward")], NOW + 2).await.unwrap();
    assert_eq!(suspended(lists(&store).await), [Some(row.clone()), None]);
    // The organisation changes to another source: the same list, another number.
    store.import_lists("ldap", &[], NOW + 3).await.unwrap();
    let other = store.number_lists("ad", &keys[..1], NOW + 3).await.unwrap();
    store.import_lists("ad", &[entry(other[0], "wing")], NOW + 3).await.unwrap();
    assert_eq!(suspended(lists(&store).await), [Some(row)]);

    store.resume_list(other[0], &act("list.resume", NOW + 4)).await.unwrap();
    let again = store.resume_list(other[0], &act("list.resume", NOW + 5)).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    assert_eq!(suspended(lists(&store).await), [None]);
    let acts = store.audit(&AuditFilter { limit: 9, ..AuditFilter::default() }).await.unwrap();
    assert_eq!(acts.iter().map(|row| row.entry.act.as_str()).collect::<Vec<_>>(), ["list.resume", "list.suspend"]);
}

#[tokio::test]
async fn sessions_end_and_attempts_are_counted() {
    let Some((_folder, store)) = store().await else { return };
    let session = SessionRow {
        token_hash: vec![1; 32],
        account: "alice@hosp.example".into(),
        credential: vec![9],
        created: NOW,
        seen: NOW,
        expires: NOW + 100,
    };
    store.open_session(&session).await.unwrap();
    assert_eq!(store.session(&[1; 32], NOW + 99).await.unwrap(), session);
    assert!(matches!(store.session(&[1; 32], NOW + 100).await, Err(StoreError::Gone)));
    store.touch_session(&[1; 32], NOW + 50, NOW + 150).await.unwrap();
    assert_eq!(store.session(&[1; 32], NOW + 149).await.unwrap().seen, NOW + 50);
    assert_eq!(store.end_sessions_of("alice@hosp.example").await.unwrap(), 1);
    assert!(matches!(store.touch_session(&[1; 32], NOW, NOW).await, Err(StoreError::Gone)));
    for (at, expected) in [(NOW, 1), (NOW + 1, 2), (NOW + 60, 3), (NOW + 120, 1)] {
        assert_eq!(store.count_attempt("peer 192.0.2.1", at, 60).await.unwrap(), expected, "at {at}");
    }
    assert_eq!(store.attempts("peer 192.0.2.1").await.unwrap(), (1, NOW + 120));
    store.clear_attempts("peer 192.0.2.1").await.unwrap();
    assert_eq!(store.attempts("peer 192.0.2.1").await.unwrap(), (0, 0));
}

#[tokio::test]
async fn no_window_overwrites_what_another_saved() {
    let Some((_folder, store)) = store().await else { return };
    let id = DraftId::from_random([1; 16]);
    let draft = |subject: &str| Draft { subject: subject.into(), ..Draft::default() };
    let save = |base, subject: &str| {
        let (store, id, draft) = (store.clone(), id.clone(), draft(subject));
        async move { store.save_draft("alice@hosp.example", &id, base, &draft, NOW).await }
    };
    assert_eq!(save(0, "a").await.unwrap(), 1);
    assert!(matches!(save(0, "other window").await, Err(StoreError::Conflict)));
    assert_eq!(save(1, "b").await.unwrap(), 2);
    assert!(matches!(save(1, "other window").await, Err(StoreError::Conflict)));
    assert!(matches!(store.save_draft("bob@hosp.example", &id, 2, &draft("c"), NOW).await, Err(StoreError::Conflict)));
    assert!(matches!(store.draft("bob@hosp.example", &id).await, Err(StoreError::Gone)));
    let found = store.drafts("alice@hosp.example").await.unwrap();
    assert_eq!((found.len(), found[0].version, found[0].draft.subject.as_str()), (1, 2, "b"));
}

#[tokio::test]
async fn a_policy_is_changed_from_the_one_in_force() {
    let Some((_folder, store)) = store().await else { return };
    let version = |version| PolicyRow {
        version,
        policy: "{}".into(),
        author: String::new(),
        at: NOW,
        reason: "first".into(),
        holds_from: NOW,
        withdrawn: 0,
    };
    assert_eq!(store.policy_in_force(NOW).await.unwrap(), None);
    assert_eq!(store.circumstances(None, &[], NOW, NOW).await.unwrap().policy, None);
    store.add_policy(&version(1), &AuditEntry::default()).await.unwrap();
    assert!(matches!(store.add_policy(&version(1), &AuditEntry::default()).await, Err(StoreError::Conflict)));
    assert!(matches!(store.add_policy(&version(3), &AuditEntry::default()).await, Err(StoreError::Conflict)));
    store.add_policy(&version(2), &AuditEntry::default()).await.unwrap();
    assert_eq!(store.policy_in_force(NOW).await.unwrap(), Some(version(2)));
    assert_eq!(store.policy_versions().await.unwrap(), [version(2), version(1)]);
    let act =
        AuditEntry { at: NOW, who: "admin@hosp.example".into(), reason: "a test".into(), ..AuditEntry::default() };
    store.set_stopped(Stopped::Replies, &act, &[]).await.unwrap();
    assert!(matches!(store.set_stopped(Stopped::Replies, &act, &[]).await, Err(StoreError::Conflict)));
    let stop = store.emergency_stop().await.unwrap();
    assert_eq!(
        (stop.what, stop.by.clone(), stop.reason.clone(), stop.at),
        (Stopped::Replies, act.who.clone(), act.reason.clone(), NOW)
    );
    let held = store.circumstances(None, &[], NOW, NOW).await.unwrap();
    assert_eq!((held.policy, held.stop), (Some((2, version(2).policy)), stop));
}

#[tokio::test]
async fn the_guard_remembers_whom_messages_reached() {
    let Some((_folder, store)) = store().await else { return };
    let message = |n: i64, sender, people| AcceptedMessage {
        id: n,
        submission: if n == 3 { "s3".into() } else { String::new() },
        at: NOW + n,
        sender,
        people,
        deliveries: people,
        conversational: true,
        discussion: false,
        message_id: format!("m{n}@x.example"),
        thread_root: "root@x.example".into(),
        subject_key: vec![5; 16],
        lists: ["physio@hosp.example", "ext@lists.example"].map(|a| Address::parse(a).unwrap()).to_vec(),
        participants: vec![1, 2],
        hidden: vec![2],
        sketch: Some(levee_guard::TextSketch::new("the canteen is closed", levee_guard::plain_hash)),
    };
    let mut acceptance = store.begin_remembering().await.unwrap();
    for m in [message(1, 8, 50), message(2, 8, 600), message(3, 8, 700), message(4, 9, 700)] {
        acceptance.remember(&m).await.unwrap();
    }
    let storm = StormRow { tripped: NOW, until: NOW + 60, thread_root: "root@x.example".into(), ..StormRow::default() };
    acceptance.freeze(&storm).await.unwrap();
    acceptance.spend_pass(&[1; 32], NOW).await.unwrap();
    assert!(matches!(acceptance.spend_pass(&[1; 32], NOW).await, Err(StoreError::Conflict)));
    acceptance.commit().await.unwrap();
    let mut snapshot = store.snapshot().await.unwrap();
    let mut history = snapshot.history();
    let unsketched = |message: AcceptedMessage| AcceptedMessage { sketch: None, ..message };
    assert_eq!(history.sent_by(8, NOW + 1, "s3").await.unwrap(), [message(2, 8, 600)]);
    assert_eq!(history.sent_to_about(8, NOW, 60, 650, "").await.unwrap(), [unsketched(message(2, 8, 600))]);
    assert_eq!(history.sent_to_about(8, NOW, 500, 900, "s3").await.unwrap(), [unsketched(message(2, 8, 600))]);
    assert_eq!(history.accepted_since(NOW + 2, 500, "").await.unwrap().len(), 2);
    let reached = Reached { at: NOW + 4, message_id: "m4@x.example".into(), participants: vec![1, 2] };
    assert_eq!(history.reached_by_others(8, NOW, 500, 700, &[2]).await.unwrap(), [reached]);
    assert_eq!(history.reached_by_others(8, NOW, 500, 700, &[2, 1]).await.unwrap(), [], "not in it");
    assert_eq!(history.reached_by_others(8, NOW, 500, 699, &[2]).await.unwrap(), []);
    assert_eq!(history.by_message_id("m4@x.example").await.unwrap(), Some(message(4, 9, 700)));
    assert_eq!(history.by_message_id("").await.unwrap(), None);
    assert_eq!((history.frozen(NOW + 59).await.unwrap().len(), history.frozen(NOW + 60).await.unwrap().len()), (1, 0));
    let act = AuditEntry { at: NOW + 59, ..AuditEntry::default() };
    store.prolong_storm(1, NOW + 90, &act).await.unwrap();
    assert_eq!(store.snapshot().await.unwrap().history().frozen(NOW + 60).await.unwrap().len(), 1);
    store.release_storm(1, &act).await.unwrap();
    assert_eq!(store.snapshot().await.unwrap().history().frozen(NOW + 60).await.unwrap(), []);
    assert!(matches!(store.prolong_storm(1, NOW + 95, &act).await, Err(StoreError::Gone)));
    assert_eq!(store.storms(NOW + 80).await.unwrap().len(), 1);
    let periods = store.accepted_by_period(NOW, 10).await.unwrap();
    assert_eq!(
        periods.iter().map(|p| (p.messages, p.deliveries)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)),
        (4, 2_050)
    );
    assert_eq!(store.accepted_to_many(NOW, 100).await.unwrap(), (3, 3));
}
