//! Lending signed-in sessions: to whom, how many, and never a broken one.

mod fake_server;

use fake_server::serve;
use levee_imap::{Credentials, ImapError, LoginError, MailboxName, Page, Pool, PoolLimits};
use std::time::Duration;

fn inbox() -> MailboxName {
    MailboxName::inbox()
}

fn who(password: &str) -> Credentials {
    Credentials { user: "a".into(), password: password.into() }
}

#[tokio::test]
async fn the_pool_lends_again_what_is_sound_and_for_this_password() {
    let (server, heard) = serve("* OK ready", &[("SELECT \"Slow\"", "HUSH")], 4).await;
    let pool = Pool::new(server, PoolLimits::default());
    drop(pool.checkout(&who("pw")).await.unwrap());
    // The same session again; it breaks, so that the next one is new.
    let mut lease = pool.checkout(&who("pw")).await.unwrap();
    assert_eq!(lease.select(&MailboxName::parse("Slow").unwrap()).await, Err(ImapError::Lost));
    drop(lease);
    drop(pool.checkout(&who("pw")).await.unwrap());
    // Another password never gets a session of the first one.
    drop(pool.checkout(&who("other")).await.unwrap());
    // Nor does anybody get one that was forgotten while it was lent.
    let lease = pool.checkout(&who("other")).await.unwrap();
    pool.forget("a");
    drop(lease);
    drop(pool.checkout(&who("other")).await.unwrap());
    pool.forget("a");
    let logins: Vec<String> = heard.await.unwrap().into_iter().filter(|c| c.starts_with("LOGIN")).collect();
    assert_eq!(logins, ["LOGIN \"a\" \"pw\"", "LOGIN \"a\" \"pw\"", "LOGIN \"a\" \"other\"", "LOGIN \"a\" \"other\""]);
}

#[tokio::test]
async fn a_dropped_command_ends_the_session() {
    let (server, heard) = serve("* OK ready", &[("SELECT", "HUSH")], 2).await;
    let pool = Pool::new(server, PoolLimits::default());
    let mut lease = pool.checkout(&who("pw")).await.unwrap();
    let mailbox = inbox();
    let mut selecting = Box::pin(lease.select(&mailbox));
    tokio::select! {
        biased;
        _ = &mut selecting => panic!("the server says nothing"),
        () = tokio::task::yield_now() => {}
    }
    drop(selecting);
    assert!(!lease.is_sound());
    assert_eq!(lease.noop().await, Err(ImapError::Lost));
    drop(lease);
    drop(pool.checkout(&who("pw")).await.unwrap());
    pool.forget("a");
    assert_eq!(heard.await.unwrap().iter().filter(|c| c.starts_with("LOGIN")).count(), 2);
}

#[tokio::test]
async fn an_account_has_so_many_sessions_and_no_more() {
    let (server, _) = serve("* OK ready", &[], 3).await;
    let limits = PoolLimits { per_account: 2, wait: Duration::from_millis(20), ..PoolLimits::default() };
    let pool = Pool::new(server, limits);
    let first = pool.checkout(&who("pw")).await.unwrap();
    let _second = pool.checkout(&who("pw")).await.unwrap();
    assert!(matches!(pool.checkout(&who("pw")).await, Err(LoginError::TryLater(_))));
    pool.sweep();
    drop(first);
    // From another task, as the service does it.
    let window =
        tokio::spawn(
            async move { pool.checkout(&who("pw")).await?.window(&inbox(), Page { first: 7, count: 1 }).await },
        );
    assert_eq!(window.await.unwrap().map(|window| window.rows.len()), Ok(0));
}

/// A kept session that the server has closed meanwhile is noticed before it is lent.
#[tokio::test]
async fn a_dead_session_is_not_lent() {
    let (server, heard) = serve("* OK ready", &[("NOOP", "* BYE idle for too long\nCUT")], 2).await;
    let pool = Pool::new(server, PoolLimits { trusted: Duration::ZERO, ..PoolLimits::default() });
    drop(pool.checkout(&who("pw")).await.unwrap());
    let mut lease = pool.checkout(&who("pw")).await.unwrap();
    assert!(lease.select(&inbox()).await.is_ok());
    drop(lease);
    pool.forget("a");
    assert_eq!(heard.await.unwrap().iter().filter(|c| c.starts_with("LOGIN")).count(), 2);
}
