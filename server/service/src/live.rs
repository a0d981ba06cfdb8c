//! Tells pages what happens in their mailboxes. All pages of a session share one watching connection to the
//! mail server; there are so many of those for an account and for the node, and who gets none is told a
//! little later, by looking now and then through the pool.

mod followers;
mod watch;

use crate::Service;
use crate::clock::Chance;
use crate::keys::sha256;
use crate::mailboxes::mailbox_name;
use async_trait::async_trait;
use followers::{Followers, Page};
use levee_contract::{AppError, Caller, Following, Live, SessionToken};
use levee_imap::{MailboxName, Pool, Selected, Server};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Watching connections of one account; mail servers count all connections of an account and an address.
const LINES_OF_AN_ACCOUNT: usize = 3;
/// Watching connections of this node.
const LINES: usize = 10_000;
/// States of lists that are remembered; beyond that all are forgotten, and pages read once too often.
const LISTED: usize = 50_000;

/// A session: the hash of its token.
type Key = [u8; 32];

/// How mailboxes are watched for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// On a connection of its own.
    Own,
    /// Through the pool, now and then.
    Lent,
}

/// Whose mailboxes are followed.
pub(crate) struct LiveMail {
    server: Server,
    pool: Pool,
    chance: Arc<dyn Chance>,
    sessions: Mutex<Sessions>,
    listed: Mutex<HashMap<(Key, String), Selected>>,
}

#[derive(Default)]
struct Sessions {
    watched: HashMap<Key, Watched>,
    stopped: bool,
}

struct Watched {
    account: String,
    line: Line,
    followers: Arc<Followers>,
}

impl LiveMail {
    pub(crate) fn new(server: Server, pool: Pool, chance: Arc<dyn Chance>) -> Arc<Self> {
        Arc::new(Self { server, pool, chance, sessions: Mutex::default(), listed: Mutex::default() })
    }

    /// Notes the state in which a session has just listed a mailbox: what came later is news to it.
    pub(crate) fn listed(&self, token: &SessionToken, mailbox: &MailboxName, state: Selected) {
        let mut listed = locked(&self.listed);
        if listed.len() >= LISTED {
            listed.clear();
        }
        listed.insert((key(token), mailbox.decoded()), state);
    }

    /// Ends what a session follows.
    pub(crate) fn end(&self, token: &SessionToken) {
        let key = key(token);
        if let Some(watched) = locked(&self.sessions).watched.remove(&key) {
            watched.followers.sign_out();
        }
        locked(&self.listed).retain(|(session, _), _| *session != key);
    }

    /// Ends everything, as a node that stops must not wait for pages to be closed.
    pub(crate) fn stop(&self) {
        let mut sessions = locked(&self.sessions);
        sessions.stopped = true;
        for (_, watched) in sessions.watched.drain() {
            watched.followers.clear();
        }
    }

    fn was_listed(&self, session: &Key, mailbox: &str) -> Option<Selected> {
        locked(&self.listed).get(&(*session, mailbox.to_owned())).copied()
    }

    /// Takes a session out that nobody follows; false when somebody has come back.
    fn retire(&self, session: &Key, followers: &Arc<Followers>) -> bool {
        let mut sessions = locked(&self.sessions);
        if !followers.is_empty() {
            return false;
        }
        // A session that was ended may have begun anew.
        if sessions.watched.get(session).is_some_and(|watched| Arc::ptr_eq(&watched.followers, followers)) {
            sessions.watched.remove(session);
        }
        true
    }
}

#[async_trait]
impl Live for Service {
    async fn follow(&self, who: &Caller, mailbox: &str) -> Result<Box<dyn Following>, AppError> {
        mailbox_name(mailbox)?;
        let credentials = self.credentials(who).await?;
        let session = key(&who.token);
        let mut sessions = locked(&self.live.sessions);
        if sessions.stopped {
            return Err(AppError::StoreDown);
        }
        if let Some(watched) = sessions.watched.get(&session) {
            return Ok(Box::new(Page::open(&watched.followers, mailbox)));
        }
        let followers = Arc::new(Followers::default());
        let page = Page::open(&followers, mailbox);
        let line = sessions.line_for(&credentials.user);
        let watched = Watched { account: credentials.user.clone(), line, followers: followers.clone() };
        sessions.watched.insert(session, watched);
        tokio::spawn(watch::watch(self.live.clone(), session, followers, line, credentials));
        Ok(Box::new(page))
    }
}

impl Service {
    /// Ends all that pages follow. To be called when the node stops.
    pub fn stop_following(&self) {
        self.live.stop();
    }
}

impl Sessions {
    fn line_for(&self, account: &str) -> Line {
        let own = || self.watched.values().filter(|watched| watched.line == Line::Own);
        let bounded = own().count() < LINES && own().filter(|w| w.account == account).count() < LINES_OF_AN_ACCOUNT;
        if bounded { Line::Own } else { Line::Lent }
    }
}

fn key(token: &SessionToken) -> Key {
    sha256(token.as_str().as_bytes())
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
