//! What the outbox promises: handed over once, taken back only before it leaves, nothing lost and
//! nothing sent twice when a worker is lost at any step.

use crate::Database;
use levee_guard::{Code, Finding, Ruling, Verdict};
use levee_mail::{Address, Contact, Draft, DraftId, MessageId};
use levee_store::{
    AcceptedMessage, Approval, AuditEntry, Decider, Fate, Hold, JudgementRow, Same, Standing, State, Store, StoreError,
    StoreFigures, Submitted, Via, Work,
};

const NOW: i64 = 1_800_000_000;
const LEASE: i64 = 45;

struct Room {
    database: Database,
    store: Store,
}

async fn room() -> Option<Room> {
    let database = Database::make()?;
    let store = Store::open(&database.place()).await.unwrap();
    Some(Room { database, store })
}

impl Room {
    /// As after a crash: whoever had the store open is gone, what was committed is there.
    async fn reopen(self) -> Self {
        self.store.close().await;
        let store = Store::open(&self.database.place()).await.unwrap();
        Self { store, ..self }
    }
}

fn id(n: u8) -> DraftId {
    DraftId::from_random([n; 16])
}

fn draft() -> Draft {
    let address = Address::parse("carol@hosp.example").unwrap();
    Draft { to: vec![Contact { name: None, address }], subject: "Rota".into(), ..Draft::default() }
}

fn verdict(code: Code, ruling: Ruling) -> Verdict {
    let finding = Finding { code, ruling, subject: None, value: 600, threshold: Some(500), remedies: Vec::new() };
    Verdict { findings: vec![finding], ..Verdict::default() }
}

fn submitted(n: u8, fate: Fate) -> Submitted {
    Submitted {
        id: id(n),
        account: "alice@hosp.example".into(),
        sender: 1,
        draft: draft(),
        version: 0,
        message_id: MessageId::parse(&format!("m{n}@hosp.example")).unwrap(),
        return_path: "alice@hosp.example".into(),
        recipients: vec!["carol@hosp.example".into(), "dave@hosp.example".into()],
        bytes: b"Subject: Rota\r\n\r\nHello\r\n".to_vec(),
        bcc: "Bcc: dave@hosp.example\r\n".into(),
        bytes_hash: vec![7; 32],
        people: 600,
        external: 0,
        verdict: verdict(Code::AudHold, Ruling::Hold),
        judged: "{}".into(),
        reference: "LV-7K3F-20QD".into(),
        at: NOW,
        credential: b"sealed".to_vec(),
        via: Via::Page,
        urgent: false,
        fate,
    }
}

/// A message of Alice's to somebody, on its way.
pub(super) fn written_to(n: u8, contact: Contact, at: i64) -> Submitted {
    let draft = Draft { to: vec![contact], ..draft() };
    Submitted { draft, at, ..submitted(n, leave()) }
}

pub(super) fn no_memory() -> AcceptedMessage {
    memory(0)
}

fn memory(n: u8) -> AcceptedMessage {
    AcceptedMessage { submission: id(n).as_str().into(), at: NOW, sender: 1, people: 600, ..AcceptedMessage::default() }
}

fn act(local: &str) -> AuditEntry {
    AuditEntry { at: NOW, who: format!("{local}@hosp.example"), act: "message.approve".into(), ..AuditEntry::default() }
}

fn judgement() -> JudgementRow {
    JudgementRow {
        reference: "LV-7K3F-20QD".into(),
        at: NOW,
        sender: vec![1; 16],
        unit: String::new(),
        kind: "new".into(),
        channel: "web".into(),
        people: 600,
        external: 0,
        disclosed: 1,
        size: 20_000,
        lists: "[]".into(),
        thread: Vec::new(),
        ruling: Ruling::Hold,
        enforced: Ruling::Hold,
        findings: verdict(Code::AudHold, Ruling::Hold).findings,
        policy: 1,
        outcome: "accepted".into(),
        record: None,
        same: Same::default(),
        told: None,
    }
}

fn leave() -> Fate {
    Fate::Leave { send_at: NOW + 10 }
}

fn hold(approvers: &[&str], needed: u32) -> Fate {
    let approvers = approvers.iter().map(|a| (*a).to_owned()).collect();
    Fate::Hold(Hold { expires: NOW + 14_400, needed, approvers, ..Hold::default() })
}

async fn accept(store: &Store, n: u8, fate: Fate) -> Result<Standing, StoreError> {
    let mut acceptance = store.begin_acceptance().await?;
    let standing = acceptance.standing("alice@hosp.example", &id(n), 0).await?;
    if standing == Standing::Fresh {
        acceptance.submit(&submitted(n, fate), &memory(n)).await?;
        acceptance.judged(&judgement()).await?;
        acceptance.commit().await?;
    }
    Ok(standing)
}

async fn counted(store: &Store) -> u64 {
    let mut snapshot = store.snapshot().await.unwrap();
    snapshot.history().sent_by(1, NOW - 1, "").await.unwrap().len() as u64
}

async fn state(store: &Store, n: u8) -> State {
    store.submission(&id(n)).await.unwrap().state
}

#[tokio::test]
async fn one_id_is_one_submission_however_often_it_is_pressed() {
    let Some(room) = room().await else { return };
    let presses: Vec<_> = (0..20)
        .map(|_| {
            let store = room.store.clone();
            tokio::spawn(async move { accept(&store, 1, leave()).await.unwrap() })
        })
        .collect();
    let mut fresh = 0;
    for press in presses {
        fresh += u32::from(press.await.unwrap() == Standing::Fresh);
    }
    assert_eq!(fresh, 1);
    assert_eq!(room.store.outbox("alice@hosp.example", NOW).await.unwrap().len(), 1);
    assert_eq!(counted(&room.store).await, 1);
    let stranger = room.store.begin_acceptance().await.unwrap().standing("mallory@hosp.example", &id(1), 0).await;
    assert!(matches!(stranger, Err(StoreError::Gone)), "an id says nothing to another account: {stranger:?}");
}

#[tokio::test]
async fn an_acceptance_that_is_dropped_leaves_nothing() {
    let Some(room) = room().await else { return };
    {
        let mut acceptance = room.store.begin_acceptance().await.unwrap();
        acceptance.submit(&submitted(1, leave()), &memory(1)).await.unwrap();
        acceptance.judged(&judgement()).await.unwrap();
    }
    let room = room.reopen().await;
    assert!(matches!(room.store.submission(&id(1)).await, Err(StoreError::Gone)));
    assert_eq!((counted(&room.store).await, room.store.judgements("LV-7K3F-20QD").await.unwrap().len()), (0, 0));
}

#[tokio::test]
async fn whoever_goes_on_after_a_step_that_failed_is_told_the_truth() {
    let Some(room) = room().await else { return };
    let mut acceptance = room.store.begin_acceptance().await.unwrap();
    acceptance.submit(&submitted(1, leave()), &memory(1)).await.unwrap();
    assert!(matches!(acceptance.submit(&submitted(1, leave()), &memory(1)).await, Err(StoreError::Conflict)));
    let said = acceptance.commit().await.is_ok();
    assert_eq!(room.store.submission(&id(1)).await.is_ok(), said, "what is called durable is there");
}

/// The step after which the worker is lost.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum LostAfter {
    Claimed,
    Sending,
    DataSent,
    Accepted,
    Filed,
}

#[tokio::test]
async fn a_lost_worker_neither_loses_nor_repeats() {
    for (lost, expected) in [
        (LostAfter::Claimed, Some(Work::Leave)),
        (LostAfter::Sending, Some(Work::Send)),
        (LostAfter::DataSent, None),
        (LostAfter::Accepted, Some(Work::File)),
        (LostAfter::Filed, None),
    ] {
        let Some(room) = room().await else { return };
        accept(&room.store, 1, leave()).await.unwrap();
        let claim = room.store.claim(NOW + 10, LEASE).await.unwrap().unwrap();
        assert_eq!(claim.work, Work::Leave);
        if lost >= LostAfter::Sending {
            room.store.begin_sending(&claim).await.unwrap();
        }
        if lost >= LostAfter::DataSent {
            room.store.data_sent(&claim).await.unwrap();
        }
        if lost >= LostAfter::Accepted {
            room.store.accepted(&claim, "250 queued", NOW + 11).await.unwrap();
        }
        if lost >= LostAfter::Filed {
            room.store.done(&claim).await.unwrap();
        }
        let room = room.reopen().await;
        let later = NOW + 12 + LEASE;
        room.store.lose_track(later).await.unwrap();
        let again = room.store.claim(later, LEASE).await.unwrap();
        assert_eq!(again.as_ref().map(|c| c.work), expected, "{lost:?}");
        if lost == LostAfter::DataSent {
            assert_eq!(state(&room.store, 1).await, State::Unclear);
        }
        if again.is_some() {
            for late in [room.store.begin_sending(&claim).await, room.store.data_sent(&claim).await] {
                assert!(matches!(late, Err(StoreError::Conflict)), "{lost:?}: the lost worker came back: {late:?}");
            }
        }
    }
}

#[tokio::test]
async fn attempts_are_counted_before_they_are_made_and_a_lease_keeps_others_away() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, leave()).await.unwrap();
    assert_eq!(room.store.claim(NOW + 9, LEASE).await.unwrap(), None, "its window is not over");
    assert_eq!(room.store.next_due().await.unwrap(), Some(NOW + 10));
    let first = room.store.claim(NOW + 10, LEASE).await.unwrap().unwrap();
    assert_eq!(room.store.claim(NOW + 11, LEASE).await.unwrap(), None, "it is somebody else's");
    room.store.begin_sending(&first).await.unwrap();
    room.store.renew(&first, NOW + 100).await.unwrap();
    assert_eq!(room.store.claim(NOW + 99, LEASE).await.unwrap(), None, "its lease was renewed");
    room.store.try_later(&first, "451 busy", NOW + 130).await.unwrap();
    let second = room.store.claim(NOW + 130, LEASE).await.unwrap().unwrap();
    assert_eq!((second.work, second.row.attempts, second.row.said.as_str()), (Work::Send, 2, "451 busy"));
    let cargo = room.store.cargo(&second).await.unwrap();
    assert_eq!((cargo.bytes, cargo.recipients.len()), (submitted(1, leave()).bytes, 2));
    assert!(room.store.cargo(&first).await.is_err(), "the lost claim sees no bytes");
}

#[tokio::test]
async fn taken_back_means_that_it_never_leaves_and_never_counted() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, leave()).await.unwrap();
    room.store.take_back("alice@hosp.example", &id(1), "{}", NOW + 5).await.unwrap();
    assert_eq!(room.store.claim(NOW + 999, LEASE).await.unwrap(), None);
    assert_eq!(counted(&room.store).await, 0);
    assert_eq!(room.store.judgements("LV-7K3F-20QD").await.unwrap()[0].outcome, "undone");
    let back = room.store.draft("alice@hosp.example", &id(1)).await.unwrap();
    assert_eq!((back.draft, back.version, back.returned.as_deref()), (draft(), 1, Some("{}")));
    // A late copy of the first request is not a second order; the draft that came back is sendable.
    assert!(matches!(accept(&room.store, 1, leave()).await, Err(StoreError::Conflict)));
    let mut acceptance = room.store.begin_acceptance().await.unwrap();
    assert_eq!(acceptance.standing("alice@hosp.example", &id(1), 1).await.unwrap(), Standing::Fresh);
    let again = Submitted { version: 1, ..submitted(1, leave()) };
    acceptance.submit(&again, &memory(1)).await.unwrap();
    acceptance.commit().await.unwrap();
    assert_eq!((state(&room.store, 1).await, counted(&room.store).await), (State::Pending, 1));
}

#[tokio::test]
async fn undo_and_departure_never_both_succeed() {
    let Some(room) = room().await else { return };
    for n in 0..40 {
        accept(&room.store, n, leave()).await.unwrap();
        let (worker, author) = (room.store.clone(), room.store.clone());
        let leaving = tokio::spawn(async move { worker.claim(NOW + 10, LEASE).await.unwrap() });
        let undoing = tokio::spawn(async move { author.take_back("alice@hosp.example", &id(n), "{}", NOW + 10).await });
        let (left, undone) = (leaving.await.unwrap().is_some(), undoing.await.unwrap());
        match undone {
            Ok(()) => assert!(!left && state(&room.store, n).await == State::Returned),
            Err(e) => assert!(left && matches!(e, StoreError::Conflict)),
        }
        if left {
            assert_eq!(state(&room.store, n).await, State::Claimed);
            assert!(matches!(room.store.take_back("bob@x.example", &id(n), "{}", NOW).await, Err(StoreError::Gone)));
        }
    }
}

#[tokio::test]
async fn a_held_message_is_decided_exactly_once() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, hold(&["bob@hosp.example", "eve@hosp.example", "alice@hosp.example"], 2)).await.unwrap();
    assert_eq!(counted(&room.store).await, 0, "held ones count from release");
    let waiting = |who: &'static str, role| {
        let store = room.store.clone();
        async move { store.waiting_for(who, role).await.unwrap().len() }
    };
    assert_eq!(waiting("bob@hosp.example", Decider::Named).await, 1);
    assert_eq!(waiting("alice@hosp.example", Decider::Named).await, 0, "nobody decides on her own");
    assert_eq!(waiting("zoe@hosp.example", Decider::Role).await, 0, "the role decides where nobody is named");
    let mut first = room.store.begin_acceptance().await.unwrap();
    let row = first.held(&id(1)).await.unwrap();
    assert_eq!(first.approve(&row, &act("bob")).await.unwrap(), Approval::More(1));
    first.commit().await.unwrap();
    let mut twice = room.store.begin_acceptance().await.unwrap();
    assert!(matches!(twice.approve(&row, &act("bob")).await, Err(StoreError::Conflict)));
    drop(twice);
    let mut second = room.store.begin_acceptance().await.unwrap();
    assert_eq!(second.approve(&row, &act("eve")).await.unwrap(), Approval::Complete);
    second.let_go(&row, NOW + 10, &memory(1)).await.unwrap();
    second.commit().await.unwrap();
    assert_eq!((state(&room.store, 1).await, counted(&room.store).await), (State::Pending, 1));
    let late = room.store.reject(&id(1), "{}", &act("eve")).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
    assert!(matches!(room.store.begin_acceptance().await.unwrap().held(&id(1)).await, Err(StoreError::Conflict)));
    // Judged again at the end of its window, it is stricter: a new round, and what was approved is kept.
    let claim = room.store.claim(NOW + 10, LEASE).await.unwrap().unwrap();
    let stricter = verdict(Code::ListSizeJump, Ruling::Hold);
    let Fate::Hold(terms) = hold(&["bob@hosp.example"], 1) else { unreachable!() };
    let mut again = room.store.begin_acceptance().await.unwrap();
    again.hold_again(&claim.row, &terms, &stricter, "LV-AAAA-BBBB").await.unwrap();
    again.commit().await.unwrap();
    let row = room.store.submission(&id(1)).await.unwrap();
    assert_eq!((row.state, row.round, row.approved.len(), row.verdict), (State::Held, 2, 1, stricter));
    assert_eq!((counted(&room.store).await, waiting("bob@hosp.example", Decider::Named).await), (0, 1));
}

#[tokio::test]
async fn what_nobody_decides_on_goes_back() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, hold(&[], 1)).await.unwrap();
    assert_eq!(room.store.expire_holds("\"expired\"", NOW + 14_399).await.unwrap(), []);
    let back = room.store.expire_holds("\"expired\"", NOW + 14_400).await.unwrap();
    assert_eq!(back, [("alice@hosp.example".to_owned(), id(1))]);
    let draft = room.store.draft("alice@hosp.example", &id(1)).await.unwrap();
    assert_eq!(draft.returned.as_deref(), Some("\"expired\""));
    assert!(matches!(room.store.bytes_of(&id(1)).await, Err(StoreError::Gone)), "its bytes are erased");
}

#[tokio::test]
async fn unclear_is_settled_by_its_author_alone() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, leave()).await.unwrap();
    let claim = room.store.claim(NOW + 10, LEASE).await.unwrap().unwrap();
    room.store.begin_sending(&claim).await.unwrap();
    room.store.data_sent(&claim).await.unwrap();
    room.store.unclear(&claim, "connection lost").await.unwrap();
    assert_eq!(room.store.claim(NOW + 99_999, LEASE).await.unwrap(), None, "never sent again by itself");
    assert!(room.store.send_again("mallory@hosp.example", &id(1), NOW).await.is_err());
    room.store.send_again("alice@hosp.example", &id(1), NOW + 60).await.unwrap();
    assert!(matches!(room.store.mark_sent("alice@hosp.example", &id(1), NOW).await, Err(StoreError::Conflict)));
    assert_eq!(room.store.claim(NOW + 60, LEASE).await.unwrap().map(|c| c.work), Some(Work::Send));
}

#[tokio::test]
async fn a_new_password_wakes_what_waited_for_it_and_a_finished_one_is_forgotten() {
    let Some(room) = room().await else { return };
    accept(&room.store, 1, leave()).await.unwrap();
    let claim = room.store.claim(NOW + 10, LEASE).await.unwrap().unwrap();
    room.store.wait_for_sign_in(&claim, "535 no").await.unwrap();
    assert_eq!(room.store.claim(NOW + 999, LEASE).await.unwrap(), None);
    room.store.renew_credentials("alice@hosp.example", |_| b"new".to_vec(), NOW + 1000).await.unwrap();
    let claim = room.store.claim(NOW + 1000, LEASE).await.unwrap().unwrap();
    assert_eq!((claim.work, room.store.cargo(&claim).await.unwrap().credential), (Work::Send, b"new".to_vec()));
    room.store.data_sent(&claim).await.unwrap();
    room.store.accepted(&claim, "250 ok", NOW + 1001).await.unwrap();
    let filing = room.store.claim(NOW + 1001, LEASE).await.unwrap().unwrap();
    room.store.file_later(&filing, NOW + 1030).await.unwrap();
    let filing = room.store.claim(NOW + 1030, LEASE).await.unwrap().unwrap();
    assert_eq!(filing.work, Work::File, "a copy that fails never sends again");
    room.store.done(&filing).await.unwrap();
    assert_eq!(room.store.judgements("LV-7K3F-20QD").await.unwrap()[0].outcome, "sent");
    assert!(room.store.cargo(&filing).await.is_err(), "bytes and credential are erased");
    room.store.sweep(NOW + 1001 + 3600).await.unwrap();
    assert!(matches!(accept(&room.store, 1, leave()).await, Ok(Standing::Known(_))), "its id is still known");
}

#[tokio::test]
async fn what_waits_is_counted_by_what_it_waits_for() {
    let Some(Room { database: _database, store }) = room().await else { return };
    assert_eq!(store.figures(NOW).await.unwrap(), StoreFigures::default());
    accept(&store, 1, leave()).await.unwrap();
    accept(&store, 2, hold(&["dora@hosp.example"], 1)).await.unwrap();
    let figures = store.figures(NOW).await.unwrap();
    assert_eq!(figures, StoreFigures { queue: 1, holds: 1, ..StoreFigures::default() }, "an undo window is no delay");
    assert!(store.claim(NOW + 10, LEASE).await.unwrap().is_some());
    let figures = store.figures(NOW + 10).await.unwrap();
    assert_eq!((figures.queue, figures.oldest), (1, NOW));
}
