//! Keeps signed-in sessions for a while, a few per account, and lends each to one user at a time.
//! Never the judge of a password: signing in to Levee goes through `Client::login`.

use crate::client::Client;
use crate::imap_error::LoginError;
use crate::mailbox_name::MailboxName;
use crate::server::Server;
use crate::session::Session;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

/// Who signs in.
#[derive(Clone)]
pub struct Credentials {
    /// The account; also the key under which its sessions are kept.
    pub user: String,
    /// Its password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

/// How many sessions are kept and for how long.
#[derive(Clone, Copy, Debug)]
pub struct PoolLimits {
    /// Sessions of one account, lent or kept.
    pub per_account: usize,
    /// How long one is kept unused.
    pub idle: Duration,
    /// Unused for longer than this, it is asked whether it lives before it is lent. One in which a mailbox is open
    /// always is: somebody may have removed that, at which servers hang up.
    pub trusted: Duration,
    /// How long a caller waits for a session of an account that has all of them lent.
    pub wait: Duration,
}

impl Default for PoolLimits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { per_account: 3, idle: seconds(300), trusted: seconds(20), wait: seconds(20) }
    }
}

/// Sessions of all accounts on one mail server. Cloning it shares it.
#[derive(Clone)]
pub struct Pool {
    server: Server,
    limits: PoolLimits,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    accounts: Mutex<HashMap<String, Account>>,
    hasher: RandomState,
}

struct Account {
    places: Arc<Semaphore>,
    kept: Vec<Kept>,
}

struct Kept {
    session: Session,
    since: Instant,
    password: u64,
}

/// A session that is ours until this is dropped.
pub struct Lease {
    /// Taken by `drop` only.
    session: Option<Session>,
    account: String,
    password: u64,
    idle: Duration,
    shared: Arc<Shared>,
    places: Arc<Semaphore>,
    _place: OwnedSemaphorePermit,
}

impl Pool {
    /// An empty pool.
    #[must_use]
    pub fn new(server: Server, limits: PoolLimits) -> Self {
        Self { server, limits, shared: Arc::default() }
    }

    /// A session of this account: one that is kept and lives, or a new one. One that was signed in
    /// with another password is not lent.
    ///
    /// # Errors
    /// [`LoginError`]; `TryLater` when all sessions of the account stay lent.
    pub async fn checkout(&self, credentials: &Credentials) -> Result<Lease, LoginError> {
        self.lend(credentials, None).await
    }

    /// As [`Pool::checkout`], for whoever works in this mailbox: rather one that has it open.
    ///
    /// # Errors
    /// As [`Pool::checkout`].
    pub async fn checkout_at(&self, credentials: &Credentials, mailbox: &MailboxName) -> Result<Lease, LoginError> {
        self.lend(credentials, Some(mailbox)).await
    }

    /// Closes what has been unused for too long; to be called now and then.
    pub fn sweep(&self) {
        let now = Instant::now();
        self.shared.lock().retain(|_, account| {
            account.forget_idle(now, self.limits.idle);
            !account.kept.is_empty() || account.places.available_permits() < self.limits.per_account
        });
    }

    /// Connections of all accounts, lent and kept.
    #[must_use]
    pub fn connections(&self) -> usize {
        let lent = |account: &Account| self.limits.per_account.saturating_sub(account.places.available_permits());
        self.shared.lock().values().map(|account| lent(account) + account.kept.len()).sum()
    }

    /// Closes the sessions of an account, lent ones when they come back, as when its user signs out.
    pub fn forget(&self, user: &str) {
        self.shared.lock().remove(user);
    }

    async fn lend(&self, credentials: &Credentials, mailbox: Option<&MailboxName>) -> Result<Lease, LoginError> {
        let places = self.places(&credentials.user);
        let place = match timeout(self.limits.wait, Arc::clone(&places).acquire_owned()).await {
            Ok(Ok(place)) => place,
            _ => return Err(LoginError::TryLater("all sessions of this account are in use".to_owned())),
        };
        let password = self.shared.hasher.hash_one(&credentials.password);
        let session = match self.living(&credentials.user, password, mailbox).await {
            Some(session) => session,
            None => Client::connect(&self.server).await?.login(&credentials.user, &credentials.password).await?,
        };
        let (account, shared, idle) = (credentials.user.clone(), Arc::clone(&self.shared), self.limits.idle);
        Ok(Lease { session: Some(session), account, password, idle, shared, places, _place: place })
    }

    fn places(&self, user: &str) -> Arc<Semaphore> {
        let mut accounts = self.shared.lock();
        let account = accounts
            .entry(user.to_owned())
            .or_insert_with(|| Account { places: Arc::new(Semaphore::new(self.limits.per_account)), kept: Vec::new() });
        Arc::clone(&account.places)
    }

    async fn living(&self, user: &str, password: u64, mailbox: Option<&MailboxName>) -> Option<Session> {
        loop {
            let mut kept = self.shared.lock().get_mut(user)?.take(password, self.limits.idle, mailbox)?;
            let trusted = !kept.session.has_opened() && kept.since.elapsed() <= self.limits.trusted;
            if trusted || kept.session.look().await.is_ok() {
                return Some(kept.session);
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Account {
    fn forget_idle(&mut self, now: Instant, idle: Duration) {
        self.kept.retain(|kept| now.duration_since(kept.since) < idle);
    }

    /// Of the sessions signed in with this password one that has this mailbox open, or else none, or else the one
    /// that has been unused for longest.
    fn take(&mut self, password: u64, idle: Duration, mailbox: Option<&MailboxName>) -> Option<Kept> {
        self.forget_idle(Instant::now(), idle);
        self.kept.retain(|kept| kept.password == password);
        // The one used last is the last.
        let in_which = |mailbox| self.kept.iter().rposition(|kept| kept.session.works_in() == mailbox);
        let place = in_which(mailbox).or_else(|| in_which(None)).unwrap_or(0);
        (place < self.kept.len()).then(|| self.kept.remove(place))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(session) = self.session.take().filter(Session::is_sound) else { return };
        let mut accounts = self.shared.lock();
        // An account that was forgotten meanwhile does not take it back, nor does its successor.
        let lender = accounts.get_mut(&self.account).filter(|a| Arc::ptr_eq(&a.places, &self.places));
        if let Some(account) = lender {
            let since = Instant::now();
            account.forget_idle(since, self.idle);
            account.kept.push(Kept { session, since, password: self.password });
        }
    }
}

impl Deref for Lease {
    type Target = Session;
    fn deref(&self) -> &Session {
        match &self.session {
            Some(session) => session,
            None => unreachable!("only drop takes the session"),
        }
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Session {
        match &mut self.session {
            Some(session) => session,
            None => unreachable!("only drop takes the session"),
        }
    }
}
