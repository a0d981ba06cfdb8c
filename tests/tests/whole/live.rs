//! What happens in a mailbox reaches the pages that show it.

use levee_contract::LiveEvent;
use levee_imap::{Flag, FlagChange};
use levee_tests::{House, MailProgram, await_until};

fn changed(mailbox: &str) -> LiveEvent {
    LiveEvent::Changed { mailbox: mailbox.to_owned() }
}

/// Sends a message by SMTP, as another mail program does.
fn write_to(house: &House, local: &str, subject: &str) {
    let mut program = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let to = format!("{local}@hosp.example");
    let message = format!("From: bob@hosp.example\nTo: {to}\nSubject: {subject}\n\nHello.\n");
    assert_eq!(program.send(&[&to], &message).code, 250);
}

#[test]
fn new_mail_and_marks_are_told() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p301");
    browser.list("INBOX").expect("an inbox");
    let page = browser.follow("INBOX");
    write_to(&house, "p301", "Told at once");
    page.await_event(&changed("INBOX"));
    house.await_letter("p301", "Told at once");
    // As the page does when it is told.
    let list = browser.list("INBOX").expect("an inbox");
    assert_eq!(list.rows[0].subject, "Told at once");
    drop(page);

    let page = browser.follow("INBOX");
    house.mark("p301", "INBOX", "Told at once", FlagChange::Add, Flag::Flagged);
    page.await_event(&changed("INBOX"));
    await_until("the mark", || browser.list("INBOX").ok()?.rows[0].marks.flagged.then_some(()));
}

#[test]
fn a_page_is_told_what_it_missed_and_nothing_else() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p302");
    browser.list("INBOX").expect("an inbox");
    write_to(&house, "p302", "Before anybody followed");
    house.await_letter("p302", "Before anybody followed");
    assert_eq!(browser.follow("INBOX").next(), Some(changed("INBOX")));

    // A mailbox that is as it was listed is not told of; the inbox beside it says what is unread in it.
    let browser = house.browser("p302");
    browser.list("Sent").expect("a mailbox");
    let page = browser.follow("Sent");
    assert_eq!(page.next(), Some(LiveEvent::Unread { mailbox: "INBOX".to_owned(), n: 1 }));
}

#[test]
fn pages_of_a_session_share_one_connection() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p303");
    browser.list("INBOX").expect("an inbox");
    let before = house.imap_logins("p303");
    let first = browser.follow("INBOX");
    write_to(&house, "p303", "For one page");
    first.await_event(&changed("INBOX"));
    let second = browser.follow("INBOX");
    write_to(&house, "p303", "For two pages");
    second.await_event(&changed("INBOX"));
    first.await_event(&changed("INBOX"));
    assert_eq!(house.imap_logins("p303"), before + 1);
}

#[test]
fn signing_out_ends_what_is_followed() {
    let Some(house) = House::shared() else { return };
    let (browser, other) = (house.browser("p304"), house.browser("p304"));
    let (page, stays) = (browser.follow("INBOX"), other.follow("INBOX"));
    browser.form::<()>("sign_out", &[]).expect("signed out");
    page.await_event(&LiveEvent::SignedOut);
    assert_eq!(page.next(), None);
    // Its cookie is good for nothing more; another session of the account goes on.
    let anew = browser.follow("INBOX");
    assert_eq!((anew.next(), anew.next()), (Some(LiveEvent::SignedOut), None));
    write_to(&house, "p304", "After one signed out");
    stays.await_event(&changed("INBOX"));
    assert_eq!(house.stranger().follow("INBOX").next(), Some(LiveEvent::SignedOut));
}

#[test]
fn a_mail_server_that_goes_away_is_told_and_found_again() {
    let Some(house) = House::start() else { return };
    let browser = house.browser("alice");
    browser.list("INBOX").expect("an inbox");
    let page = browser.follow("INBOX");
    write_to(&house, "alice", "While all is well");
    page.await_event(&changed("INBOX"));
    house.stop_mail();
    page.await_event(&LiveEvent::MailServerDown);
    assert_eq!(browser.follow("INBOX").next(), Some(LiveEvent::MailServerDown), "who comes now is told too");
    house.start_mail();
    page.await_event(&LiveEvent::MailServerUp);
    write_to(&house, "alice", "All is well again");
    page.await_event(&changed("INBOX"));
}

#[test]
fn there_is_no_following_what_is_no_mailbox() {
    let Some(house) = House::shared() else { return };
    let browser = house.browser("p305");
    for (path, status) in [("/events?mailbox=", 404), ("/events?mailbox=a%00b", 404), ("/events", 400)] {
        assert_eq!(browser.get(path, &[]).status, status, "{path}");
    }
    // One that is not there is followed in vain, and the inbox all the same.
    let page = browser.follow("Nowhere");
    page.await_event(&LiveEvent::Unread { mailbox: "INBOX".to_owned(), n: 0 });
    write_to(&house, "p305", "Beside nowhere");
    page.await_event(&changed("INBOX"));
}

#[test]
fn room_is_told() {
    let Some(house) = House::shared() else { return };
    let quota: Option<levee_contract::Quota> =
        house.browser("p306").call("read_quota", &serde_json::json!({})).expect("an answer");
    let quota = quota.expect("the mail server sets a limit");
    assert_eq!(quota.limit, 2_000_000_000);
    assert!(quota.used < quota.limit, "{quota:?}");
}
