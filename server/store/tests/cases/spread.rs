//! How what was recorded is spread.

use crate::Database;
use levee_guard::Ruling;
use levee_store::{JudgementRow, Same, Spread, Store};

const DAY: i64 = 86_400;
/// The beginning of a day, UTC.
const NOW: i64 = 20_800 * DAY;

fn row(at: i64, people: u64, kind: &str, outcome: &str) -> JudgementRow {
    JudgementRow {
        reference: format!("LV-{at}"),
        at,
        sender: vec![1],
        unit: String::new(),
        kind: kind.into(),
        channel: "web".into(),
        people,
        external: 1,
        disclosed: people.min(20),
        size: 1_000,
        lists: "[]".into(),
        thread: Vec::new(),
        ruling: Ruling::Allow,
        enforced: Ruling::Allow,
        findings: Vec::new(),
        policy: 1,
        outcome: outcome.into(),
        record: None,
        same: Same::default(),
        told: None,
    }
}

#[tokio::test]
async fn messages_are_counted_by_steps_once_each() {
    let Some(database) = Database::make() else { return };
    let store = Store::open(&database.place()).await.unwrap();
    let rows = [
        row(NOW, 1, "new", "sent"),
        row(NOW + 1, 9, "new", "sent"),
        row(NOW + 2, 10, "forward", "accepted"),
        row(NOW + 61, 900_000, "new", "blocked"),
        row(NOW + 62, 500, "new", "asked"),
        row(NOW + 63, 40, "reply_all", "sent"),
        row(NOW - 1, 10, "new", "sent"),
        row(NOW + DAY, 0, "new", "sent"),
    ];
    for row in &rows {
        store.record_judgement(row).await.unwrap();
    }
    let spread = async |of, steps: &[u64]| {
        let found = store.spread(of, NOW, steps).await.unwrap();
        (found.counts, found.most)
    };
    let steps = [1, 10, 100];
    assert_eq!(spread(Spread::NewMail, &steps).await, (vec![2, 1, 1], 900_000));
    assert_eq!(spread(Spread::ReplyAll, &steps).await, (vec![0, 1, 0], 40));
    assert_eq!(spread(Spread::Disclosed, &steps).await, (vec![2, 3, 0], 20));
    assert_eq!(spread(Spread::Volume, &[1, 20_000]).await, (vec![3, 2], 900_000_000));
    assert_eq!(spread(Spread::CopiesADay, &steps).await, (vec![0, 1, 0], 60), "what was accepted on one day");
    assert_eq!(spread(Spread::MessagesAMinute, &[1, 2, 3, 4]).await, (vec![2, 0, 1, 0], 3));
    assert_eq!(spread(Spread::NewMail, &[10]).await, (vec![2], 900_000));
    assert_eq!(store.spread(Spread::NewMail, NOW + 2 * DAY, &steps).await.unwrap().counts, [0, 0, 0]);
}
