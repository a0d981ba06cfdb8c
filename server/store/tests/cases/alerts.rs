//! Alerts are told once, by one node, and stay until they were taken.

use crate::Database;
use levee_store::{AlertRow, Store};

const NOW: i64 = 1_700_000_000;

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

fn alert(receiver: &str, occasion: &str) -> AlertRow {
    AlertRow { receiver: receiver.into(), occasion: occasion.into(), at: NOW, body: "{}".into() }
}

#[tokio::test]
async fn one_node_claims_an_alert_and_another_gets_it_when_that_one_is_lost() {
    let Some((_database, store)) = store().await else { return };
    store.raise(&[alert("webhook", "stop:1"), alert("webhook", "stop:2"), alert("syslog", "stop:1")]).await.unwrap();
    store.raise(&[alert("webhook", "stop:1")]).await.unwrap();
    let claim = async |now| store.claim_alert("webhook", now, now + 60).await.unwrap();
    let first = claim(NOW).await.unwrap();
    assert_eq!((first.occasion.as_str(), first.attempts), ("stop:1", 1));
    let second = claim(NOW).await.unwrap();
    assert_eq!(second.occasion, "stop:2");
    assert_eq!(claim(NOW + 59).await, None, "both are being tried");

    store.alert_taken(first.id, NOW + 1).await.unwrap();
    store.alert_later(second.id, NOW + 5).await.unwrap();
    let again = claim(NOW + 5).await.unwrap();
    assert_eq!((again.id, again.attempts), (second.id, 2));
    // Whoever tried is gone: its claim runs out, and what was taken stays so.
    let lost = claim(NOW + 65).await.unwrap();
    assert_eq!((lost.id, lost.attempts), (second.id, 3));
    store.alert_taken(lost.id, NOW + 66).await.unwrap();
    assert_eq!(claim(NOW + 1_000).await, None);
    assert_eq!(store.claim_alert("syslog", NOW, NOW + 60).await.unwrap().map(|a| a.occasion), Some("stop:1".into()));
}

#[tokio::test]
async fn what_nobody_took_is_counted_when_it_is_forgotten() {
    let Some((_database, store)) = store().await else { return };
    store.raise(&[alert("webhook", "stop:1"), alert("syslog", "stop:1")]).await.unwrap();
    let taken = store.claim_alert("webhook", NOW, NOW + 60).await.unwrap().unwrap();
    store.alert_taken(taken.id, NOW).await.unwrap();
    assert_eq!(store.forget_alerts(NOW).await.unwrap(), 0);
    assert_eq!(store.forget_alerts(NOW + 1).await.unwrap(), 1);
    assert_eq!(store.claim_alert("syslog", NOW + 1_000, NOW + 2_000).await.unwrap(), None);
}
