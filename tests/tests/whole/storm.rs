//! A storm that begins in two processes at once, in pages and in other mail programs: it is frozen after the reply
//! that the specification says, for everybody and everywhere, and small mail flows on.

use levee_contract::{Ignored, Outcome, Start};
use levee_guard::{Code, Ruling};
use levee_tests::{House, MailProgram, draft};

/// Replies after which a discussion trips (guard specification, section 7).
const REPLIES: u32 = 15;

#[test]
fn a_storm_is_frozen_after_so_many_replies_in_all_processes() {
    let Some(house) = House::start() else { return };
    let grace = house.browser("grace");
    // The list has sixty people; by default only larger audiences are counted.
    grace.change_policy(&[("storm.min_audience", "10")]).expect("within its range");
    house.kill_levee();
    let answering = house.answer_mta();
    house.serve_as(&["serve", "--without-milter"]);

    let mut bob = MailProgram::sign_in(house.submission(), "bob@hosp.example", house.password());
    let first = "From: bob@hosp.example\nTo: talk@hosp.example\nSubject: Parking\nMessage-ID: <root@ward.example>\n\nWho parks where?\n";
    assert_eq!(bob.send(&["talk@hosp.example"], first).code, 250);

    for n in 0..REPLIES {
        let local = format!("p{}", 120 + n);
        if n % 2 == 0 {
            let reply = by_program(&house, &local);
            assert_eq!(reply.code, 250, "reply {n}: {reply:?}");
        } else {
            let outcome = by_page(&house, &local);
            assert!(matches!(outcome, Outcome::Pending { .. }), "reply {n}: {outcome:?}");
        }
    }

    let reply = by_program(&house, "p150");
    assert!(reply.code == 550 && reply.text.starts_with("5.7.2 ") && reply.text.contains("[STORM "), "{reply:?}");
    let Outcome::Blocked { verdict, .. } = by_page(&house, "p151") else { panic!("a page went through the storm") };
    let storm = verdict.findings.iter().find(|finding| finding.code == Code::Storm).expect("a storm");
    assert_eq!((storm.ruling, storm.value), (Ruling::Block, 60));
    // Mail to few flows, in the same words.
    let mut p152 = MailProgram::sign_in(house.submission(), "p152@hosp.example", house.password());
    assert_eq!(p152.send(&["bob@hosp.example"], &reply_of("p152", "bob@hosp.example")).code, 250);

    let seen = house.browser("grace").watch(1).expect("an administrator watches");
    let [storm] = &seen.storms[..] else { panic!("one storm: {:?}", seen.storms) };
    assert_eq!((storm.replies, storm.senders, storm.people), (15, 15, 60));
    // Those two, and of the pages' replies all whose undo window had not ended when it tripped.
    assert!((2..=9).contains(&storm.stopped), "{storm:?}");
    assert_eq!(storm.lists.first().map(|list| list.address.to_string()).as_deref(), Some("talk@hosp.example"));
    // Every reader of the thread is told where it is read, and nobody by mail.
    let (reader, grace) = (house.browser("p153"), house.browser("grace"));
    house.await_letter("p153", "Re: Parking");
    let rows = reader.list("INBOX").expect("the inbox").rows;
    let read = |subject: &str| {
        let row = rows.iter().find(|row| row.subject == subject).expect("a message");
        reader.particulars(&row.message).expect("opened").frozen
    };
    let frozen = read("Parking").expect("the message that began it");
    assert_eq!((frozen.replies, frozen.senders, frozen.people, frozen.until), (15, 15, 60, storm.until));
    assert_eq!(frozen.ask.first().map(|one| one.address.to_string()).as_deref(), Some("grace@hosp.example"));
    assert_eq!(read("Re: Parking"), Some(frozen));
    // Where they are told, they file the copies that are there and those that still come.
    let other = house.browser("p154");
    house.await_letter("p154", "Re: Parking");
    let open = other.open("INBOX", "Re: Parking").expect("a copy").message;
    let page = format!("/mail/{}/{}/{}", open.mailbox, open.uid_validity, open.uid);
    assert!(other.get(&page, &[]).body.contains("Remaining copies are filed quietly."));
    other.form::<Ignored>("ignore_conversation", &[("page", &page)]).expect("ignored");
    let left = other.list("INBOX").expect("the inbox").rows;
    assert!(left.iter().all(|row| !row.subject.contains("Parking")), "{left:?}");
    let id = storm.id.to_string();
    grace.form::<()>("change_storm", &[("id", &id), ("reason", "They have stopped")]).expect("hers to release");
    assert_eq!(read("Parking"), None);
    drop(answering);
}

/// A reply to everybody as another mail program writes it.
fn reply_of(local: &str, to: &str) -> String {
    format!(
        "From: {local}@hosp.example\nTo: {to}\nSubject: Re: Parking\nIn-Reply-To: <root@ward.example>\n\
         References: <root@ward.example>\n\nPlease take me off this list, says {local}.\n"
    )
}

fn by_program(house: &House, local: &str) -> levee_tests::Reply {
    let mut program = MailProgram::sign_in(house.submission(), &format!("{local}@hosp.example"), house.password());
    program.send(&["talk@hosp.example", "bob@hosp.example"], &reply_of(local, "talk@hosp.example, bob@hosp.example"))
}

/// The same by the button of a page.
fn by_page(house: &House, local: &str) -> Outcome {
    let browser = house.browser(local);
    house.await_letter(local, "Parking");
    let rows = browser.list("INBOX").expect("the inbox").rows;
    let message = rows.into_iter().find(|row| row.subject == "Parking").expect("the first message").message;
    let opened = browser.start(&Start::ReplyAll { message }).expect("a draft").draft;
    let written = draft(&[], "", &format!("Me too, says {local}."));
    browser.send(&levee_mail::Draft { text: written.text, ..opened }).expect("decided")
}
