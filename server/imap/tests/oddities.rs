//! The ways in which async-imap by itself is misled, each against a server that plays it: what fails must not
//! look like nothing found, what cannot be parsed must not end the connection, and no mail gets into an error.

mod fake_server;

use fake_server::{Script, serve};
use levee_imap::{Client, Flag, FlagChange, FlagSet, ImapError, MailboxName, News, Page, SearchKey, Session, UidSet};
use std::pin::Pin;
use tokio::task::JoinHandle;

const PAGE: Page = Page { first: 0, count: 50 };

fn inbox() -> MailboxName {
    MailboxName::inbox()
}

/// A session on a server that plays this script after the sign-in.
async fn signed_in(script: Script) -> (Session, JoinHandle<Vec<String>>) {
    let (server, heard) = serve("* OK ready", script, 1).await;
    (Client::connect(&server).await.unwrap().login("a", "pw").await.unwrap(), heard)
}

/// A script of one command, made at run time.
fn answering(command: &'static str, answer: String) -> Script {
    Box::leak(Box::new([(command, &*answer.leak())]))
}

type Done = Result<(), ImapError>;
type Asked<'a> = Pin<Box<dyn Future<Output = Done> + 'a>>;
type Ask = for<'a> fn(&'a mut Session) -> Asked<'a>;

/// Everything that a session can be asked for, and how its command begins.
const COMMANDS: [(&str, Ask); 14] = [
    ("NOOP", |s| Box::pin(async { s.noop().await.map(drop) })),
    ("SELECT", |s| Box::pin(async { s.select(&inbox()).await.map(drop) })),
    ("EXAMINE", |s| Box::pin(async { s.examine(&inbox()).await.map(drop) })),
    ("FETCH", |s| Box::pin(async { s.window(&inbox(), PAGE).await.map(drop) })),
    ("UID FETCH", |s| Box::pin(async { s.rows(&inbox(), 9, &one()).await.map(drop) })),
    ("UID FETCH", |s| Box::pin(async { s.previews(&inbox(), 9, &one()).await.map(drop) })),
    ("UID FETCH", |s| Box::pin(async { s.message(&inbox(), 9, 3).await.map(drop) })),
    ("UID SEARCH", |s| Box::pin(async { s.search(&inbox(), &[SearchKey::Unread]).await.map(drop) })),
    ("LIST", |s| Box::pin(async { s.folders().await.map(drop) })),
    ("STATUS", |s| Box::pin(async { s.status(&inbox()).await.map(drop) })),
    ("CREATE", |s| Box::pin(async { s.create(&inbox()).await })),
    ("UID STORE", |s| {
        Box::pin(async { s.set_flags(&inbox(), 9, &one(), FlagChange::Add, &FlagSet::from([Flag::Seen])).await })
    }),
    ("UID MOVE", |s| Box::pin(async { s.move_to(&inbox(), 9, &one(), &inbox()).await.map(drop) })),
    ("APPEND", |s| Box::pin(async { s.append(&inbox(), b"x".to_vec(), &FlagSet::default(), None).await.map(drop) })),
];

fn one() -> UidSet {
    UidSet::one(3).unwrap()
}

/// async-imap drops the tagged NO and BAD of SEARCH and FETCH, and takes the end of the line for the end of
/// the answer.
#[tokio::test]
async fn no_command_that_failed_looks_as_if_it_had_not() {
    for (command, ask) in COMMANDS {
        let cases = [
            ("TAG NO [NOPERM] no", ImapError::Refused("[NOPERM] no".into()), true),
            ("TAG NO [UNAVAILABLE] later", ImapError::TryLater("[UNAVAILABLE] later".into()), true),
            ("TAG BAD what?", ImapError::Protocol("the server does not understand a command"), true),
            ("CUT", ImapError::Lost, false),
            ("* BYE shutting down\nCUT", ImapError::TryLater("shutting down".into()), false),
            ("* 3 FETCH (UID 3 FL…\nCUT", ImapError::Lost, false),
            ("\u{1}\u{2} nothing of IMAP\nCUT", ImapError::Protocol("the server sends what is no IMAP"), false),
        ];
        for (answer, expected, sound) in cases {
            let (mut session, _) = signed_in(answering(command, answer.to_owned())).await;
            assert_eq!(ask(&mut session).await, Err(expected), "{command}: {answer}");
            assert_eq!(session.is_sound(), sound, "{command}: {answer}");
        }
    }
}

/// Responses on which async-imap's parser fails; what it could not parse stays in its buffer, so that nothing
/// behind it is ever reached.
#[tokio::test]
async fn nothing_that_cannot_be_parsed_ends_the_connection() {
    for odd in [
        "* ESEARCH (TAG \"x\") UID COUNT 5 ALL 1:3,7",
        "* ESEARCH (TAG \"x\") UID PARTIAL (1:50 1:50)",
        "* THREAD (1)(2 3 (4)(5 6))",
        "* NAMESPACE ((\"\" \"/\")) NIL ((\"Public/\" \"/\" \"X-PARAM\" (\"F1\" \"F2\")))",
        "* STATUS INBOX (MESSAGES 7 SIZE 123456789012 DELETED 3 MAILBOXID (F22) UIDNEXT 5000000000)",
        "* STATUS {5}⏎INBOX (X-ODD (1 (2)) MESSAGES 7)",
        "* LIST (\\HasNoChildren \\X-Odd) \"/\" INBOX (\"CHILDINFO\" (\"SUBSCRIBED\") \"OLDNAME\" (\"x\"))",
        "* LIST () \"/\" {4}⏎a⏎b",
        "* LSUB () \"/\" INBOX",
        "* SEARCH 3 5 (MODSEQ 917162500)",
        "* SEARCH 4294967296 x",
        "* SORT 3 5 (MODSEQ 9)",
        "* VANISHED (EARLIER) 41,43:116,118",
        "* METADATA \"\" (/private/comment {3}⏎a⏎)",
        "* ACL INBOX a lrs b \"x y\"",
        "* QUOTA \"User quota\" (STORAGE 10 512",
        "* QUOTAROOT INBOX \"User quota\"",
        "* ID (\"name\" \"Dovecot\" \"odd\" NIL)",
        "* ENABLED CONDSTORE QRESYNC",
        "* FLAGS (\\Seen $A$[B)",
        "* LANGUAGE (EN)",
        "* CAPABILITY IMAP4rev1 X=Y=Z AUTH= RIGHTS=texk QUOTA=RES-STORAGE",
        "* 3 RECENT",
        "* 3 EXPUNGE",
        "* 12 FETCH (FLAGS (\\Seen) MODSEQ (99) EMAILID (M6d99) SNIPPET (FUZZY \"x\") SAVEDATE NIL)",
        "* 12 FETCH (X-ODD ((()(())) BODY[",
        "* 12 X-ODD (1)",
        "* X-ODD",
        "*",
        "* ",
        "* OK",
        "* OK [PERMANENTFLAGS (\\Seen \\*)] limited",
        "* OK [MAILBOXID (F22)] ok",
        "* OK [NOTIFICATIONOVERFLOW] lost some",
        "* OK [HIGHESTMODSEQ 99999999999999999999] odd",
        "* OK [UIDNEXT x] odd",
        "* OK [COPYUID 7 (x) 9:] odd",
        "* OK [APPENDUID 7] odd",
        "* OK [BADCHARSET (utf-8 {3}] odd",
        "* OK [never closed",
        "* NO [METADATA LONGENTRIES 5] odd",
        "* BAD gr\u{fc}\u{df}e",
    ] {
        let (mut session, _) = signed_in(answering("NOOP", format!("{odd}\n* 9 EXISTS\nTAG OK done"))).await;
        let told = session.noop().await;
        assert_eq!(told.map(|news| news.exists), Ok(Some(9)), "{odd}");
        assert_eq!(session.select(&inbox()).await.map(|selected| selected.exists), Ok(7), "{odd}");
    }
}

/// async-imap's own channel for these holds a hundred and then loses them.
#[tokio::test]
async fn nothing_told_unasked_is_lost_however_much_it_is() {
    let told = "* 1 EXPUNGE\n* 2 FETCH (FLAGS (\\Seen))\n".repeat(150);
    let (mut session, _) = signed_in(answering("NOOP", format!("{told}* 7 EXISTS\nTAG OK done"))).await;
    assert_eq!(session.noop().await, Ok(News { exists: Some(7), expunged: 150, marked: 150 }));
}

/// The server of the tests may send 20,000 bytes at once.
#[tokio::test]
async fn nobody_can_fill_our_memory() {
    let over = Err(ImapError::TooLarge { size: 0, limit: 10_000 });
    for flood in [
        // One line, one announced literal, many literals, many answers.
        format!("* X {}", "x".repeat(30_000)),
        "* 1 FETCH (BODY[] {30000}".to_owned(),
        format!("* 1 FETCH ({}", "A {1000}⏎".to_owned() + &"x".repeat(1_000).repeat(30)),
        "* 1 FETCH (FLAGS (\\Seen \\Flagged \\Answered))\n".repeat(1_000),
        "* LIST () \"/\" INBOX\n".repeat(1_500),
    ] {
        let (mut session, _) = signed_in(answering("NOOP", format!("{flood}\nTAG OK done"))).await;
        assert_eq!(session.noop().await.map(drop), over, "{}", flood.chars().take(20).collect::<String>());
        assert!(!session.is_sound());
    }
}

/// async-imap puts its receive buffer into the text of its errors.
#[tokio::test]
async fn no_mail_gets_into_an_error() {
    const SECRET: &str = "Patient 4711";
    for answer in [
        format!("{SECRET} is no IMAP\nCUT"),
        format!("* 1 FETCH (UID 1 BODY[] {{50}}⏎{SECRET}…\nCUT"),
        format!("* 1 FETCH (UID 1 BODY[] {{99999}}⏎{SECRET}\nHUSH"),
        format!("* 1 FETCH (UID 1 BODY[] \"{SECRET}\")\nTAG BAD {SECRET}"),
        format!("* 1 FETCH (UID 1 BODY[] \"{SECRET}\")\n+ {SECRET}\nTAG OK"),
    ] {
        let (mut session, _) = signed_in(answering("FETCH", answer.clone())).await;
        let error = session.window(&inbox(), PAGE).await.unwrap_err();
        assert!(!format!("{error} {error:?} {session:?}").contains(SECRET), "{answer}: {error:?}");
    }
}

/// A line end is no part of a name that people type. One that the server itself gives stays one argument,
/// counted in bytes.
#[tokio::test]
async fn no_name_becomes_a_command() {
    assert!(MailboxName::parse("x\r\nA1 LOGOUT").is_err());
    let (mut session, heard) = signed_in(&[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE LIST-STATUS\nTAG OK done"),
        ("LIST", "* LIST () \"/\" {12}⏎x⏎A1 LOGOUT\nTAG OK done"),
        ("SELECT", "+ go\n* 7 EXISTS\n* OK [UIDVALIDITY 9] ok\nTAG OK done"),
    ])
    .await;
    let name = session.folders().await.unwrap().remove(0).name;
    session.select(&name).await.unwrap();
    drop(session);
    assert_eq!(heard.await.unwrap()[3..], ["SELECT {12}", "x\r\nA1 LOGOUT"]);
}

/// A server may tell of a removal while it answers a FETCH of numbers: each row says itself which message it is.
#[tokio::test]
async fn rows_are_their_own_messages_whatever_is_removed_meanwhile() {
    let script: Script = &[(
        "FETCH 1:7",
        "* 7 FETCH (UID 70 FLAGS () BODY[HEADER.FIELDS (FROM)] {14}⏎Subject: new⏎)\n* 2 EXPUNGE\n\
         * 5 FETCH (UID 60 FLAGS () BODY[HEADER.FIELDS (FROM)] {14}⏎Subject: old⏎)\n* 6 EXISTS\nTAG OK done",
    )];
    let (mut session, _) = signed_in(script).await;
    let rows = session.window(&inbox(), PAGE).await.unwrap().rows;
    let found: Vec<_> = rows.iter().map(|row| (row.uid, row.subject.as_str())).collect();
    assert_eq!(found, [(70, "new"), (60, "old")]);
    assert_eq!(session.take_news(), News { exists: Some(6), expunged: 1, marked: 0 });
}

/// The same UIDs mean other messages under another UIDVALIDITY: nothing is done to them.
#[tokio::test]
async fn another_uidvalidity_ends_what_was_meant_for_the_old_one() {
    for (_, ask) in COMMANDS.iter().filter(|(command, _)| command.starts_with("UID ") && *command != "UID SEARCH") {
        let script: Script = &[("SELECT", "* 7 EXISTS\n* OK [UIDVALIDITY 10] ok\nTAG OK done")];
        let (mut session, heard) = signed_in(script).await;
        assert_eq!(ask(&mut session).await, Err(ImapError::Gone));
        drop(session);
        assert!(heard.await.unwrap().last().unwrap().starts_with("SELECT"));
    }
}
