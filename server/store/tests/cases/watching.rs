//! What an administrator watches: rulings, what was refused, permits, what can be judged again.

use super::console::judged;
use crate::Database;
use levee_guard::{Code, Record, Ruling};
use levee_store::{AuditEntry, JudgementRow, Store, StoreError};

const NOW: i64 = 1_800_000_000;

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

#[tokio::test]
async fn rulings_are_counted_by_period_and_by_what_refused() {
    let Some((_database, store)) = store().await else { return };
    let blocked = |n, code, people, thread: &[u8]| JudgementRow {
        people,
        thread: thread.to_vec(),
        ruling: Ruling::Block,
        ..judged(n, Ruling::Block, &[(code, Ruling::Block)], "wing")
    };
    for row in [
        blocked(1, Code::Storm, 60, b"thread"),
        blocked(2, Code::Storm, 60, b""),
        blocked(3, Code::AudMax, 840_000, b"thread"),
        JudgementRow {
            record: Some(Record::default()),
            ..judged(4, Ruling::Warn, &[(Code::BreakGlass, Ruling::Warn)], "wing")
        },
    ] {
        store.record_judgement(&row).await.unwrap();
    }
    let periods = store.ruled_by_period(NOW, 3_600).await.unwrap();
    let counted: Vec<_> = periods.iter().map(|ruled| (ruled.ruling, ruled.messages, ruled.people)).collect();
    assert!(counted.contains(&(Ruling::Block, 3, 840_120)) && counted.contains(&(Ruling::Warn, 1, 600)), "{counted:?}");
    assert_eq!(store.not_delivered(NOW).await.unwrap(), [(Code::AudMax, 840_000), (Code::Storm, 120)]);
    assert_eq!(store.stopped_in_thread(b"thread", NOW).await.unwrap(), 1);
    assert_eq!(store.stopped_in_thread(b"", NOW).await.unwrap(), 0, "no thread is no thread");
    for (sender, since, broken) in [([1], NOW, 1), ([1], NOW + 100, 0), ([2], NOW, 0)] {
        let found = store.circumstances(None, &sender, NOW + 100, since).await.unwrap();
        assert_eq!(found.glass_broken, broken, "{sender:?} {since}");
    }
    let again = store.replayable(NOW, 0, 10).await.unwrap();
    assert_eq!(again.iter().map(|row| row.reference.as_str()).collect::<Vec<_>>(), ["LV-0004-0000"]);
}

#[tokio::test]
async fn a_permit_holds_until_it_ends_or_is_withdrawn() {
    let Some((_database, store)) = store().await else { return };
    let act =
        |at| AuditEntry { at, who: "grace@hosp.example".into(), act: "permit.give".into(), ..AuditEntry::default() };
    store.permit(7, 50_000, NOW + 60, &act(NOW)).await.unwrap();
    let [permit] = &store.permits(NOW).await.unwrap()[..] else { panic!("one permit") };
    assert_eq!((permit.sender, permit.people, permit.withdrawn), (7, 50_000, 0));
    let permitted = async |at| store.circumstances(Some(7), &[], at, at).await.unwrap().permitted;
    assert_eq!((permitted(NOW + 59).await, permitted(NOW + 60).await), (50_000, 0));
    assert_eq!(store.circumstances(Some(8), &[], NOW, NOW).await.unwrap().permitted, 0);
    assert_eq!(store.circumstances(None, &[], NOW, NOW).await.unwrap().permitted, 0);
    store.withdraw_permit(permit.id, &act(NOW + 1)).await.unwrap();
    assert_eq!(permitted(NOW + 2).await, 0);
    assert_eq!(store.permit_by_id(permit.id).await.unwrap().withdrawn, NOW + 1);
    assert!(matches!(store.withdraw_permit(permit.id, &act(NOW + 2)).await, Err(StoreError::Gone)));
    assert!(matches!(store.permit_by_id(99).await, Err(StoreError::Gone)));
}

#[tokio::test]
async fn a_store_knows_which_key_it_is_used_with() {
    let Some((_database, store)) = store().await else { return };
    assert_eq!(store.note_key(b"one").await.unwrap(), b"one");
    assert_eq!(store.note_key(b"two").await.unwrap(), b"one", "the first stands");
    store.change_key(b"two").await.unwrap();
    assert_eq!(store.note_key(b"one").await.unwrap(), b"two");
}
