//! Writing to colleagues and to lists: what is accepted is delivered, once, to exactly whom the page counted.

use levee_contract::{AppError, Confirmed, OutboxState, Outcome, Returned};
use levee_mail::Draft;
use levee_tests::{House, await_until, contact, draft, fresh_id};

#[test]
fn a_message_to_three_colleagues_is_delivered_once_to_each() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("alice");
    let subject = "Rota for three";
    let message =
        Draft { bcc: vec![contact("p301")], ..draft(&["bob", "carol"], subject, "The rota is on the board.") };
    assert_eq!(browser.audience(&message).expect("counted").people, 3);
    let outcome = browser.send(&message).expect("accepted");
    assert!(matches!(outcome, Outcome::Pending { window: 1, people: 3, .. }), "{outcome:?}");

    for reader in ["bob", "carol", "p301"] {
        let letter = house.await_letter(reader, subject);
        assert!(letter.0.contains("The rota is on the board."), "{}", letter.0);
        assert_eq!(
            (letter.header("Bcc"), letter.header("X-Levee-Pass")),
            (String::new(), String::new()),
            "{}",
            letter.0
        );
        assert!(!letter.0.contains("p301@") || letter.header("Delivered-To").contains("p301"), "{}", letter.0);
    }
    let sent = await_until("the copy in Sent", || house.letters("alice", "Sent", subject).pop());
    assert!(sent.header("Bcc").contains("p301@hosp.example"), "{}", sent.0);
    house.await_quiet("quiet after three");
    for (reader, mailbox) in [("bob", "INBOX"), ("carol", "INBOX"), ("p301", "INBOX"), ("alice", "Sent")] {
        assert_eq!(house.letters(reader, mailbox, subject).len(), 1, "{reader} {mailbox}");
    }
    let row = browser.outbox().expect("the outbox").into_iter().find(|row| row.subject == subject).expect("its row");
    assert!(matches!(row.state, OutboxState::Sent { .. }), "{row:?}");
}

#[test]
fn a_message_taken_back_reaches_nobody() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p303");
    let (id, message) = (fresh_id(), draft(&["department"], "Taken back", "Too early."));
    let Outcome::Ask { question, .. } = browser.send_as(&id, &message, None).expect("asked") else {
        panic!("not asked")
    };
    let confirmed = Some(Confirmed { question, typed: None });
    let outcome = browser.send_as(&id, &message, confirmed).expect("accepted");
    // The window of a hundred people and more: long enough to be taken back on a busy machine.
    assert!(matches!(outcome, Outcome::Pending { window: 6, people: 110, .. }), "{outcome:?}");
    browser.undo(&id).expect("taken back in time");
    let drafts = browser.drafts().expect("drafts");
    assert_eq!(drafts.iter().map(|row| (&row.id, &row.returned)).collect::<Vec<_>>(), [(&id, &Some(Returned::Undone))]);
    assert_eq!(browser.undo(&id), Err(AppError::Conflict), "there is nothing more to take back");

    // One with the same window, handed over later, is delivered: the first would have been by then.
    let later = draft(&["department"], "Sent instead", "Now.");
    let id = fresh_id();
    let Outcome::Ask { question, .. } = browser.send_as(&id, &later, None).expect("asked") else { panic!("not asked") };
    browser.send_as(&id, &later, Some(Confirmed { question, typed: None })).expect("accepted");
    house.await_letter("p110", "Sent instead");
    assert_eq!(browser.undo(&id), Err(AppError::Conflict), "it has left");
    house.await_quiet("quiet after taking back");
    for n in 1..=110 {
        assert_eq!(house.letters(&format!("p{n}"), "INBOX", "Taken back").len(), 0, "p{n}");
        assert_eq!(
            house.letters(&format!("p{n}"), "INBOX", "Sent instead").len(),
            1,
            "p{n}: nested lists deliver once"
        );
    }
}

#[test]
fn the_same_draft_handed_over_twice_is_one_message() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p304");
    let (id, message) = (fresh_id(), draft(&["p305"], "Pressed twice", "Once is enough."));
    // Two windows, at once, and a third after it has left.
    let answers: Vec<_> = std::thread::scope(|scope| {
        let one = || browser.send_as(&id, &message, None).expect("accepted");
        let threads = [scope.spawn(one), scope.spawn(one)];
        threads.map(|thread| thread.join().expect("an answer")).into()
    });
    assert_eq!(answers[0], answers[1], "both windows are told the same");
    house.await_letter("p305", "Pressed twice");
    browser.send_as(&id, &message, None).expect("known already");
    house.await_quiet("quiet after twice");
    assert_eq!(house.letters("p305", "INBOX", "Pressed twice").len(), 1);
    assert_eq!(house.letters("p304", "Sent", "Pressed twice").len(), 1);
}

#[test]
fn a_list_reaches_exactly_its_members() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p306");
    // Beside the list one of its members, once more: still one copy.
    let message = draft(&["team", "p3"], "To the team", "All eighteen of you.");
    assert_eq!(browser.audience(&message).expect("counted").people, 18);
    let outcome = browser.send(&message).expect("accepted");
    assert!(matches!(outcome, Outcome::Pending { people: 18, .. }), "{outcome:?}");
    house.await_letter("p18", "To the team");
    house.await_quiet("quiet after the team");
    let copies: Vec<usize> = (1..=30).map(|n| house.letters(&format!("p{n}"), "INBOX", "To the team").len()).collect();
    assert_eq!(copies, [vec![1; 18], vec![0; 12]].concat());
    assert_eq!(house.in_the_sink("To the team"), 0);
    let letter = house.await_letter("p1", "To the team");
    assert!(letter.header("To").contains("team@hosp.example"), "{}", letter.0);
}
