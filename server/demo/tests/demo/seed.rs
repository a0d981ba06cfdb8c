//! Seeded mail as Dovecot shows it: folders, flags, sizes; dates that follow the days without
//! touching what people did.

use crate::folder;
use crate::wire::Wire;
use levee_demo::{LARGEST_MESSAGE, PeopleSource, Stack, StackConfig, WrongPassword, cast, seed};
use std::path::Path;
use tempfile::TempDir;

/// Monday 16 November 2026, 10:00 UTC.
const MONDAY: i64 = 1_794_823_200;
const DAY: i64 = 24 * 60 * 60;

/// A folder filled for Monday, or nothing where the stack cannot run.
fn filled() -> Option<TempDir> {
    let folder = folder()?;
    seed::fill(folder.path(), MONDAY, seed::Amount::Story).expect("filled");
    Some(folder)
}

fn start(folder: &Path) -> Stack {
    Stack::start(&config(folder)).expect("starts")
}

fn config(folder: &Path) -> StackConfig {
    StackConfig {
        folder: folder.into(),
        domains: std::iter::once(cast::DOMAIN).chain(cast::ALIAS_DOMAINS).map(str::to_owned).collect(),
        accounts: cast::mailboxes().map(|account| (&account).into()).collect(),
        shared: vec![(&cast::WARD_7).into()],
        releaser: None,
        milter: None,
        people: PeopleSource::AccountsOnly { lists: Vec::new() },
        largest_message: LARGEST_MESSAGE,
        wrong_password: WrongPassword::AnsweredAtOnce,
        ports: None,
    }
}

fn sign_in(stack: &Stack, local: &str) -> Wire {
    let mut imap = Wire::open(stack.imap());
    imap.imap_ok(&format!("LOGIN {local}@{} {}", cast::DOMAIN, cast::PASSWORD));
    imap
}

/// The number after a word in the answer to STATUS.
fn status(imap: &mut Wire, folder: &str, item: &str) -> u32 {
    let lines = imap.imap_ok(&format!("STATUS \"{folder}\" ({item})"));
    let number = lines[0].rsplit_once(item).expect("the item").1;
    number.trim_matches([' ', ')']).parse().expect("a number")
}

/// UIDs of the first match of a search, one at least.
fn search(imap: &mut Wire, query: &str) -> Vec<u32> {
    let lines = imap.imap_ok(&format!("UID SEARCH {query}"));
    lines[0].trim_start_matches("* SEARCH").split_whitespace().map(|uid| uid.parse().expect("a uid")).collect()
}

fn date_of(imap: &mut Wire, uid: u32) -> String {
    let lines = imap.imap_ok(&format!("UID FETCH {uid} (INTERNALDATE BODY.PEEK[HEADER.FIELDS (DATE)])"));
    lines.join(" ")
}

#[test]
fn people_have_mail_in_every_folder_and_can_read_it() {
    let Some(folder) = filled() else { return };
    let stack = start(folder.path());
    for account in cast::ACCOUNTS {
        let mut imap = sign_in(&stack, account.local);
        assert!(status(&mut imap, "INBOX", "MESSAGES") > 40, "{}", account.local);
        assert!(status(&mut imap, "INBOX", "UNSEEN") > 0, "{}", account.local);
        assert!(status(&mut imap, "Sent", "MESSAGES") > 5, "{}", account.local);
    }
    let mut imap = sign_in(&stack, "eleanor.whitby");
    let listed = imap.imap_ok("LIST (SUBSCRIBED) \"\" \"*\" RETURN (SPECIAL-USE)").join("\n");
    for folder in ["\\Drafts", "\\Sent", "\\Junk", "\\Trash", "\\Archive", "Clinics/Falls clinic", "Rotas and leave"] {
        assert!(listed.contains(folder), "{folder} is not in {listed}");
    }
    imap.imap_ok("SELECT Drafts");
    assert!(!search(&mut imap, "DRAFT").is_empty());
    imap.imap_ok("SELECT INBOX");
    assert!(!search(&mut imap, "FLAGGED").is_empty());
    assert!(!search(&mut imap, "ANSWERED").is_empty());
    // Charsets come out as what they mean.
    for word in ["Новые", "研修", "الترجمة", "Überlingen"] {
        assert!(!search(&mut imap, &format!("CHARSET UTF-8 SUBJECT \"{word}\"")).is_empty(), "{word}");
    }
    // The team thread holds together.
    let threads = imap.imap_ok("THREAD REFERENCES UTF-8 SUBJECT \"discharge huddle\"").join("");
    assert!(!threads.contains(")("), "one thread: {threads}");
    stack.stop().expect("stops");
}

#[test]
fn everybody_signs_in_and_the_ward_shares_one_mailbox() {
    let Some(folder) = filled() else { return };
    let stack = start(folder.path());
    for account in cast::mailboxes() {
        assert!(status(&mut sign_in(&stack, account.local), "INBOX", "MESSAGES") > 0, "{}", account.local);
    }
    let mut eleanor = sign_in(&stack, "eleanor.whitby");
    let mut maya = sign_in(&stack, "maya.lindqvist");
    let mut ravi = sign_in(&stack, "ravi.menon");
    assert!(ravi.imap_ok("LIST \"\" \"*\"").iter().all(|line| !line.contains("Shared")), "no member sees nothing");
    assert!(eleanor.imap_ok("LIST \"\" \"*\"").iter().any(|line| line.contains("Shared/ward-7")));
    assert!(status(&mut eleanor, "Shared/ward-7", "MESSAGES") > 20);
    eleanor.imap_ok("SELECT Shared/ward-7");
    let unread = search(&mut eleanor, "UNSEEN SUBJECT \"Mrs T home\"")[0];
    eleanor.imap_ok(&format!("UID STORE {unread} +FLAGS (\\Seen)"));
    maya.imap_ok("SELECT Shared/ward-7");
    assert_eq!(search(&mut maya, "SEEN SUBJECT \"Mrs T home\""), [unread], "one state for all");
    // Mail to its address arrives in it.
    let arrived = status(&mut maya, "Shared/ward-7", "MESSAGES");
    let mut smtp = Wire::open(stack.submission());
    assert!(smtp.smtp_auth("ravi.menon@northmoor.example", cast::PASSWORD).starts_with("235"));
    let ward = format!("{}@{}", cast::WARD_7.local, cast::DOMAIN);
    let letter = "From: ravi.menon@northmoor.example\nSubject: To the ward\n\nHello.";
    let reply = smtp.smtp_send("ravi.menon@northmoor.example", &[&ward], letter);
    assert!(reply.starts_with("250"), "{reply}");
    maya.await_messages("Shared/ward-7", arrived + 1);
    stack.stop().expect("stops");
}

#[test]
fn dates_follow_the_days_and_what_people_did_stays() {
    let Some(folder) = filled() else { return };
    let stack = start(folder.path());
    let mut imap = sign_in(&stack, "eleanor.whitby");
    imap.imap_ok("SELECT INBOX");
    let flu = search(&mut imap, "SUBJECT \"flu jabs\"")[0];
    assert!(date_of(&mut imap, flu).contains("16 Nov 2026 07:00"));
    let scarf = search(&mut imap, "SUBJECT \"green scarf\"")[0];
    let validity = status(&mut imap, "INBOX", "UIDVALIDITY");
    imap.imap_ok("SELECT INBOX");
    // What she does: reads and marks one message, moves another, writes one of her own.
    imap.imap_ok(&format!("UID STORE {flu} +FLAGS (\\Seen \\Flagged $Label1)"));
    imap.imap_ok(&format!("UID MOVE {scarf} Archive"));
    let own = "Date: Mon, 16 Nov 2026 10:01:00 +0000\r\nMessage-ID: <own@x.example>\r\nSubject: own\r\n\r\nmine\r\n";
    imap.imap_ok(&format!("APPEND INBOX {{{}+}}\r\n{own}", own.len()));
    // Sizes are in Dovecot's cache now, and must not be believed later.
    imap.imap_ok("FETCH 1:* (RFC822.SIZE ENVELOPE INTERNALDATE)");
    stack.stop().expect("stops");

    seed::fill(folder.path(), MONDAY + DAY / 2, seed::Amount::Story).expect("too early to move anything");
    seed::fill(folder.path(), MONDAY + 3 * DAY, seed::Amount::Story).expect("moved");
    let stack = start(folder.path());
    let mut imap = sign_in(&stack, "eleanor.whitby");
    assert_eq!(status(&mut imap, "INBOX", "UIDVALIDITY"), validity);
    imap.imap_ok("SELECT INBOX");
    assert_eq!(search(&mut imap, "SUBJECT \"flu jabs\" SEEN FLAGGED KEYWORD $Label1"), [flu]);
    let date = date_of(&mut imap, flu);
    assert!(date.contains("19-Nov-2026 07:00") && date.contains("19 Nov 2026 07:00"), "{date}");
    let own = search(&mut imap, "HEADER Message-ID own@x.example")[0];
    assert!(date_of(&mut imap, own).contains("16 Nov 2026 10:01"));
    for (number, line) in sizes(&mut imap) {
        let said: usize =
            line.rsplit_once("RFC822.SIZE ").expect("size").1.trim_end_matches(')').parse().expect("number");
        let body = imap.imap_ok(&format!("FETCH {number} BODY.PEEK[]"));
        assert_eq!(body[1].len(), said, "message {number}");
    }
    imap.imap_ok("SELECT Archive");
    let moved = search(&mut imap, "SUBJECT \"green scarf\"")[0];
    assert!(date_of(&mut imap, moved).contains("19 Nov 2026"));
    stack.stop().expect("stops");
}

/// Sequence number and answer of RFC822.SIZE, for messages in plain ASCII (others change in a String).
fn sizes(imap: &mut Wire) -> Vec<(u32, String)> {
    let lines = imap.imap_ok("FETCH 1:40 RFC822.SIZE");
    let number = |line: &str| line.strip_prefix("* ")?.split(' ').next()?.parse().ok();
    lines
        .into_iter()
        .filter_map(|line| Some((number(&line)?, line)))
        .filter(|(_, line)| line.contains("FETCH"))
        .collect()
}

#[test]
fn a_large_mailbox_is_made_for_benches() {
    let Some(folder) = filled() else { return };
    seed::bulk(folder.path(), "ravi.menon", 1_000, MONDAY).expect("made");
    let stack = start(folder.path());
    let mut imap = sign_in(&stack, "ravi.menon");
    assert_eq!(status(&mut imap, "INBOX", "MESSAGES"), 1_000);
    let unseen = status(&mut imap, "INBOX", "UNSEEN");
    assert!((5..100).contains(&unseen), "{unseen}");
    imap.imap_ok("SELECT INBOX");
    let line = imap.imap_ok("FETCH 500 RFC822.SIZE").remove(0);
    let body = imap.imap_ok("FETCH 500 BODY.PEEK[]");
    assert!(line.ends_with(&format!("RFC822.SIZE {})", body[1].len())), "{line}");
    stack.stop().expect("stops");
}
