//! Sending from the page to the relay over a real store, with a relay that can be lost at any step.

mod console;
mod emergency;
mod follow;
mod kept;
mod rules;
mod schedule;
mod servers;
mod suspend;
mod ward;

use crate::{Clock as _, SmtpAnswer, SmtpSubmission};
use levee_contract::{
    AppError, Approvals as _, Outbox as _, OutboxState, Outcome, Policies as _, PolicyChange, Returned, Role,
    Send as _, SendRequest, Settle,
};
use levee_mail::DraftId;
use levee_smtp::Stage;
use levee_store::{AuditEntry, Stopped};
use servers::{Script, Servers, reply};
use ward::{LEASE, NOW, address, answered, request, to, ward};

#[tokio::test]
async fn pressed_twice_it_is_one_message_and_its_copy_keeps_bcc() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let mut request = request(1, &["bob"]);
    request.draft.bcc = to(&["carol"]);
    let first = ward.send(&alice, &request).await;
    assert_eq!(first, Outcome::Pending { send_at: NOW + 10, window: 10, people: 2 });
    ward.wait(3);
    assert_eq!(ward.send(&alice, &request).await, first);
    let servers = Servers::default();
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (0, 0), "its window is not over");
    ward.wait(7);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (1, 1));
    let filed = servers.filed.lock().unwrap()[0].1.clone();
    let copy = String::from_utf8(filed).unwrap();
    assert!(copy.contains("\r\nBcc: carol@hosp.example\r\n") && !copy.contains("X-Levee-Pass"), "{copy}");
    assert_eq!(ward.state(&alice).await, [OutboxState::Sent { at: NOW + 10 }]);
    ward.send(&alice, &request).await;
    ward.wait(9999);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (1, 1), "nothing is sent twice");
}

#[tokio::test]
async fn a_question_covers_this_draft_under_this_policy() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let first = request(1, &["ward"]);
    let asked = ward.send(&alice, &first).await;
    let mut other = answered(&first, &asked, None);
    other.draft.text.push_str(" And more.");
    assert!(matches!(ward.send(&alice, &other).await, Outcome::Ask { .. }), "another draft");
    let mut wider = answered(&first, &asked, None);
    wider.draft.to.extend(to(&["p900"]));
    assert!(matches!(ward.send(&alice, &wider).await, Outcome::Ask { .. }), "another audience");
    let administrator = ward.signed_in("bob", &[Role::Administrator]).await;
    let change = PolicyChange {
        base: 1,
        values: vec![("audience.warn".into(), "30".into())],
        reason: "review".into(),
        above_biggest_list: true,
        ..PolicyChange::default()
    };
    assert_eq!(ward.service.change_policy(&administrator, &change).await, Ok(2));
    assert_eq!(ward.service.change_policy(&administrator, &change).await, Err(AppError::Conflict));
    assert_eq!(ward.service.change_policy(&alice, &change).await, Err(AppError::Forbidden));
    let asked_anew = ward.send(&alice, &answered(&first, &asked, None)).await;
    let sent = ward.send(&alice, &answered(&first, &asked_anew, None)).await;
    assert_eq!(sent, Outcome::Pending { send_at: NOW + 60, window: 60, people: 120 });
}

#[tokio::test]
async fn a_number_is_typed_before_hundreds_are_written_to() {
    let ward = ward().await;
    let bob = ward.signed_in("bob", &[]).await;
    let request = request(1, &["all"]);
    let asked = ward.send(&bob, &request).await;
    assert!(matches!(asked, Outcome::Ask { type_number: Some(700), .. }), "{asked:?}");
    for wrong in [None, Some(70)] {
        assert!(matches!(ward.send(&bob, &answered(&request, &asked, wrong)).await, Outcome::Ask { .. }), "{wrong:?}");
    }
    let sent = ward.send(&bob, &answered(&request, &asked, Some(700))).await;
    assert_eq!(sent, Outcome::Pending { send_at: NOW + 300, window: 300, people: 700 });
}

#[tokio::test]
async fn what_is_held_waits_for_another_person_and_goes_once() {
    let ward = ward().await;
    let (alice, bob, carol) = (
        ward.signed_in("alice", &[]).await,
        ward.signed_in("bob", &[]).await,
        ward.signed_in("carol", &[Role::Approver]).await,
    );
    let request = request(1, &["all"]);
    let held = ward.send(&alice, &request).await;
    let Outcome::Held { approvers, expires, .. } = &held else { panic!("{held:?}") };
    assert_eq!((approvers.len(), &approvers[0].address, *expires), (1, &address("bob"), NOW + 14_400));
    assert_eq!(ward.send(&alice, &request).await, held);
    let servers = Servers::default();
    ward.wait(9000);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (0, 0));
    for stranger in [&alice, &carol] {
        assert_eq!(ward.service.waiting(stranger).await.unwrap(), []);
        assert_eq!(ward.service.release(stranger, &request.id).await, Err(AppError::Gone));
    }
    let view = ward.service.held(&bob, &request.id).await.unwrap();
    assert_eq!((view.row.people, view.sample.len(), view.text), (700, 20, Some(request.draft.text.clone())));
    let (one, two) = tokio::join!(ward.service.release(&bob, &request.id), ward.service.release(&bob, &request.id));
    assert!(one.is_ok() != two.is_ok(), "released exactly once: {one:?} {two:?}");
    ward.wait(10);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (1, 1));
    assert_eq!(ward.service.reject(&bob, &request.id, "too late").await, Err(AppError::Conflict));
}

#[tokio::test]
async fn what_is_rejected_or_forgotten_comes_back_and_can_be_sent_anew() {
    let ward = ward().await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    let first = request(1, &["all"]);
    ward.send(&alice, &first).await;
    assert!(matches!(ward.service.reject(&bob, &first.id, " ").await, Err(AppError::Invalid { .. })));
    ward.service.reject(&bob, &first.id, "Use the intranet.").await.unwrap();
    let rejected = Returned::Rejected { by: "bob".into(), reason: "Use the intranet.".into() };
    assert_eq!(ward.returned(&alice).await, [Some(rejected)]);
    assert_eq!(ward.service.send(&alice, &first).await, Err(AppError::Conflict), "a late copy is no second order");
    let again = SendRequest { version: 1, ..first };
    assert!(matches!(ward.send(&alice, &again).await, Outcome::Held { .. }));
    ward.wait(14_400);
    ward.work(&Servers::default()).await;
    assert_eq!(ward.returned(&alice).await, [Some(Returned::Expired)]);
}

#[tokio::test]
async fn what_can_have_changed_is_judged_again_when_it_leaves() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let servers = Servers::default();
    ward.send(&alice, &request(1, &["team"])).await;
    ward.people_know(&[("team", 801), ("ward", 121), ("all", 701)]).await;
    ward.wait(10);
    ward.work(&servers).await;
    assert!(matches!(ward.state(&alice).await[..], [OutboxState::Held { .. }]), "the list grew");
    ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    ward.send(&alice, &request(2, &["team"])).await;
    ward.service.store.set_stopped(Stopped::Everything, &AuditEntry::default(), &[]).await.unwrap();
    ward.wait(10);
    ward.work(&servers).await;
    assert!(matches!(ward.returned(&alice).await[..], [Some(Returned::Stopped { .. })]), "everything was stopped");
    assert_eq!(servers.counts(), (0, 0));
}

#[tokio::test]
async fn taken_back_in_time_it_never_leaves() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let request = request(1, &["bob"]);
    ward.send(&alice, &request).await;
    ward.service.undo(&alice, &request.id).await.unwrap();
    assert_eq!(ward.returned(&alice).await, [Some(Returned::Undone)]);
    let servers = Servers::default();
    ward.wait(99);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (0, 0));
    let again = SendRequest { version: 1, ..request.clone() };
    ward.send(&alice, &again).await;
    ward.wait(10);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (1, 1));
    assert_eq!(ward.service.undo(&alice, &request.id).await, Err(AppError::Conflict));
}

#[tokio::test]
async fn a_lost_node_loses_nothing_and_sends_nothing_twice() {
    for (stage, expected) in [(Stage::Connecting, (1, 1)), (Stage::BeforeData, (1, 1)), (Stage::DataSent, (0, 0))] {
        let ward = ward().await;
        let alice = ward.signed_in("alice", &[]).await;
        ward.send(&alice, &request(1, &["bob"])).await;
        ward.wait(10);
        let stopping = Servers::that(Script::Stops(stage.clone()));
        let claim = ward.service.store.claim(ward.clock.now(), LEASE).await.unwrap().unwrap();
        tokio::select! {
            () = ward.service.work(&claim, &stopping) => panic!("it should have been lost at {stage:?}"),
            () = stopping.here.notified() => {}
        }
        let ward = ward.lost().await;
        let servers = Servers::default();
        ward.wait(LEASE + 1);
        ward.work(&servers).await;
        assert_eq!(servers.counts(), expected, "{stage:?}");
        if stage == Stage::DataSent {
            assert_eq!(ward.state(&alice).await, [OutboxState::Unclear]);
            ward.service.settle(&alice, &request(1, &[]).id, Settle::SendAgain).await.unwrap();
            ward.work(&servers).await;
            assert_eq!(servers.counts(), (1, 1), "its author ordered it");
        }
    }
}

#[tokio::test]
async fn every_answer_of_the_relay_leads_somewhere() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let outcome = |n: u8, script| {
        let (ward, alice) = (&ward, &alice);
        async move {
            ward.send(alice, &request(n, &["bob"])).await;
            ward.wait(10);
            let servers = Servers::that(script);
            ward.work(&servers).await;
            let row = ward.service.outbox(alice).await.unwrap().into_iter().find(|row| row.id == request(n, &[]).id);
            (row.map(|row| row.state), servers.counts())
        }
    };
    let (state, _) = outcome(1, Script::Later).await;
    assert!(matches!(state, Some(OutboxState::Retrying { next, .. }) if next >= NOW + 40), "{state:?}");
    let (state, counts) = outcome(2, Script::SilentAfterDot).await;
    assert_eq!((state, counts), (Some(OutboxState::Unclear), (1, 0)));
    let (state, _) = outcome(3, Script::RefusesRecipient).await;
    assert_eq!(state, None);
    let refused = Returned::Refused { recipients: vec![(Some(address("bob")), reply(550).to_string())] };
    assert_eq!(ward.returned(&alice).await, [Some(refused)]);
    let (state, _) = outcome(4, Script::WrongPassword).await;
    assert_eq!(state, Some(OutboxState::SignIn));
    ward.service.password_is(&address("alice"), "new").await.unwrap();
    let servers = Servers::default();
    ward.wait(600);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (2, 2), "the first and the fourth; the unclear one is never sent by itself");
}

#[tokio::test]
async fn what_the_relay_finds_too_large_comes_back_with_its_size() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    ward.send(&alice, &request(1, &["bob"])).await;
    ward.wait(10);
    ward.work(&Servers::that(Script::TooLarge)).await;
    assert!(ward.service.outbox(&alice).await.unwrap().is_empty());
    let returned = ward.returned(&alice).await;
    assert!(matches!(returned.as_slice(), [Some(Returned::TooLarge { size })] if *size > 100), "{returned:?}");
}

#[tokio::test]
async fn other_mail_programs_get_the_same_judgement() {
    let ward = ward().await;
    let submission = |user: &str, to: &str| SmtpSubmission {
        sasl_user: Some(user.to_owned()),
        return_path: Some(format!("{user}@hosp.example")),
        recipients: vec![format!("{to}@hosp.example")],
        bytes: format!("From: {user}@hosp.example\r\nTo: {to}@hosp.example\r\nSubject: Rota\r\n\r\nSee the rota.\r\n")
            .into(),
    };
    let check = |user: &'static str, to: &'static str, expected: Option<(u16, &'static str)>| {
        let service = ward.service.clone();
        async move {
            let found = match service.judge_submission(&submission(user, to)).await {
                SmtpAnswer::Accept { .. } | SmtpAnswer::Keep => None,
                SmtpAnswer::Refuse { code, enhanced, .. } => Some((code, enhanced)),
                SmtpAnswer::TryLater => Some((451, "4.7.1")),
            };
            assert_eq!(found, expected, "{user} to {to}");
        }
    };
    check("alice", "bob", None).await;
    check("alice", "all", Some((550, "5.7.1"))).await;
    check("alice", "ward", Some((550, "5.7.1"))).await;
    check("bob", "ward", None).await;
    // What the page has judged passes with its pass, once; whoever copies the pass is judged.
    let mut ours = submission("alice", "all");
    let id = DraftId::from_random([9; 16]);
    let pass = crate::pass::header(&ward.service.keys, (&id, 1), ("alice@hosp.example", &ours.recipients), &ours.bytes);
    ours.bytes = [pass.as_bytes(), &ours.bytes].concat();
    assert!(matches!(ward.service.judge_submission(&ours).await, SmtpAnswer::Accept { .. }));
    assert!(matches!(ward.service.judge_submission(&ours).await, SmtpAnswer::Refuse { code: 550, .. }));
    // The store is gone: small mail written singly still flows.
    ward.service.store.close().await;
    check("alice", "bob", None).await;
    check("alice", "team", Some((451, "4.7.1"))).await;
}

#[tokio::test]
async fn the_worker_wakes_for_what_is_due_and_ends_when_told() {
    let ward = ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = tokio::spawn(ward.service.clone().deliver_until(async { drop(stopped.await) }));
    ward.wait(-10);
    ward.send(&alice, &request(1, &["bob"])).await;
    ward.wait(10);
    ward.service.wake.notify_one();
    // Nobody listens where this relay should be.
    let tried = async {
        while !matches!(ward.state(&alice).await[..], [OutboxState::Retrying { .. }]) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), tried).await.unwrap();
    stop.send(()).unwrap();
    worker.await.unwrap();
}

#[tokio::test]
async fn what_was_released_at_a_size_is_not_held_at_that_size_again() {
    let ward = ward().await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    ward.people_with(&[("team", 301)], Some(30), None).await;
    let held = ward.send(&alice, &request(1, &["team"])).await;
    assert!(matches!(held, Outcome::Held { .. }), "ten times what was declared: {held:?}");
    ward.service.release(&bob, &request(1, &[]).id).await.unwrap();
    let next = ward.send(&alice, &request(2, &["team"])).await;
    assert!(matches!(next, Outcome::Ask { .. }), "{next:?}");
}
