//! Each way a mail server can mislead a client, against a server that plays it.

mod fake_server;

use fake_server::{Script, serve};
use levee_imap::{
    Appended, Client, Flag, FlagChange, FlagSet, ImapError, LoginError, MailboxName, Page, Role, SearchKey, Security,
    Server, Session, UidSet,
};
use levee_mail::MessageId;
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

/// Signs in against a greeting and a script.
async fn login(greeting: &'static str, script: Script) -> Result<(), LoginError> {
    let (server, _) = serve(greeting, script, 1).await;
    Client::connect(&server).await?.login("a", "pw").await.map(drop)
}

#[tokio::test]
async fn a_sign_in_fails_for_what_it_failed_for() {
    let later = |words: &str| Err(LoginError::TryLater(words.to_owned()));
    assert_eq!(login("* OK ready", &[]).await, Ok(()));
    assert_eq!(
        login("* OK ready", &[("LOGIN", "TAG NO [AUTHENTICATIONFAILED] Authentication failed.")]).await,
        Err(LoginError::WrongPassword)
    );
    assert_eq!(
        login("* OK ready", &[("LOGIN", "TAG NO [UNAVAILABLE] Temporary failure.")]).await,
        later("[UNAVAILABLE] Temporary failure.")
    );
    assert_eq!(login("* BYE too many", &[]).await, later("too many"));
    assert!(matches!(login("* PREAUTH hello root", &[]).await, Err(LoginError::Protocol(_))));
    assert!(matches!(login("220 mx ESMTP", &[]).await, Err(LoginError::Unreachable { .. })));
    assert!(matches!(login("* OK ready", &[("LOGIN", "CUT")]).await, Err(LoginError::Unreachable { .. })));
    assert!(matches!(login("* OK ready", &[("LOGIN", "HUSH")]).await, Err(LoginError::Unreachable { .. })));
    let nobody = Server::new("127.0.0.1", 1, Security::PlainOnLoopback).unwrap();
    assert!(matches!(Client::connect(&nobody).await, Err(LoginError::Unreachable { .. })));
}

#[tokio::test]
async fn a_password_of_any_text_is_one_argument() {
    for (password, expected) in [
        ("a\" \\{5}", "LOGIN \"a\" \"a\\\" \\\\{5}\""),
        ("pw\r\nX LOGOUT", "AUTHENTICATE PLAIN"),
        ("pässword", "AUTHENTICATE PLAIN"),
    ] {
        let (server, heard) = serve("* OK ready", &[], 1).await;
        drop(Client::connect(&server).await.unwrap().login("a", password).await.unwrap());
        let heard = heard.await.unwrap();
        assert_eq!(heard[0], expected);
        assert_eq!(heard.last().unwrap(), "CAPABILITY", "{heard:?}");
    }
    let (server, heard) = serve("* OK ready", &[], 1).await;
    assert_eq!(Client::connect(&server).await.unwrap().login("a", "p\0w").await.err(), Some(LoginError::WrongPassword));
    assert!(heard.await.unwrap().is_empty());
}

/// Runs one window against a script; gives the error, and whether the session may be used again.
async fn window(script: Script) -> (Result<usize, ImapError>, bool) {
    let (mut session, _) = signed_in(script).await;
    let rows = session.window(&inbox(), PAGE).await.map(|window| window.rows.len());
    (rows, session.is_sound())
}

#[tokio::test]
async fn no_failure_looks_like_an_empty_mailbox() {
    let protocol = |text| Err(ImapError::Protocol(text));
    let too_large = Err(ImapError::TooLarge { size: 0, limit: 10_000 });
    let cases: [(&str, Script, Result<usize, ImapError>, bool); 16] = [
        ("nothing there", &[("FETCH", "TAG OK done")], Ok(0), true),
        ("NO", &[("FETCH", "TAG NO not now")], Err(ImapError::Refused("not now".into())), true),
        ("BAD", &[("FETCH", "TAG BAD what?")], protocol("the server does not understand a command"), true),
        ("in use", &[("FETCH", "TAG NO [INUSE] locked")], Err(ImapError::TryLater("[INUSE] locked".into())), true),
        ("no mailbox", &[("SELECT", "TAG NO [NONEXISTENT] no")], Err(ImapError::Gone), true),
        ("no mailbox", &[("SELECT", "TAG NO [TRYCREATE] no")], Err(ImapError::Gone), true),
        ("no mailbox", &[("SELECT", "TAG NO Mailbox doesn't exist: INBOX")], Err(ImapError::Gone), true),
        ("not ours", &[("SELECT", "TAG NO [NOPERM] no")], Err(ImapError::Refused("[NOPERM] no".into())), true),
        ("end", &[("FETCH", "CUT")], Err(ImapError::Lost), false),
        ("silence", &[("FETCH", "HUSH")], Err(ImapError::Lost), false),
        ("farewell", &[("FETCH", "* BYE shutting down\nCUT")], Err(ImapError::TryLater("shutting down".into())), false),
        ("cut", &[("FETCH", "* 1 FETCH (UID 1 BODY[] {50}⏎abc…\nCUT")], Err(ImapError::Lost), false),
        ("lie", &[("FETCH", "* 1 FETCH (UID 1 BODY[] {4294967295}\nHUSH")], too_large.clone(), false),
        ("long", &[("FETCH", "* 1 FETCH (UID 1 BODY[] {600000000}\nHUSH")], too_large, false),
        ("gibberish", &[("FETCH", "what is this\nTAG OK done")], protocol("the server sends what is no IMAP"), false),
        (
            "no validity",
            &[("SELECT", "* 1 EXISTS\nTAG OK done")],
            protocol("the server opens a mailbox without UIDVALIDITY or message count"),
            true,
        ),
    ];
    for (name, script, expected, sound) in cases {
        assert_eq!(window(script).await, (expected, sound), "{name}");
    }
}

#[tokio::test]
async fn what_nobody_asked_for_does_no_harm() {
    let script: Script = &[(
        "FETCH",
        "* ESEARCH (TAG \"x\") ALL 1:3\n* NAMESPACE ((\"\" \"/\")) NIL NIL\n* VANISHED 3\n* THREAD (1)(2)\n\
         * STATUS INBOX (MESSAGES 1)\n* 6 EXPUNGE\n* 9 EXISTS\n* 0 RECENT\n* OK [ALERT] gr\u{fc}\u{df}e {5}\n\
         * 2 FETCH (FLAGS (\\Seen))\n\
         * 4 FETCH (UID 14 FLAGS () INTERNALDATE NIL RFC822.SIZE 5 BODYSTRUCTURE ((((odd BODY[X] {2}⏎:)))
TAG OK done",
    )];
    let (mut session, _) = signed_in(script).await;
    assert_eq!(session.window(&inbox(), PAGE).await.unwrap().rows, []);
    let news = session.take_news();
    assert_eq!((news.exists, news.expunged), (Some(9), 1));
    assert!(session.is_sound());
    assert_eq!(session.noop().await.unwrap().expunged, 0);
}

#[tokio::test]
async fn reads_rows_newest_first() {
    let script: Script = &[(
        "FETCH 5:7 ",
        "* 6 FETCH (UID 16 FLAGS (\\Seen \\Answered $Forwarded) INTERNALDATE \" 1-Jan-1970 00:00:10 +0000\" RFC822.SIZE 512 \
         PREVIEW {5}⏎hé\"l BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 3 1) \
         BODY[HEADER.FIELDS (FROM TO)] {59}⏎From: Bob <bob@hosp.example>⏎Subject: =?utf-8?q?=C3=BC?=⏎)\n\
         * 7 FETCH (UID 20 BODY[HEADER.FIELDS (FROM TO)] \"\" FLAGS (\\Flagged) PREVIEW NIL)\nTAG OK done",
    )];
    let (mut session, heard) = signed_in(script).await;
    let window = session.window(&inbox(), Page { first: 0, count: 3 }).await.unwrap();
    assert_eq!((window.mailbox.uid_validity, window.mailbox.exists, window.mailbox.highest_modseq), (9, 7, Some(5)));
    let [first, second] = &window.rows[..] else { panic!("{window:?}") };
    assert_eq!((first.uid, first.flags.flagged, first.flags.seen, first.preview.as_deref()), (20, true, false, None));
    assert_eq!((second.seq, second.uid, second.size, second.internal_date), (6, 16, 512, Some(10)));
    assert!(second.flags.seen && second.flags.answered && second.flags.forwarded && !second.has_attachments);
    assert_eq!((second.subject.as_str(), second.from[0].label().as_str()), ("ü", "Bob"));
    assert_eq!(second.preview.as_deref(), Some("hé\"l"));
    drop(session);
    assert!(heard.await.unwrap().last().unwrap().ends_with("REFERENCES)] PREVIEW (LAZY))"));
}

#[tokio::test]
async fn previews_come_later_if_the_server_has_to_read_for_them() {
    let script: Script = &[(
        "UID FETCH 3:4 (UID PREVIEW)",
        "* 1 FETCH (UID 3 PREVIEW \"a  b\")\n* 2 FETCH (PREVIEW (FUZZY \"c\") UID 4)\nTAG OK done",
    )];
    let (mut session, _) = signed_in(script).await;
    let previews = session.previews(&inbox(), 9, &UidSet::new([3, 4]).unwrap()).await;
    assert_eq!(previews, Ok(vec![(3, "a b".to_owned()), (4, "c".to_owned())]));
}

#[tokio::test]
async fn gives_the_message_that_was_asked_for_or_none() {
    const SIZE: &str = "UID FETCH 14 (UID RFC822.SIZE)";
    const BODY: &str = "UID FETCH 14 (UID FLAGS BODY.PEEK[])";
    let cases: [(Script, u32, Result<&str, ImapError>); 7] = [
        (
            &[
                (SIZE, "* 4 FETCH (UID 14 RFC822.SIZE 4)\nTAG OK done"),
                (BODY, "* 3 FETCH (FLAGS ())\n* 4 FETCH (UID 14 FLAGS (\\Seen) BODY[] {4}⏎a⏎b)\nTAG OK done"),
            ],
            9,
            Ok("a\r\nb"),
        ),
        (
            &[(SIZE, "* 4 FETCH (UID 14 RFC822.SIZE 10001)\nTAG OK done")],
            9,
            Err(ImapError::TooLarge { size: 10_001, limit: 10_000 }),
        ),
        (&[(SIZE, "TAG OK done")], 9, Err(ImapError::Gone)),
        (&[(SIZE, "* 4 FETCH (UID 15 RFC822.SIZE 4)\nTAG OK done")], 9, Err(ImapError::Gone)),
        (
            &[
                (SIZE, "* 4 FETCH (UID 14 RFC822.SIZE 4)\nTAG OK done"),
                (BODY, "* 4 FETCH (UID 15 FLAGS () BODY[] {4}⏎a⏎b)\nTAG OK done"),
            ],
            9,
            Err(ImapError::Gone),
        ),
        (
            &[
                (SIZE, "* 4 FETCH (UID 14 RFC822.SIZE 4)\nTAG OK done"),
                (BODY, "* 4 FETCH (UID 14 FLAGS () BODY[] NIL)\nTAG OK done"),
            ],
            9,
            Err(ImapError::Gone),
        ),
        (&[], 8, Err(ImapError::Gone)),
    ];
    for (script, uid_validity, expected) in cases {
        let (mut session, _) = signed_in(script).await;
        let message = session.message(&inbox(), uid_validity, 14).await;
        let bytes = message.map(|m| String::from_utf8(m.bytes).unwrap().replace('⏎', "\r\n"));
        assert_eq!(bytes, expected.map(str::to_owned));
    }
}

#[tokio::test]
async fn no_text_becomes_a_command() {
    for (text, expected) in [
        ("plain", vec!["UID SEARCH CHARSET UTF-8 ALL SUBJECT \"plain\""]),
        ("a\"b\\c {5}", vec!["UID SEARCH CHARSET UTF-8 ALL SUBJECT \"a\\\"b\\\\c {5}\""]),
        ("x\r\nA1 LOGOUT", vec!["UID SEARCH CHARSET UTF-8 ALL SUBJECT {12}", "x\r\nA1 LOGOUT"]),
        ("ü", vec!["UID SEARCH CHARSET UTF-8 ALL SUBJECT {2}", "ü"]),
    ] {
        let script: Script = if expected.len() > 1 {
            &[("UID SEARCH", "+ go\n* SEARCH 3 12 5\nTAG OK done")]
        } else {
            &[("UID SEARCH", "* SEARCH 3 12 5\nTAG OK done")]
        };
        let (mut session, heard) = signed_in(script).await;
        let found = session.search(&inbox(), &[SearchKey::Subject(text.to_owned())]).await;
        assert_eq!(found, Ok((9, vec![12, 5, 3])));
        drop(session);
        assert_eq!(heard.await.unwrap()[3..], expected);
    }
    let (mut session, heard) = signed_in(&[]).await;
    assert_eq!(session.search(&inbox(), &[SearchKey::From("a\0".into())]).await, Err(ImapError::BadText));
    assert!(session.is_sound());
    drop(session);
    assert_eq!(heard.await.unwrap().last().unwrap(), "SELECT \"INBOX\" (CONDSTORE)");
}

#[tokio::test]
async fn a_refused_search_is_no_empty_one() {
    let (mut session, _) = signed_in(&[("UID SEARCH", "TAG NO [BADCHARSET] no")]).await;
    assert!(matches!(session.search(&inbox(), &[]).await, Err(ImapError::Refused(_))));
    let (mut session, _) = signed_in(&[("UID SEARCH", "CUT")]).await;
    assert_eq!(session.search(&inbox(), &[]).await, Err(ImapError::Lost));
}

#[tokio::test]
async fn marks_moves_and_removes_by_uid() {
    let script: Script = &[
        ("UID STORE", "TAG OK done"),
        ("UID MOVE", "* OK [COPYUID 77 3:4 8:9] moved\n* 3 EXPUNGE\nTAG OK done"),
        ("UID EXPUNGE", "* 3 EXPUNGE\nTAG OK done"),
    ];
    let (mut session, heard) = signed_in(script).await;
    let uids = UidSet::new([4, 3]).unwrap();
    let flags = FlagSet::from([Flag::Flagged, Flag::Seen]);
    session.set_flags(&inbox(), 9, &uids, FlagChange::Add, &flags).await.unwrap();
    let moved = session.move_to(&inbox(), 9, &uids, &MailboxName::parse("Entwürfe").unwrap()).await.unwrap();
    assert_eq!(moved.arrived, Some((77, UidSet::new([8, 9]).unwrap())));
    session.expunge(&inbox(), 9, &uids).await.unwrap();
    assert_eq!(session.set_flags(&inbox(), 8, &uids, FlagChange::Remove, &flags).await, Err(ImapError::Gone));
    drop(session);
    let heard = heard.await.unwrap();
    let told: Vec<&str> = heard.iter().map(String::as_str).filter(|c| c.starts_with("UID")).collect();
    assert_eq!(
        told,
        [
            "UID STORE 3:4 +FLAGS.SILENT (\\Seen \\Flagged)",
            "UID MOVE 3:4 \"Entw&APw-rfe\"",
            "UID STORE 3:4 +FLAGS.SILENT (\\Deleted)",
            "UID EXPUNGE 3:4"
        ]
    );
}

#[tokio::test]
async fn moves_without_move() {
    let script: Script = &[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS\nTAG OK done"),
        ("UID COPY", "TAG OK [COPYUID 77 3 8] done"),
        ("UID STORE", "TAG OK done"),
        ("UID EXPUNGE", "TAG OK done"),
    ];
    let (mut session, heard) = signed_in(script).await;
    let moved = session.move_to(&inbox(), 9, &UidSet::one(3).unwrap(), &MailboxName::parse("Trash").unwrap()).await;
    assert_eq!(moved.unwrap().arrived, Some((77, UidSet::one(8).unwrap())));
    drop(session);
    let heard = heard.await.unwrap();
    assert_eq!(heard[3..], ["UID COPY 3 \"Trash\"", "UID STORE 3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 3"]);
}

/// A failed copy must not be followed by the removal.
#[tokio::test]
async fn a_refused_copy_removes_nothing() {
    let script: Script =
        &[("CAPABILITY", "* CAPABILITY IMAP4rev1 UIDPLUS\nTAG OK done"), ("UID COPY", "TAG NO [OVERQUOTA] full")];
    let (mut session, heard) = signed_in(script).await;
    let moved = session.move_to(&inbox(), 9, &UidSet::one(3).unwrap(), &MailboxName::parse("Trash").unwrap()).await;
    assert_eq!(moved, Err(ImapError::Refused("[OVERQUOTA] full".into())));
    drop(session);
    assert_eq!(heard.await.unwrap().last().unwrap(), "UID COPY 3 \"Trash\"");
}

#[tokio::test]
async fn a_sent_copy_is_made_once() {
    let id = MessageId::parse("m@hosp.example").unwrap();
    let sent = MailboxName::parse("Sent").unwrap();
    let seen = FlagSet::from([Flag::Seen]);
    let bytes = b"A: b\r\n\r\n\xC3\xBC\r\n".to_vec();

    let script: Script = &[("UID SEARCH", "* SEARCH 5\nTAG OK done")];
    let (mut session, heard) = signed_in(script).await;
    assert_eq!(session.append_once(&sent, &id, bytes.clone(), &seen, Some(0)).await, Ok(Appended::Before(9, 5)));
    drop(session);
    assert_eq!(
        heard.await.unwrap().last().unwrap(),
        "UID SEARCH CHARSET UTF-8 ALL HEADER MESSAGE-ID \"<m@hosp.example>\""
    );

    let script: Script =
        &[("UID SEARCH", "* SEARCH\nTAG OK done"), ("APPEND", "* 8 EXISTS\n+ go\nTAG OK [APPENDUID 9 70] done")];
    let (mut session, heard) = signed_in(script).await;
    assert_eq!(session.append_once(&sent, &id, bytes.clone(), &seen, Some(0)).await, Ok(Appended::Now(Some((9, 70)))));
    drop(session);
    let heard = heard.await.unwrap();
    assert_eq!(heard[4..], ["APPEND \"Sent\" (\\Seen) \"01-Jan-1970 00:00:00 +0000\" {12}", "A: b\r\n\r\nü\r\n"]);

    for (answer, expected) in [
        (&[("APPEND", "TAG NO [TRYCREATE] no")] as Script, ImapError::Gone),
        (&[("APPEND", "TAG NO [OVERQUOTA] full")], ImapError::Refused("[OVERQUOTA] full".into())),
        (&[("APPEND", "+ go\nTAG NO [OVERQUOTA] full")], ImapError::Refused("[OVERQUOTA] full".into())),
        (&[("APPEND", "+ go\nCUT")], ImapError::Lost),
    ] {
        let (mut session, _) = signed_in(answer).await;
        assert_eq!(session.append(&sent, bytes.clone(), &seen, None).await, Err(expected.clone()));
        assert_eq!(session.is_sound(), expected != ImapError::Lost);
    }
}

#[tokio::test]
async fn lists_folders_with_and_without_extensions() {
    let script: Script = &[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1 LIST-EXTENDED SPECIAL-USE LIST-STATUS\nTAG OK done"),
        (
            "LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN))",
            "* LIST (\\HasNoChildren) \"/\" INBOX\n* LIST (\\Sent) \"/\" \"Entw&APw-rfe\"\n* LIST (\\Noselect) \"/\" {3}⏎a\"b\n\
          * STATUS INBOX (MESSAGES 9 UNSEEN 2)\n* STATUS \"Entw&APw-rfe\" (MESSAGES 1 UNSEEN 0)\nTAG OK done",
        ),
    ];
    let (mut session, _) = signed_in(script).await;
    let shown: Vec<_> = session
        .folders()
        .await
        .unwrap()
        .into_iter()
        .map(|f| (f.name.decoded(), f.delimiter, f.role, f.selectable, f.unread, f.total))
        .collect();
    assert_eq!(
        shown,
        [
            ("INBOX".to_owned(), Some('/'), Some(Role::Inbox), true, Some(2), Some(9)),
            ("Entwürfe".to_owned(), Some('/'), Some(Role::Sent), true, Some(0), Some(1)),
            ("a\"b".to_owned(), Some('/'), None, false, None, None),
        ]
    );

    let script: Script = &[
        ("CAPABILITY", "* CAPABILITY IMAP4rev1\nTAG OK done"),
        ("LIST", "* LIST () \"\\\\\" INBOX\n* LIST () NIL \"Sent Items\"\n* LIST () \"/\" Secret\nTAG OK done"),
        ("STATUS \"INBOX\"", "* STATUS INBOX (UNSEEN 2 MESSAGES 9)\nTAG OK done"),
        ("STATUS \"Sent Items\"", "* STATUS \"Sent Items\" (UNSEEN 0 MESSAGES 3)\nTAG OK done"),
        ("STATUS \"Secret\"", "TAG NO [NOPERM] no"),
    ];
    let (mut session, _) = signed_in(script).await;
    let shown: Vec<_> = session.folders().await.unwrap().into_iter().map(|f| (f.delimiter, f.role, f.unread)).collect();
    assert_eq!(
        shown,
        [(Some('\\'), Some(Role::Inbox), Some(2)), (None, Some(Role::Sent), Some(0)), (Some('/'), None, None),]
    );
}
