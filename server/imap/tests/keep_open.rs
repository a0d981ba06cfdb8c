//! A mailbox that is open is asked for changes instead of being opened anew, and is opened anew after any.

mod fake_server;

use fake_server::{Script, serve};
use levee_imap::{
    Client, Credentials, Flag, FlagChange, FlagSet, ImapError, MailboxName, Page, Pool, PoolLimits, SearchKey,
    Selected, Session, UidSet,
};
use std::pin::Pin;
use tokio::task::JoinHandle;

const SELECTED: Selected = Selected { uid_validity: 9, exists: 7, uid_next: Some(70), highest_modseq: Some(5) };
const FAREWELL: &str = "* BYE IMAP session state is inconsistent, please relogin.\nCUT";

fn named(name: &str) -> MailboxName {
    MailboxName::parse(name).unwrap()
}

fn inbox() -> MailboxName {
    MailboxName::inbox()
}

fn one() -> UidSet {
    UidSet::one(3).unwrap()
}

/// A session on a server that plays this script after the sign-in.
async fn signed_in(script: Script) -> (Session, JoinHandle<Vec<String>>) {
    let (server, heard) = serve("* OK ready", script, 1).await;
    (Client::connect(&server).await.unwrap().login("a", "pw").await.unwrap(), heard)
}

/// What a server heard, as the names of the commands, without the sign-in.
fn names(heard: &[String]) -> Vec<&str> {
    let signing_in = |command: &str| command.starts_with("LOGIN") || command == "CAPABILITY";
    let name = |command: &'_ String| {
        let words = if command.starts_with("UID ") { 2 } else { 1 };
        command.match_indices(' ').nth(words - 1).map_or(command.len(), |(end, _)| end)
    };
    heard.iter().filter(|command| !signing_in(command)).map(|command| &command[..name(command)]).collect()
}

/// What the server hears when the inbox is opened, this is done, and it is opened again.
async fn heard_around<F>(script: Script, act: F) -> Vec<String>
where
    F: AsyncFnOnce(&mut Session),
{
    let (mut session, heard) = signed_in(script).await;
    assert_eq!(session.select(&inbox()).await, Ok(SELECTED));
    act(&mut session).await;
    assert_eq!(session.select(&inbox()).await, Ok(SELECTED));
    drop(session);
    heard.await.unwrap()
}

#[tokio::test]
async fn an_open_mailbox_is_asked_for_changes() {
    assert_eq!(names(&heard_around(&[], async |_| {}).await), ["SELECT", "NOOP"]);
    // What was asked for is no change, nor are other mailboxes.
    let script: Script = &[
        ("FETCH", "* 7 FETCH (UID 70 FLAGS (\\Seen))\nTAG OK done"),
        ("UID FETCH", "* 3 FETCH (UID 3 FLAGS ())\nTAG OK done"),
        ("UID SEARCH", "* SEARCH 3\nTAG OK done"),
        ("STATUS", "* STATUS Sent (MESSAGES 1 UNSEEN 0 UIDNEXT 2 UIDVALIDITY 3 HIGHESTMODSEQ 4)\nTAG OK done"),
    ];
    let heard = heard_around(script, async |session| {
        session.window(&inbox(), Page { first: 0, count: 1 }).await.unwrap();
        session.flags_of(&inbox(), 9, &one()).await.unwrap();
        session.search(&inbox(), &[SearchKey::Unread]).await.unwrap();
        session.status(&named("Sent")).await.unwrap();
    })
    .await;
    assert_eq!(names(&heard), ["SELECT", "NOOP", "FETCH", "NOOP", "UID FETCH", "NOOP", "UID SEARCH", "STATUS", "NOOP"]);
    // A quota that is nearly used up is no trouble with the mailbox.
    let full = &[("NOOP", "* NO [ALERT] Mailbox is at 95% of quota\nTAG OK done")];
    assert_eq!(names(&heard_around(full, async |_| {}).await), ["SELECT", "NOOP"]);
}

#[tokio::test]
async fn a_mailbox_with_news_is_opened_anew() {
    for told in [
        "* 8 EXISTS\nTAG OK done",
        "* 2 EXPUNGE\nTAG OK done",
        "* 2 FETCH (FLAGS (\\Seen))\nTAG OK done",
        "* 2 FETCH (MODSEQ (6) FLAGS (\\Seen))\nTAG OK done",
        "* OK [HIGHESTMODSEQ 6] more\nTAG OK done",
        "* OK [UIDVALIDITY 10] another\nTAG OK done",
        // Dovecot, when the mailbox was removed and another made in its name.
        "* NO Internal error occurred. Refer to server log for more information.\nTAG OK done",
        "TAG NO [INUSE] not now",
        "TAG BAD what?",
    ] {
        let script: Script = Box::leak(Box::new([("NOOP", told)]));
        assert_eq!(names(&heard_around(script, async |_| {}).await), ["SELECT", "NOOP", "SELECT"], "{told}");
    }
}

/// The window is right: the numbers were true when it was asked for. The next one is not asked for by them.
#[tokio::test]
async fn what_is_told_beside_a_window_counts() {
    for told in ["* 2 EXPUNGE", "* 8 EXISTS", "* 5 FETCH (MODSEQ (6) FLAGS ())"] {
        let answer = format!("* 7 FETCH (UID 70 FLAGS ())\n{told}\nTAG OK done").leak();
        let script: Script = Box::leak(Box::new([("FETCH", &*answer)]));
        let heard = heard_around(script, async |session| {
            session.window(&inbox(), Page { first: 0, count: 1 }).await.unwrap();
        })
        .await;
        assert_eq!(names(&heard), ["SELECT", "NOOP", "FETCH", "NOOP", "SELECT"], "{told}");
    }
}

#[tokio::test]
async fn what_we_change_ourselves_counts() {
    let cases: [(&[&str], Act); 6] = [
        (&["NOOP", "UID STORE"], |s| Box::pin(set_seen(s))),
        (&["NOOP", "UID MOVE"], |s| Box::pin(async { drop(s.move_to(&inbox(), 9, &one(), &named("Trash")).await) })),
        (&["NOOP", "UID STORE", "UID EXPUNGE"], |s| Box::pin(async { drop(s.expunge(&inbox(), 9, &one()).await) })),
        (&["APPEND"], |s| Box::pin(async { drop(s.append(&inbox(), b"x".to_vec(), &FlagSet::default(), None).await) })),
        (&["CREATE"], |s| Box::pin(async { drop(s.create(&named("New")).await) })),
        (&["EXAMINE"], |s| Box::pin(async { drop(s.examine(&inbox()).await) })),
    ];
    let script: Script = &[
        ("UID STORE", "TAG OK done"),
        ("UID MOVE", "TAG OK done"),
        ("UID EXPUNGE", "TAG OK done"),
        ("APPEND", "+ go\nTAG OK done"),
        ("CREATE", "TAG OK done"),
        ("EXAMINE", "* 7 EXISTS\n* OK [UIDVALIDITY 9] ok\nTAG OK [READ-ONLY] done"),
    ];
    for (between, act) in cases {
        let mut heard = heard_around(script, async |session| act(session).await).await;
        // A mailbox that may have changed is asked, too: it may have been removed.
        heard.retain(|command| command != "x");
        let mut expected = vec!["SELECT"];
        expected.extend(between);
        expected.extend(if between == ["EXAMINE"] { &["SELECT"][..] } else { &["NOOP", "SELECT"] });
        assert_eq!(names(&heard), expected);
    }
}

type Act = for<'a> fn(&'a mut Session) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

async fn set_seen(session: &mut Session) {
    session.set_flags(&inbox(), 9, &one(), FlagChange::Add, &FlagSet::from([Flag::Seen])).await.unwrap();
}

/// A UID means the same message however much has changed: reading and marking one after the other opens nothing anew.
#[tokio::test]
async fn work_by_uid_goes_on_in_a_mailbox_that_has_changed() {
    let script: Script = &[
        ("NOOP", "* 1 EXPUNGE\n* 8 EXISTS\nTAG OK done"),
        ("UID STORE", "* 3 FETCH (MODSEQ (6))\nTAG OK done"),
        ("UID FETCH", "* 3 FETCH (UID 3 FLAGS ())\nTAG OK done"),
    ];
    let (mut session, heard) = signed_in(script).await;
    for _ in 0..2 {
        session.flags_of(&inbox(), 9, &one()).await.unwrap();
        set_seen(&mut session).await;
    }
    assert_eq!(session.flags_of(&inbox(), 8, &one()).await, Err(ImapError::Gone));
    drop(session);
    let heard = heard.await.unwrap();
    assert_eq!(
        names(&heard),
        ["SELECT", "UID FETCH", "NOOP", "UID STORE", "NOOP", "UID FETCH", "NOOP", "UID STORE", "NOOP"]
    );
}

#[tokio::test]
async fn a_mailbox_that_was_removed_while_open_is_gone() {
    let (mut session, _) = signed_in(&[("NOOP", FAREWELL)]).await;
    session.select(&inbox()).await.unwrap();
    assert_eq!(session.select(&inbox()).await, Err(ImapError::Gone));
    assert!(!session.is_sound());
    let script: Script =
        &[("FETCH", "* 7 FETCH (UID 70 FLAGS ())\n* BYE FETCH failed: Mailbox was deleted under us\nCUT")];
    let (mut session, _) = signed_in(script).await;
    let window = session.window(&inbox(), Page { first: 0, count: 1 }).await;
    assert_eq!(window.map(drop), Err(ImapError::Gone));
}

fn who() -> Credentials {
    Credentials { user: "a".into(), password: "pw".into() }
}

/// What each connection heard.
fn connections(heard: &[String]) -> Vec<Vec<&str>> {
    heard.split(|command| command.starts_with("LOGIN")).skip(1).map(names).collect()
}

#[tokio::test]
async fn the_pool_lends_the_session_that_has_the_mailbox_open() {
    let (server, heard) = serve("* OK ready", &[("LIST", "TAG OK done")], 3).await;
    let pool = Pool::new(server, PoolLimits::default());
    let mut leases = [pool.checkout(&who()).await.unwrap(), pool.checkout(&who()).await.unwrap()];
    let third = pool.checkout(&who()).await.unwrap();
    for (lease, mailbox) in leases.iter_mut().zip(["INBOX", "Sent"]) {
        lease.select(&named(mailbox)).await.unwrap();
    }
    let [first, second] = leases;
    drop(first);
    drop(third);
    drop(second);
    for mailbox in ["INBOX", "Sent", "INBOX"] {
        let selected = pool.checkout_at(&who(), &named(mailbox)).await.unwrap().select(&named(mailbox)).await;
        assert_eq!(selected, Ok(SELECTED));
    }
    // Whoever needs no mailbox, or one that is not open, leaves those alone that are.
    pool.checkout(&who()).await.unwrap().folders().await.unwrap();
    pool.checkout_at(&who(), &named("Trash")).await.unwrap().select(&named("Trash")).await.unwrap();
    // Now all have one open, and Sent has been left alone for longest.
    pool.checkout_at(&who(), &named("Junk")).await.unwrap().select(&named("Junk")).await.unwrap();
    pool.forget("a");
    let heard = heard.await.unwrap();
    let selected: Vec<Vec<&str>> = heard
        .split(|command| command.starts_with("LOGIN"))
        .skip(1)
        .map(|told| told.iter().filter_map(|command| command.strip_prefix("SELECT ")).collect())
        .collect();
    assert_eq!(
        selected,
        [
            vec!["\"INBOX\" (CONDSTORE)"],
            vec!["\"Sent\" (CONDSTORE)", "\"Junk\" (CONDSTORE)"],
            vec!["\"Trash\" (CONDSTORE)"]
        ]
    );
    // Asked before it is lent, and not once more for the same.
    assert_eq!(connections(&heard)[0], ["SELECT", "NOOP", "NOOP"]);
}

#[tokio::test]
async fn a_session_whose_mailbox_was_removed_is_not_lent() {
    for told in [
        FAREWELL,
        "* NO Internal error occurred. Refer to server log for more information.\nTAG OK done",
        "* BYE shutting down\nTAG OK done\nCUT",
    ] {
        let (server, heard) = serve("* OK ready", Box::leak(Box::new([("NOOP", told)])), 2).await;
        let pool = Pool::new(server, PoolLimits::default());
        drop(pool.checkout(&who()).await.unwrap().select(&inbox()).await);
        assert_eq!(pool.checkout_at(&who(), &inbox()).await.unwrap().select(&inbox()).await, Ok(SELECTED));
        pool.forget("a");
        assert_eq!(connections(&heard.await.unwrap()), [vec!["SELECT", "NOOP"], vec!["SELECT"]], "{told}");
    }
}
