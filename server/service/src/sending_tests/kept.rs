//! What other mail programs send and what waits for its sender or for approvers, over a real store.

use super::servers::{Script, Servers};
use super::ward::{NOW, Ward, request, ward, with_release};
use crate::{SmtpAnswer, SmtpSubmission};
use levee_contract::{
    AppError, Approvals as _, Caller, Confirmed, Outbox as _, OutboxState, Outcome, OwnReleased, Returned, Role,
};
use levee_mail::{DraftId, Importance};
use levee_smtp::{Envelope, SignIn};
use levee_store::Stopped;

async fn open_ward() -> Ward {
    with_release(ward().await).await
}

fn submission(user: &str, to: &str, header: &str) -> SmtpSubmission {
    let bytes =
        format!("From: {user}@hosp.example\r\nTo: {to}@hosp.example\r\nSubject: Rota\r\n{header}\r\nSee the rota.\r\n");
    SmtpSubmission {
        sasl_user: Some(user.to_owned()),
        return_path: Some(format!("{user}@hosp.example")),
        recipients: vec![format!("{to}@hosp.example")],
        bytes: bytes.into(),
    }
}

impl Ward {
    async fn submit(&self, submission: &SmtpSubmission) -> SmtpAnswer {
        self.service.judge_submission(submission).await
    }

    /// The only row of the outbox.
    async fn only(&self, who: &Caller) -> (DraftId, OutboxState) {
        let mut rows = self.service.outbox(who).await.unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        let row = rows.remove(0);
        (row.id, row.state)
    }

    /// The question that is put now, answered.
    async fn answer(&self, who: &Caller, id: &DraftId, typed: Option<u64>) -> Confirmed {
        Confirmed { question: self.service.own_held(who, id).await.unwrap().question, typed }
    }
}

/// Whom the notices among what was delivered went to: what has no return path.
fn notices(servers: &Servers) -> Vec<String> {
    let delivered = servers.delivered.lock().unwrap();
    let notices = delivered.iter().filter(|(_, envelope)| envelope.from().is_none());
    let mut to: Vec<String> = notices.flat_map(|(_, envelope)| envelope.to()).map(ToString::to_string).collect();
    to.sort();
    to
}

#[tokio::test]
async fn each_ruling_has_its_answer() {
    let ward = open_ward().await;
    for (user, to, kept) in
        [("alice", "bob", false), ("alice", "ward", true), ("alice", "all", true), ("bob", "ward", false)]
    {
        let expected = if kept { SmtpAnswer::Keep } else { SmtpAnswer::Accept { strip: Vec::new() } };
        assert_eq!(ward.submit(&submission(user, to, "")).await, expected, "{user} to {to}");
    }
    ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    ward.service.store.set_stopped(Stopped::Everything, &levee_store::AuditEntry::default(), &[]).await.unwrap();
    let stopped = ward.submit(&submission("alice", "team", "")).await;
    assert!(matches!(stopped, SmtpAnswer::Refuse { code: 550, .. }), "{stopped:?}");
    ward.service.store.set_stopped(Stopped::Nothing, &levee_store::AuditEntry::default(), &[]).await.unwrap();
    // Whoever is nobody here could neither be told nor decide; what cannot be handed over again is not taken.
    let stranger = SmtpSubmission {
        sasl_user: None,
        return_path: Some("device@elsewhere.example".into()),
        ..submission("alice", "ward", "")
    };
    let broken = SmtpSubmission {
        bytes: b"From: alice@hosp.example\r\n\r\na\rb\r\n".to_vec(),
        ..submission("alice", "ward", "")
    };
    for refused in [stranger, broken] {
        let answer = ward.submit(&refused).await;
        assert!(matches!(answer, SmtpAnswer::Refuse { code: 550, .. }), "{answer:?}");
    }
    ward.service.store.close().await;
    assert_eq!(ward.submit(&submission("alice", "ward", "")).await, SmtpAnswer::TryLater);
}

#[tokio::test]
async fn its_sender_releases_it_once_and_is_told_once() {
    let ward = open_ward().await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    for trace in ["1", "2"] {
        // A program that lost the answer sends the same again; its way is another.
        let message =
            submission("alice", "ward", &format!("Message-ID: <rota@hosp.example>\r\nReceived: by {trace}\r\n"));
        assert_eq!(ward.submit(&message).await, SmtpAnswer::Keep);
    }
    let servers = Servers::default();
    ward.work(&servers).await;
    assert_eq!(notices(&servers), ["alice@hosp.example"]);
    let (id, state) = ward.only(&alice).await;
    assert!(matches!(state, OutboxState::Asks { expires, .. } if expires == NOW + 14_400), "{state:?}");
    let answer = ward.answer(&alice, &id, None).await;
    assert_eq!(ward.service.release_own(&bob, &id, &answer).await, Err(AppError::Gone));
    assert_eq!(ward.service.release(&bob, &id).await, Err(AppError::Gone), "nor as the owner of the list");
    let empty = Confirmed { question: String::new(), typed: None };
    assert_eq!(ward.service.release_own(&alice, &id, &empty).await, Ok(OwnReleased::Asked));
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Ok(OwnReleased::Leaving));
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Err(AppError::Conflict));
    ward.wait(60);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (2, 0), "the notice and the message; its program has its own copy");
    let by_levee =
        |(sign_in, _): &(SignIn, Envelope)| matches!(sign_in, SignIn::Password { user, .. } if user == "levee");
    assert!(servers.delivered.lock().unwrap().iter().all(by_levee), "nobody's password is behind it");
    assert!(matches!(ward.only(&alice).await.1, OutboxState::Sent { .. }));
    ward.wait(9_999);
    ward.work(&servers).await;
    assert_eq!(servers.counts(), (2, 0));
}

#[tokio::test]
async fn what_was_confirmed_is_covered_and_nothing_else() {
    let ward = open_ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    ward.submit(&submission("alice", "ward", "")).await;
    let (id, _) = ward.only(&alice).await;
    let answer = ward.answer(&alice, &id, None).await;
    ward.people_know(&[("team", 60), ("ward", 140), ("all", 701)]).await;
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Ok(OwnReleased::Asked), "it reaches others now");
    // Bob is told and decides, when it has become more than its sender may decide on.
    ward.people_know(&[("team", 60), ("ward", 701), ("all", 701)]).await;
    let answer = ward.answer(&alice, &id, Some(700)).await;
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Ok(OwnReleased::Held));
    let servers = Servers::default();
    ward.work(&servers).await;
    assert_eq!(notices(&servers), ["bob@hosp.example"], "alice has been there before hers went out");
    assert!(matches!(ward.only(&alice).await.1, OutboxState::Held { .. }));
    let bob = ward.signed_in("bob", &[]).await;
    assert_eq!(ward.service.release(&bob, &id).await, Ok(()));
    // Blocked when its sender lets it go: kept for her, and nobody gets it.
    ward.wait(10);
    ward.work(&servers).await;
    ward.people_know(&[("team", 60), ("ward", 121), ("all", 701)]).await;
    // So long after the first that it is none of its parts.
    ward.wait(3_600);
    ward.submit(&submission("alice", "ward", "")).await;
    let second = ward.service.outbox(&alice).await.unwrap().remove(0).id;
    let answer = ward.answer(&alice, &second, None).await;
    ward.service.store.set_stopped(Stopped::Everything, &levee_store::AuditEntry::default(), &[]).await.unwrap();
    assert_eq!(ward.service.release_own(&alice, &second, &answer).await, Ok(OwnReleased::Stopped));
    let state = ward.service.outbox(&alice).await.unwrap().into_iter().find(|row| row.id == second).unwrap().state;
    assert!(matches!(state, OutboxState::Kept { why: Returned::Stopped { .. } }), "{state:?}");
}

#[tokio::test]
async fn the_number_is_typed_before_hundreds_are_written_to() {
    let ward = open_ward().await;
    // Bob owns the list, so that its 700 people are a question to him and no hold.
    let bob = ward.signed_in("bob", &[]).await;
    ward.submit(&submission("bob", "all", "")).await;
    let (id, _) = ward.only(&bob).await;
    assert_eq!(ward.service.own_held(&bob, &id).await.unwrap().type_number, Some(700));
    for wrong in [None, Some(70)] {
        let answer = ward.answer(&bob, &id, wrong).await;
        assert_eq!(ward.service.release_own(&bob, &id, &answer).await, Ok(OwnReleased::Asked), "{wrong:?}");
    }
    let answer = ward.answer(&bob, &id, Some(700)).await;
    assert_eq!(ward.service.release_own(&bob, &id, &answer).await, Ok(OwnReleased::Leaving));
}

#[tokio::test]
async fn nobody_decides_and_it_stays_for_its_sender() {
    let ward = open_ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    ward.submit(&submission("alice", "ward", "")).await;
    let (id, _) = ward.only(&alice).await;
    let answer = ward.answer(&alice, &id, None).await;
    ward.wait(14_400);
    let ward = with_release(ward.lost().await).await;
    let servers = Servers::default();
    ward.work(&servers).await;
    assert_eq!(ward.only(&alice).await.1, OutboxState::Kept { why: Returned::Expired });
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Err(AppError::Conflict));
    assert_eq!(ward.returned(&alice).await, [], "it is no draft of ours");
    assert_eq!(notices(&servers), [""; 0], "what nobody has read by then is moot");
}

#[tokio::test]
async fn important_mail_tells_deputies_and_those_on_call_until_it_is_decided() {
    let ward = open_ward().await;
    let (alice, bob) = (ward.signed_in("alice", &[]).await, ward.signed_in("bob", &[]).await);
    ward.submit(&submission("alice", "all", "Importance: High\r\n")).await;
    let servers = Servers::default();
    ward.work(&servers).await;
    assert_eq!(notices(&servers), ["alice@hosp.example", "bob@hosp.example"]);
    for (seconds, told) in [(599, 2), (1, 3), (599, 3), (1, 4), (9_999, 4)] {
        ward.wait(seconds);
        ward.work(&servers).await;
        assert_eq!(notices(&servers).len(), told, "{seconds}");
    }
    assert_eq!(notices(&servers)[2..], ["carol@hosp.example", "p3@hosp.example"]);
    // Once it is decided, nobody else is told.
    ward.submit(&submission("alice", "all", "X-Priority: 1 (Highest)\r\n")).await;
    ward.work(&servers).await;
    assert_eq!(notices(&servers).len(), 6);
    let id = ward.service.waiting(&bob).await.unwrap().pop().unwrap().id;
    ward.service.reject(&bob, &id, "Not today.").await.unwrap();
    // Of ordinary mail only those who decide are told.
    ward.submit(&submission("alice", "all", "Importance: low\r\n")).await;
    ward.work(&servers).await;
    ward.wait(1_200);
    ward.work(&servers).await;
    assert_eq!(notices(&servers).len(), 8);
    assert_eq!(ward.service.outbox(&alice).await.unwrap().len(), 3);
}

#[tokio::test]
async fn mail_that_a_page_marks_important_tells_deputies_too() {
    let ward = open_ward().await;
    let alice = ward.signed_in("alice", &[]).await;
    let mut important = request(1, &["all"]);
    important.draft.importance = Importance::High;
    for request in [important, request(2, &["all"])] {
        let outcome = ward.send(&alice, &request).await;
        assert!(matches!(outcome, Outcome::Held { .. }), "{outcome:?}");
    }
    let servers = Servers::default();
    ward.work(&servers).await;
    ward.wait(1_200);
    ward.work(&servers).await;
    assert_eq!(notices(&servers), ["bob@hosp.example", "bob@hosp.example", "carol@hosp.example", "p3@hosp.example"]);
}

#[tokio::test]
async fn a_notice_is_sent_once_whenever_the_worker_is_lost() {
    for script in [Script::Stops(levee_smtp::Stage::BeforeData), Script::Stops(levee_smtp::Stage::DataSent)] {
        let ward = open_ward().await;
        ward.submit(&submission("alice", "ward", "")).await;
        let lost = Servers::that(script.clone());
        let claim = ward.service.store.claim(NOW, super::LEASE).await.unwrap().unwrap();
        tokio::select! {
            () = lost.here.notified() => {}
            () = ward.service.work(&claim, &lost) => {}
        }
        let ward = with_release(ward.lost().await).await;
        let servers = Servers::default();
        for _ in 0..3 {
            ward.wait(super::LEASE + 1);
            ward.work(&servers).await;
        }
        let sent = notices(&servers).len() + notices(&lost).len();
        let may_have_gone = script == Script::Stops(levee_smtp::Stage::DataSent);
        assert_eq!(sent, usize::from(!may_have_gone), "{script:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_of_our_own_waits_and_asks_nobody_to_sign_in() {
    let ward = open_ward().await;
    let alice = ward.signed_in("alice", &[Role::MassSender]).await;
    ward.submit(&submission("alice", "ward", "")).await;
    let (id, _) = ward.only(&alice).await;
    let answer = ward.answer(&alice, &id, None).await;
    assert_eq!(ward.service.release_own(&alice, &id, &answer).await, Ok(OwnReleased::Leaving));
    ward.wait(60);
    ward.work(&Servers::that(Script::WrongPassword)).await;
    assert!(matches!(ward.only(&alice).await.1, OutboxState::Retrying { .. }));
    ward.wait(40);
    let servers = Servers::default();
    ward.work(&servers).await;
    assert!(matches!(ward.only(&alice).await.1, OutboxState::Sent { .. }));
}
