//! What people do in the list all day, on a real mail server: each command, its undo, filters and search.

use levee_contract::{AppError, MessageList};
use levee_imap::{Flag, Flags};
use levee_tests::{Browser, House};
use std::sync::Arc;
use ureq::http::Method;

fn letter(subject: &str, text: &str) -> String {
    format!("From: Tomasz <p1@hosp.example>\nTo: p2@hosp.example\nSubject: {subject}\n\n{text}\n")
}

fn with_file(subject: &str) -> String {
    format!(
        "From: p1@hosp.example\nTo: p2@hosp.example\nSubject: {subject}\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nSee the file.\n--b\n\
         Content-Type: application/pdf; name=\"rota.pdf\"\nContent-Disposition: attachment; filename=\"rota.pdf\"\n\n\
         %PDF\n--b--\n"
    )
}

/// Somebody with three messages: the first unread, the second read, the third read and flagged.
fn three(local: &str) -> Option<(Arc<House>, Browser)> {
    let house = House::shared()?;
    house.put(local, "INBOX", &letter("One", "The first."), &[]);
    house.put(local, "INBOX", &letter("Two", "The second."), &[Flag::Seen]);
    house.put(local, "INBOX", &letter("Three", "The third."), &[Flag::Seen, Flag::Flagged]);
    let browser = house.browser(local);
    Some((house, browser))
}

fn subjects(list: Result<MessageList, AppError>) -> Vec<String> {
    list.expect("a list").rows.into_iter().map(|row| row.subject).collect()
}

fn one(flags: &[Flags]) -> Flags {
    assert_eq!(flags.len(), 1, "{flags:?}");
    flags[0]
}

#[test]
fn a_mark_is_taken_back_from_those_alone_that_got_it() {
    let Some((house, browser)) = three("p371") else { return };
    let all = ["One", "Two", "Three"];
    let seen = || all.map(|subject| one(&house.flags("p371", "INBOX", subject)).seen);
    let flagged = || all.map(|subject| one(&house.flags("p371", "INBOX", subject)).flagged);

    let done = browser.act("INBOX", &all, "read", "").expect("marked");
    assert_eq!(seen(), [true, true, true]);
    browser.take_back(&done).expect("taken back");
    assert_eq!(seen(), [false, true, true]);

    let done = browser.act("INBOX", &all, "unread", "").expect("marked");
    assert_eq!(seen(), [false, false, false]);
    browser.take_back(&done).expect("taken back");
    assert_eq!(seen(), [false, true, true]);

    let done = browser.act("INBOX", &all, "flag", "").expect("flagged");
    assert_eq!(flagged(), [true, true, true]);
    browser.take_back(&done).expect("taken back");
    assert_eq!(flagged(), [false, false, true]);

    let done = browser.act("INBOX", &["Three"], "unflag", "").expect("no longer flagged");
    assert_eq!(flagged(), [false, false, false]);
    browser.take_back(&done).expect("taken back");
    assert_eq!(flagged(), [false, false, true]);

    let nothing = browser.act("INBOX", &["Two"], "read", "").expect("it is already");
    assert_eq!(nothing.undo, [], "nothing was changed, so nothing is taken back");
}

#[test]
fn what_was_moved_comes_back_as_it_was() {
    let Some((house, browser)) = three("p372") else { return };
    house.put("p372", "Clinics/Falls", &letter("There already", "x"), &[]);
    let two = ["Two", "Three"];
    for (act, to, there) in [
        ("archive", "", "Archive"),
        ("delete", "", "Trash"),
        ("junk", "", "Junk"),
        ("move", "Clinics/Falls", "Clinics/Falls"),
    ] {
        let done = browser.act("INBOX", &two, act, to).expect(act);
        assert_eq!(done.moved_to.as_deref(), Some(there), "{act}");
        assert_eq!(subjects(browser.list("INBOX")), ["One"], "{act}");
        assert!(one(&house.flags("p372", there, "Three")).flagged, "{act}: marks go along");
        assert_eq!(one(&house.flags("p372", there, "Two")).junk, act == "junk");
        browser.take_back(&done).expect(act);
        assert_eq!(house.letters("p372", there, "Two").len(), 0, "{act}");
        let mut back = subjects(browser.list("INBOX"));
        back.sort();
        assert_eq!(back, ["One", "Three", "Two"], "{act}");
        for subject in two {
            let flags = one(&house.flags("p372", "INBOX", subject));
            assert_eq!(
                (flags.seen, flags.flagged, flags.junk, flags.not_junk),
                (true, subject == "Three", false, false),
                "{act}: {subject} has the marks it had"
            );
        }
    }
    assert_eq!(house.letters("p372", "Clinics/Falls", "There already").len(), 1);
}

#[test]
fn what_is_no_junk_goes_to_the_inbox_and_is_marked_so() {
    let Some(house) = House::shared() else { return };
    house.put("p373", "Junk", &letter("Wrongly junk", "x"), &[Flag::Junk]);
    let browser = house.browser("p373");
    let done = browser.act("Junk", &["Wrongly junk"], "not_junk", "").expect("moved");
    let flags = one(&house.flags("p373", "INBOX", "Wrongly junk"));
    assert_eq!((flags.junk, flags.not_junk), (false, true));
    browser.take_back(&done).expect("taken back");
    let flags = one(&house.flags("p373", "Junk", "Wrongly junk"));
    assert_eq!((flags.junk, flags.not_junk), (true, false));
}

#[test]
fn nothing_is_deleted_for_good_by_the_command_that_can_be_undone() {
    let Some((house, browser)) = three("p374") else { return };
    let invalid = |done: Result<_, AppError>| matches!(done, Err(AppError::Invalid { .. }));
    assert!(invalid(browser.act("INBOX", &["One"], "erase", "")), "not while it is not in Trash");
    browser.act("INBOX", &["One"], "delete", "").expect("moved to Trash");
    assert!(invalid(browser.act("Trash", &["One"], "delete", "")), "that would be for good");
    assert_eq!(house.letters("p374", "Trash", "One").len(), 1);
    let done = browser.act("Trash", &["One"], "erase", "").expect("asked for by its name");
    assert_eq!(done.undo, []);
    assert_eq!(house.letters("p374", "Trash", "One").len(), 0);
}

#[test]
fn a_move_that_the_server_refuses_leaves_everything_where_it_was() {
    let Some((_house, browser)) = three("p375") else { return };
    assert_eq!(browser.act("INBOX", &["One"], "move", "No such folder"), Err(AppError::Gone));
    assert!(matches!(browser.act("INBOX", &[], "delete", ""), Err(AppError::Invalid { .. })), "of nothing");
    assert_eq!(subjects(browser.list("INBOX")).len(), 3);
}

#[test]
fn filters_show_what_they_say_and_the_open_message_stays() {
    let Some((house, browser)) = three("p376") else { return };
    house.put("p376", "INBOX", &with_file("With a file"), &[Flag::Seen]);
    let at = |query: &str| subjects(browser.list_at(&format!("/mail/INBOX{query}")));
    assert_eq!(at("?filter=unread"), ["One"]);
    assert_eq!(at("?filter=flagged"), ["Three"]);
    assert_eq!(at("?filter=files"), ["With a file"]);
    assert_eq!(at("?filter=files&depth=1"), ["With a file"]);
    house.put("p376", "INBOX", &letter("Newest", "x"), &[]);
    let shallow = browser.list_at("/mail/INBOX?filter=files&depth=1").expect("a list");
    assert_eq!(
        (shallow.rows.len(), shallow.sifted.map(|s| s.looked)),
        (0, Some(Some(1))),
        "and says how far it looked"
    );

    let rows = browser.list_at("/mail/INBOX?filter=unread").expect("a list").rows;
    let first = &rows.iter().find(|row| row.subject == "One").expect("unread").message;
    let open = format!("/{}/{}?filter=unread", first.uid_validity, first.uid);
    browser.act("INBOX", &["One"], "read", "").expect("read");
    assert_eq!(at("?filter=unread"), ["Newest"]);
    assert_eq!(at(&open), ["Newest", "One"], "in its place, as long as it is open");
}

#[test]
fn a_search_finds_heads_first_and_text_after_them() {
    let Some(house) = House::shared() else { return };
    for (subject, text) in [("Hoist visit", "On Thursday."), ("Rota", "The hoist is booked."), ("Lunch", "Soup.")] {
        house.put("p377", "INBOX", &letter(subject, text), &[]);
    }
    house.put("p377", "INBOX", &letter("Grüße vom \"Bad\" {3}", "x"), &[]);
    let browser = house.browser("p377");
    let at = |query: &str| browser.list_at(&format!("/mail/INBOX?q={query}"));
    assert_eq!(subjects(at("HOIST")), ["Hoist visit"]);
    let whole = at("hoist&in=text").expect("found");
    assert_eq!((whole.total, whole.sifted.map(|sifted| sifted.heads)), (2, Some(1)));
    assert_eq!(subjects(Ok(whole)), ["Hoist visit", "Rota"]);
    assert_eq!(subjects(at("hoist+thursday&in=text")), ["Hoist visit"], "each word has to be there");
    assert_eq!(subjects(at("tomasz")).len(), 4, "authors count as heads");
    assert_eq!(subjects(at("Gr%C3%BC%C3%9Fe+%22Bad")), ["Grüße vom \"Bad\" {3}"]);
    assert_eq!(subjects(at("%7B3%7D")), ["Grüße vom \"Bad\" {3}"]);
    assert_eq!(subjects(at("nothing%0D%0Aof+it")), Vec::<String>::new());
    let long = at(&"x".repeat(201));
    assert!(matches!(long, Err(AppError::Invalid { .. })), "{long:?}");
}

#[test]
fn the_next_window_of_a_result_goes_on_where_the_first_ended() {
    let Some(house) = House::shared() else { return };
    for n in 1..=60 {
        house.put("p378", "INBOX", &letter(&format!("Visit {n}"), "x"), &[]);
    }
    let browser = house.browser("p378");
    let first = subjects(browser.list_at("/mail/INBOX?q=visit"));
    assert_eq!((first.len(), first[0].as_str(), first[49].as_str()), (50, "Visit 60", "Visit 11"));
    house.put("p378", "INBOX", &letter("Visit 61", "x"), &[]);
    let second = subjects(browser.list_at("/mail/INBOX?q=visit&first=50"));
    assert_eq!((second.len(), second[0].as_str()), (10, "Visit 10"), "what came since moves nothing");
    assert_eq!(subjects(browser.list_at("/mail/INBOX?q=visit"))[0], "Visit 61", "searching again finds it");
}

#[test]
fn a_form_without_script_acts_on_its_boxes_and_leads_back() {
    let Some((house, browser)) = three("p379") else { return };
    let rows = browser.list("INBOX").expect("a list").rows;
    let row = rows.iter().find(|row| row.subject == "Two").expect("its row");
    let (validity, uid) = (row.message.uid_validity, row.message.uid);
    let body = format!("page=%2Fmail%2FINBOX%3Ffilter%3Dflagged&validity={validity}&uids%5B%5D={uid}&act=archive");
    let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
    let answer = browser.request(Method::POST, "/api/act_on_messages", &headers, &body).expect("an answer");
    assert_eq!((answer.status, answer.header("location")), (303, "/mail/INBOX?filter=flagged"));
    assert_eq!(house.letters("p379", "Archive", "Two").len(), 1);

    let body = "page=%2Fmail%2FINBOX&density=compact";
    let answer = browser.request(Method::POST, "/api/set_list_view", &headers, body).expect("an answer");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("levee-list=compact.plain; Path=/"), "{cookie}");
    let page = browser.get("/mail/INBOX", &[("cookie", "levee-list=compact.plain")]);
    assert!(page.body.contains("data-list=\"compact plain\""), "the page is drawn so from the start");
}
