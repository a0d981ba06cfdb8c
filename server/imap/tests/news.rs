//! What a server tells by itself, how a mailbox stands, and how much room there is.

mod fake_server;

use fake_server::{Script, serve};
use levee_imap::{Client, ImapError, MailboxName, News, Quota, Selected, Session};
use std::future::{pending, ready};
use tokio::task::JoinHandle;

const CAPABILITY: (&str, &str) = ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE CONDSTORE QUOTA\nTAG OK done");
const EXAMINE: (&str, &str) =
    ("EXAMINE", "* 7 EXISTS\n* OK [UIDVALIDITY 9] ok\n* OK [UIDNEXT 70] ok\n* OK [HIGHESTMODSEQ 5] ok\nTAG OK done");
const AS_OPENED: Selected = Selected { uid_validity: 9, exists: 7, uid_next: Some(70), highest_modseq: Some(5) };

/// A session on a server that plays this script after the sign-in.
async fn signed_in(script: Script) -> (Session, JoinHandle<Vec<String>>) {
    let (server, heard) = serve("* OK ready", script, 1).await;
    (Client::connect(&server).await.unwrap().login("a", "pw").await.unwrap(), heard)
}

#[tokio::test]
async fn whatever_the_server_tells_ends_the_waiting() {
    let none = News::default();
    let cases: [(Script, News); 4] = [
        (
            &[CAPABILITY, EXAMINE, ("IDLE", "+ idling⏎* 8 EXISTS⏎* 1 RECENT\nTAG OK done")],
            News { exists: Some(8), ..none },
        ),
        (
            &[CAPABILITY, EXAMINE, ("IDLE", "+ idling⏎* OK Still here⏎* 3 EXPUNGE\nTAG OK done")],
            News { expunged: 1, ..none },
        ),
        // Marks come as FETCH, which async-imap's own IDLE would lose.
        (
            &[CAPABILITY, EXAMINE, ("IDLE", "+ idling⏎* 2 FETCH (FLAGS (\\Seen))\nTAG OK done")],
            News { marked: 1, ..none },
        ),
        // What comes between DONE and the end belongs to it.
        (
            &[CAPABILITY, EXAMINE, ("IDLE", "+ idling⏎* 8 EXISTS\n* 8 FETCH (FLAGS ())\n* 9 EXISTS\nTAG OK done")],
            News { exists: Some(9), marked: 1, ..none },
        ),
    ];
    for (script, expected) in cases {
        let (mut session, heard) = signed_in(script).await;
        assert_eq!(session.examine(&MailboxName::inbox()).await, Ok(AS_OPENED));
        assert_eq!(session.await_news(pending()).await, Ok(expected));
        assert!(session.is_sound());
        assert_eq!(session.noop().await, Ok(none), "told once");
        drop(session);
        assert_eq!(heard.await.unwrap()[2..], ["EXAMINE \"INBOX\" (CONDSTORE)", "IDLE", "DONE", "NOOP"]);
    }
}

#[tokio::test]
async fn waiting_ends_when_the_caller_says_so() {
    let (mut session, heard) =
        signed_in(&[CAPABILITY, EXAMINE, ("IDLE", "+ idling⏎* OK Still here\nTAG OK done")]).await;
    session.examine(&MailboxName::inbox()).await.unwrap();
    for _ in 0..2 {
        assert_eq!(session.await_news(ready(())).await, Ok(News::default()));
    }
    drop(session);
    assert_eq!(heard.await.unwrap()[3..], ["IDLE", "DONE", "IDLE", "DONE"]);

    // Without IDLE nothing is sent.
    let (mut session, heard) = signed_in(&[]).await;
    assert_eq!(session.await_news(ready(())).await, Ok(News::default()));
    drop(session);
    assert_eq!(heard.await.unwrap().last().unwrap(), "CAPABILITY");
}

#[tokio::test]
async fn a_wait_that_fails_says_why() {
    let cases: [(Script, ImapError, bool); 5] = [
        (&[CAPABILITY, ("IDLE", "TAG NO [INUSE] not now")], ImapError::TryLater("[INUSE] not now".into()), true),
        (
            &[CAPABILITY, ("IDLE", "TAG BAD what?")],
            ImapError::Protocol("the server does not understand a command"),
            true,
        ),
        (&[CAPABILITY, ("IDLE", "CUT")], ImapError::Lost, false),
        (
            &[CAPABILITY, ("IDLE", "+ idling⏎* BYE shutting down\nCUT")],
            ImapError::TryLater("shutting down".into()),
            false,
        ),
        (
            &[CAPABILITY, ("IDLE", "+ idling⏎TAG OK done\nCUT")],
            ImapError::Protocol("the server ends IDLE by itself"),
            false,
        ),
    ];
    for (script, expected, sound) in cases {
        let (mut session, _) = signed_in(script).await;
        assert_eq!(session.await_news(pending()).await, Err(expected));
        assert_eq!(session.is_sound(), sound);
    }
}

/// A dropped wait leaves DONE unsaid: the next answer on the line would belong to nobody.
#[tokio::test]
async fn a_dropped_wait_ends_the_session() {
    let (mut session, _) = signed_in(&[CAPABILITY, ("IDLE", "+ idling\nTAG OK done")]).await;
    let mut waiting = Box::pin(session.await_news(pending()));
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("the server says nothing"),
        () = tokio::task::yield_now() => {}
    }
    drop(waiting);
    assert_eq!(session.noop().await, Err(ImapError::Lost));
}

#[tokio::test]
async fn noop_tells_of_marks_too() {
    let (mut session, _) = signed_in(&[("NOOP", "* 2 FETCH (FLAGS ())\n* 9 EXISTS\nTAG OK done")]).await;
    assert_eq!(session.noop().await, Ok(News { exists: Some(9), expunged: 0, marked: 1 }));
    assert_eq!(session.take_news(), News::default());
}

#[tokio::test]
async fn a_mailbox_tells_how_it_stands() {
    let asked = (
        "STATUS \"Sent\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)",
        "* STATUS Other (MESSAGES 1)\n* STATUS \"Sent\" (MESSAGES 7 UNSEEN 3 UIDNEXT 70 UIDVALIDITY 9 HIGHESTMODSEQ 5)\nTAG OK done",
    );
    let (mut session, _) = signed_in(Box::leak(Box::new([asked]))).await;
    assert_eq!(session.status(&MailboxName::parse("Sent").unwrap()).await, Ok((AS_OPENED, 3)));

    for (answer, expected) in [
        ("TAG NO Mailbox doesn't exist: Sent", ImapError::Gone),
        ("TAG NO [NOPERM] no", ImapError::Refused("[NOPERM] no".into())),
        ("TAG OK done", ImapError::Protocol("the server leaves out what STATUS was asked for")),
        (
            "* STATUS Sent (MESSAGES 7)\nTAG OK done",
            ImapError::Protocol("the server leaves out what STATUS was asked for"),
        ),
    ] {
        let (mut session, _) = signed_in(Box::leak(Box::new([("STATUS", answer)]))).await;
        assert_eq!(session.status(&MailboxName::parse("Sent").unwrap()).await, Err(expected), "{answer}");
    }
}

/// Dovecot counts the mailbox that is open as this connection saw it last.
#[tokio::test]
async fn an_open_mailbox_is_looked_at_before_it_is_counted() {
    let script: Script = &[
        ("STATUS", "* STATUS INBOX (MESSAGES 7 UNSEEN 3 UIDNEXT 70 UIDVALIDITY 9)\nTAG OK done"),
        ("LIST", "* LIST () \"/\" INBOX\nTAG OK done"),
    ];
    let (mut session, heard) = signed_in(script).await;
    session.select(&MailboxName::inbox()).await.unwrap();
    session.status(&MailboxName::inbox()).await.unwrap();
    session.folders().await.unwrap();
    drop(session);
    let heard = heard.await.unwrap();
    let told: Vec<&str> = heard[2..].iter().filter_map(|command| command.split(' ').next()).collect();
    assert_eq!(told, ["SELECT", "NOOP", "STATUS", "NOOP", "LIST", "STATUS"]);
}

#[tokio::test]
async fn room_is_told_where_there_is_a_limit() {
    let room = "* QUOTAROOT INBOX \"User quota\"\n* QUOTA \"User quota\" (STORAGE 10 512)\nTAG OK done";
    for (answer, expected) in [
        (room, Ok(Some(Quota { used: 10_240, limit: 524_288 }))),
        ("* QUOTAROOT INBOX\nTAG OK done", Ok(None)),
        ("* QUOTA \"\" ()\nTAG OK done", Ok(None)),
        ("TAG NO [NOPERM] no", Ok(None)),
        ("CUT", Err(ImapError::Lost)),
    ] {
        let (mut session, _) = signed_in(Box::leak(Box::new([CAPABILITY, ("GETQUOTAROOT \"INBOX\"", answer)]))).await;
        assert_eq!(session.quota().await, expected, "{answer}");
    }
    let (mut session, heard) = signed_in(&[]).await;
    assert_eq!(session.quota().await, Ok(None), "the server offers none");
    drop(session);
    assert_eq!(heard.await.unwrap().last().unwrap(), "CAPABILITY");
}
