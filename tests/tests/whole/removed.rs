//! Another mail program removes or renames a mailbox that Levee has open.

use levee_contract::AppError;
use levee_tests::House;

fn letter(subject: &str) -> String {
    format!("From: p1@hosp.example\nTo: p2@hosp.example\nSubject: {subject}\n\nHello.\n")
}

/// What a page shows of the mailbox, opened and read in, after this was done to it.
fn shown_after(local: &str, commands: &[&str]) -> Option<Result<Vec<String>, AppError>> {
    let house = House::shared()?;
    house.put(local, "Falls", &letter("Before"), &[]);
    let browser = house.browser(local);
    let inbox = browser.list("INBOX").expect("an inbox").total;
    // The last thing that was looked at stays open.
    browser.open("Falls", "Before").expect("a message");
    house.command(local, commands);
    let found = browser.list("Falls");
    assert_eq!(browser.list("INBOX").map(|list| list.total), Ok(inbox), "everything else is where it was");
    Some(found.map(|list| list.rows.into_iter().map(|row| row.subject).collect()))
}

#[test]
fn a_removed_mailbox_is_gone_and_the_mail_server_is_not_down() {
    let Some(shown) = shown_after("p381", &["DELETE Falls"]) else { return };
    assert_eq!(shown, Err(AppError::Gone));
}

#[test]
fn a_renamed_mailbox_is_gone_under_its_old_name() {
    let Some(shown) = shown_after("p382", &["RENAME Falls Clinic"]) else { return };
    assert_eq!(shown, Err(AppError::Gone));
    let house = House::shared().expect("a house");
    assert_eq!(house.browser("p382").list("Clinic").expect("the new name").rows.len(), 1);
}

/// The mail server goes on showing the old one to whoever has it open.
#[test]
fn a_mailbox_made_anew_under_the_same_name_shows_nothing_of_the_old_one() {
    let Some(shown) = shown_after("p383", &["DELETE Falls", "CREATE Falls"]) else { return };
    assert_eq!(shown, Ok(vec![]));
}

/// What is removed and comes in while the mailbox is open is seen by the next window, and no row is another message.
#[test]
fn a_window_is_true_whatever_other_programs_did_since_the_last() {
    let Some(house) = House::shared() else { return };
    for subject in ["One", "Two", "Three"] {
        house.put("p384", "Falls", &letter(subject), &[]);
    }
    let browser = house.browser("p384");
    let subjects = || -> Vec<String> {
        let rows = browser.list("Falls").expect("a list").rows;
        let read = |subject: &String| browser.open("Falls", subject).expect("that message").subject;
        rows.into_iter().map(|row| row.subject).inspect(|subject| assert_eq!(*subject, read(subject))).collect()
    };
    assert_eq!(subjects(), ["Three", "Two", "One"]);
    house.command("p384", &["SELECT Falls", "STORE 2 +FLAGS (\\Deleted)", "EXPUNGE"]);
    assert_eq!(subjects(), ["Three", "One"]);
    house.put("p384", "Falls", &letter("Four"), &[]);
    assert_eq!(subjects(), ["Four", "Three", "One"]);
    house.command("p384", &["SELECT Falls", "STORE 1:2 +FLAGS (\\Deleted)", "EXPUNGE"]);
    house.put("p384", "Falls", &letter("Five"), &[]);
    assert_eq!(subjects(), ["Five", "Four"]);
}
