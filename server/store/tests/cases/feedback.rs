//! What senders said of verdicts, what became of the messages of each rule, and what nobody received.

use super::console::judged;
use crate::Database;
use levee_guard::{Code, Ruling};
use levee_store::{JudgementFilter, JudgementRow, Same, Store, StoreError, ToldWrong};

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

async fn store() -> Option<(Database, Store)> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some((database, store))
}

/// One judgement as it was told, not only observed.
fn row(n: i64, draft: &str, codes: &[(Code, Ruling)], outcome: &str) -> JudgementRow {
    let ruling = codes.iter().map(|(_, ruling)| *ruling).max().unwrap_or(Ruling::Allow);
    JudgementRow {
        ruling,
        outcome: outcome.into(),
        same: Same { draft: draft.as_bytes().to_vec(), words: Vec::new() },
        ..judged(n, ruling, codes, "wing")
    }
}

fn said(at: i64, why: &str) -> ToldWrong {
    ToldWrong { at, why: why.into() }
}

#[tokio::test]
async fn a_verdict_is_called_wrong_once_by_its_own_sender() {
    let Some((_database, store)) = store().await else { return };
    store.record_judgement(&row(1, "", &[(Code::AudMax, Ruling::Block)], "blocked")).await.unwrap();
    store.record_judgement(&row(2, "", &[], "accepted")).await.unwrap();
    let (blocked, quiet) = ("LV-0001-0000", "LV-0002-0000");
    let told = || said(NOW + 5, "They all work here");
    for (who, reference) in [(2, blocked), (1, quiet), (1, "LV-0009-0000")] {
        let refused = store.tell_wrong(&[who], reference, &told()).await;
        assert!(matches!(refused, Err(StoreError::Gone)), "{who} {reference}: {refused:?}");
    }
    assert!(matches!(store.take_back_wrong(&[1], blocked).await, Err(StoreError::Conflict)));
    store.tell_wrong(&[1], blocked, &told()).await.unwrap();
    assert!(matches!(store.tell_wrong(&[1], blocked, &said(NOW + 9, "")).await, Err(StoreError::Conflict)));
    assert_eq!(store.told_wrong(&[1]).await.unwrap(), [(blocked.to_owned(), told())]);
    assert_eq!(store.told_wrong(&[2]).await.unwrap(), []);

    let found = store.judgements(blocked).await.unwrap().remove(0);
    assert_eq!((found.told, found.ruling, found.outcome.as_str()), (Some(told()), Ruling::Block, "blocked"));
    let wrong = JudgementFilter { told: true, limit: 10, ..JudgementFilter::default() };
    let found = store.find_judgements(&wrong).await.unwrap();
    assert_eq!(found.iter().map(|row| row.judgement.reference.as_str()).collect::<Vec<_>>(), [blocked]);
    assert_eq!(store.count_judgements(&wrong, 10).await.unwrap(), 1);

    assert!(matches!(store.take_back_wrong(&[2], blocked).await, Err(StoreError::Gone)));
    store.take_back_wrong(&[1], blocked).await.unwrap();
    assert_eq!(store.count_judgements(&wrong, 10).await.unwrap(), 0);
    assert_eq!(store.judgements(blocked).await.unwrap().remove(0).told, None);
}

#[tokio::test]
async fn what_is_said_with_a_message_is_accepted_or_lost_with_it() {
    let Some((_database, store)) = store().await else { return };
    let warned = row(1, "d", &[(Code::AudLarge, Ruling::Warn)], "accepted");
    for commits in [false, true] {
        let mut acceptance = store.begin_acceptance().await.unwrap();
        acceptance.judged(&warned).await.unwrap();
        acceptance.tell_wrong(&[1], &warned.reference, &said(NOW, "")).await.unwrap();
        if commits {
            acceptance.commit().await.unwrap();
        }
        assert_eq!(store.told_wrong(&[1]).await.unwrap().len(), usize::from(commits));
    }
}

/// Of each rule: whether it fires at last, the outcome, messages, told wrong.
async fn fates(store: &Store, since: i64) -> Vec<(Code, bool, String, u64, u64)> {
    let fates = store.rule_fates(since).await.unwrap().into_iter();
    let mut fates: Vec<_> = fates.map(|fate| (fate.code, fate.fires, fate.outcome, fate.messages, fate.told)).collect();
    fates.sort();
    fates
}

#[tokio::test]
async fn judgements_on_one_draft_are_one_message_and_the_last_says_what_became_of_it() {
    use Code::{AudConfirm, AudLarge, AudMax, BreakGlass, LooksLikeTest};
    use Ruling::{Allow, Block, Confirm, Warn};
    let Some((_database, store)) = store().await else { return };
    for row in [
        // Asked, confirmed, and sent.
        row(1, "a", &[(AudConfirm, Confirm)], "asked"),
        row(2, "a", &[(AudConfirm, Warn)], "sent"),
        // Asked, and never answered.
        row(3, "b", &[(AudConfirm, Confirm)], "asked"),
        // Blocked twice, then to fewer: it fires no more.
        row(4, "c", &[(AudMax, Block), (LooksLikeTest, Confirm)], "blocked"),
        row(5, "c", &[(AudMax, Block), (LooksLikeTest, Confirm)], "blocked"),
        row(6, "c", &[(LooksLikeTest, Warn)], "accepted"),
        // With another mail program: each attempt is a message.
        row(7, "", &[(AudMax, Block)], "blocked"),
        row(8, "", &[(AudMax, Block)], "blocked"),
        // The glass was broken.
        row(9, "e", &[(AudMax, Allow), (BreakGlass, Allow)], "sent"),
        // From others' logs.
        row(10, "", &[(AudLarge, Warn)], "imported"),
    ] {
        store.record_judgement(&row).await.unwrap();
    }
    store.tell_wrong(&[1], "LV-0004-0000", &said(NOW, "")).await.unwrap();
    let expected = |code, fires, outcome: &str, messages, told| (code, fires, outcome.to_owned(), messages, told);
    assert_eq!(
        fates(&store, NOW).await,
        [
            expected(AudConfirm, true, "asked", 1, 0),
            expected(AudConfirm, true, "sent", 1, 0),
            expected(AudMax, false, "accepted", 1, 1),
            expected(AudMax, true, "blocked", 2, 0),
            expected(AudMax, true, "sent", 1, 0),
            expected(LooksLikeTest, true, "accepted", 1, 1),
        ]
    );
    let broken: Vec<_> = store.rule_fates(NOW).await.unwrap().into_iter().filter(|fate| fate.broken).collect();
    assert_eq!(broken.iter().map(|fate| (fate.code, fate.messages)).collect::<Vec<_>>(), [(AudMax, 1)]);
    // A message that fired before the days shown began is known by what fired in them.
    assert_eq!(fates(&store, NOW + 9).await, [expected(AudMax, true, "sent", 1, 0)]);
}

#[tokio::test]
async fn what_was_sent_in_another_form_is_delivered() {
    let Some((_database, store)) = store().await else { return };
    let form = |n, draft: &str, words: &str, people, codes: &[(Code, Ruling)], outcome| JudgementRow {
        people,
        same: Same { draft: draft.into(), words: words.into() },
        ..row(n, "", codes, outcome)
    };
    const BLOCK: &[(Code, Ruling)] = &[(Code::AudMax, Ruling::Block)];
    const HOLD: &[(Code, Ruling)] = &[(Code::AudHold, Ruling::Hold)];
    for row in [
        form(1, "a", "", 840_000, BLOCK, "blocked"),
        form(2, "a", "", 840_000, BLOCK, "blocked"),
        form(3, "", "w", 900, HOLD, "rejected"),
        form(4, "", "x", 700, HOLD, "held"),
    ] {
        store.record_judgement(&row).await.unwrap();
    }
    assert_eq!(store.not_delivered(NOW).await.unwrap(), [(Code::AudMax, 840_000), (Code::AudHold, 900)]);
    store.record_judgement(&form(5, "a", "", 58, &[], "sent")).await.unwrap();
    store.record_judgement(&form(6, "", "w", 300, &[], "accepted")).await.unwrap();
    store.record_judgement(&form(7, "", "y", 300, &[], "accepted")).await.unwrap();
    let of_others = JudgementRow { sender: vec![2], ..form(8, "a", "w", 300, &[], "sent") };
    store.record_judgement(&of_others).await.unwrap();
    assert_eq!(store.not_delivered(NOW).await.unwrap(), [(Code::AudMax, 839_942), (Code::AudHold, 600)]);
    assert_eq!(store.not_delivered(NOW + 5).await.unwrap(), [], "of these days alone");

    // What the words were is forgotten after two days; the record stays.
    store.sweep(NOW + 7 + 2 * DAY).await.unwrap();
    let words = |reference: &'static str| {
        let store = store.clone();
        async move { store.judgements(reference).await.unwrap().remove(0).same.words }
    };
    assert_eq!((words("LV-0007-0000").await, words("LV-0008-0000").await), (Vec::new(), b"w".to_vec()));
}
