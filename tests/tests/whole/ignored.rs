//! Ignoring a conversation: what there is of it goes to Trash, what arrives follows it there, and nothing else does.

use levee_contract::{AppError, Ignored, MessageRef};
use levee_tests::{Browser, House, MailProgram, await_until};
use serde_json::json;

/// Sends by SMTP; a reply names what it answers.
fn send(house: &House, from: &str, id: &str, refers_to: &str, subject: &str) {
    let mut program = MailProgram::sign_in(house.submission(), &format!("{from}@hosp.example"), house.password());
    let references = if refers_to.is_empty() { String::new() } else { format!("References: {refers_to}\n") };
    let head = format!("From: {from}@hosp.example\nTo: bob@hosp.example\nMessage-ID: {id}\n{references}");
    let reply = program.send(&["bob@hosp.example"], &format!("{head}Subject: {subject}\n\n{subject}.\n"));
    assert_eq!(reply.code, 250, "{reply:?}");
    house.await_letter("bob", subject);
}

/// Subjects of a mailbox as its page lists them, sorted.
fn listed(browser: &Browser, mailbox: &str) -> Vec<String> {
    let mut subjects: Vec<String> =
        browser.list(mailbox).expect("a list").rows.into_iter().map(|row| row.subject).collect();
    subjects.sort();
    subjects
}

fn page(message: &MessageRef) -> String {
    format!("/mail/{}/{}/{}", message.mailbox, message.uid_validity, message.uid)
}

#[test]
fn a_conversation_goes_to_trash_and_what_arrives_of_it_follows_until_it_is_ignored_no_more() {
    let Some(house) = House::start() else { return };
    let bob = house.browser("bob");
    send(&house, "alice", "<root@hosp.example>", "", "Parking");
    send(&house, "carol", "<one@hosp.example>", "<root@hosp.example>", "Re: Parking");
    send(&house, "carol", "<other@hosp.example>", "", "Rota");
    let reply = bob.open("INBOX", "Re: Parking").expect("his copy").message;

    let ignored: Ignored = bob.form("ignore_conversation", &[("page", &page(&reply))]).expect("ignored");
    assert_eq!(ignored.done.moved_to.as_deref(), Some("Trash"));
    assert_eq!(listed(&bob, "INBOX"), ["Rota"]);
    assert_eq!(listed(&bob, "Trash"), ["Parking", "Re: Parking"]);

    // By its thread, not by its subject.
    send(&house, "alice", "<two@hosp.example>", "<root@hosp.example> <one@hosp.example>", "Re: Parking again");
    send(&house, "alice", "<new@hosp.example>", "", "Re: Parking elsewhere");
    assert_eq!(listed(&bob, "INBOX"), ["Re: Parking elsewhere", "Rota"]);
    assert_eq!(house.letters("bob", "Trash", "Re: Parking again").len(), 1, "moved, not lost");
    let again = bob.list("Trash").expect("a list").rows.into_iter().find(|row| row.subject == "Re: Parking again");
    assert!(!again.expect("its row").marks.read, "quietly");
    assert!(!house.log().contains("root@hosp.example"));

    // The page of a message in Trash says so, and ends it by a form.
    let there = bob.open("Trash", "Parking").expect("it lies there").message;
    let particulars = bob.particulars(&there).expect("its particulars");
    assert_eq!(particulars.ignored.as_deref(), Some(ignored.conversation.as_str()));
    let shown = bob.get(&page(&there), &[]).body;
    assert!(shown.contains("You ignore this conversation") && shown.contains("Stop ignoring"), "{shown}");
    let carol = house.browser("carol");
    let stop = |browser: &Browser| {
        let fields = [("page", page(&there)), ("conversation", ignored.conversation.clone())];
        browser.form::<()>("stop_ignoring", &fields.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    assert_eq!(stop(&carol), Err(AppError::Gone), "what bob ignores is his");
    assert_eq!(stop(&bob), Ok(()));
    assert_eq!(stop(&bob), Err(AppError::Gone));
    send(&house, "alice", "<three@hosp.example>", "<root@hosp.example>", "Re: Parking at last");
    assert_eq!(listed(&bob, "INBOX"), ["Re: Parking at last", "Re: Parking elsewhere", "Rota"]);
    // And back again, as the toast does it.
    bob.call::<()>("undo_act", &json!({ "steps": ignored.done.undo })).expect("taken back");
    await_until("both are back", || (listed(&bob, "INBOX").len() == 5).then_some(()));
}
