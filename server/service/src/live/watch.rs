//! Watches the mailboxes of one session as long as somebody follows. The mailbox of the page that came last is
//! open on the connection (IDLE); the inbox and those of other pages are asked for now and then.

use super::followers::Followers;
use super::{Key, Line, LiveMail};
use crate::clock::random;
use levee_contract::LiveEvent;
use levee_imap::{Client, Credentials, ImapError, LoginError, MailboxName, News, Selected, Session};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::time::{sleep, timeout};

/// How often mailboxes that are not open are asked for.
const OTHERS: Duration = Duration::from_secs(30);
/// How often all are, without a connection of one's own.
const LENT: Duration = Duration::from_secs(60);
/// A page that goes on to another mailbox, or is loaded anew, leaves and comes back.
const LINGER: Duration = Duration::from_secs(3);
/// How long a mail server that is away is left alone at first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Watches until nobody follows.
pub(super) async fn watch(
    live: Arc<LiveMail>,
    session: Key,
    followers: Arc<Followers>,
    line: Line,
    credentials: Credentials,
) {
    let mut turns = followers.turns();
    // Whoever came first came before this.
    turns.mark_changed();
    let mut watch = Watch { live, session, followers, credentials, turns, known: HashMap::new() };
    let mut pause = PAUSES.0;
    loop {
        if watch.followers.is_empty() {
            // Nobody new in this time, or somebody: then the session stays.
            drop(timeout(LINGER, watch.turns.changed()).await);
            if watch.live.retire(&watch.session, &watch.followers) {
                return;
            }
            continue;
        }
        match watch.round(line).await {
            Ok(()) => pause = PAUSES.0,
            Err(ImapError::SignIn(LoginError::WrongPassword)) => {
                // The password was changed since the session began.
                watch.followers.sign_out();
            }
            Err(error) => {
                tracing::debug!(%error, "watching mailboxes was interrupted");
                watch.followers.tell_down();
                // Somebody who comes, as by pressing a button, need not wait.
                drop(timeout(watch.scattered(pause), watch.turns.changed()).await);
                pause = (pause * 2).min(PAUSES.1);
            }
        }
    }
}

struct Watch {
    live: Arc<LiveMail>,
    session: Key,
    followers: Arc<Followers>,
    credentials: Credentials,
    turns: Receiver<u64>,
    /// What pages have been told of.
    known: HashMap<String, Selected>,
}

impl Watch {
    /// Watches on one connection until nobody follows.
    async fn round(&mut self, line: Line) -> Result<(), ImapError> {
        if line == Line::Lent {
            return self.look_through_the_pool().await;
        }
        let Credentials { user, password } = &self.credentials;
        let signed_in = match Client::connect(&self.live.server).await {
            Ok(client) => client.login(user, password).await,
            Err(error) => Err(error),
        };
        match signed_in {
            Ok(session) => self.watch_on(session).await,
            // Too many connections, perhaps: those of the pool are there already.
            Err(LoginError::TryLater(_)) => self.look_through_the_pool().await,
            Err(error) => Err(error.into()),
        }
    }

    async fn watch_on(&mut self, mut session: Session) -> Result<(), ImapError> {
        let mut news = News::default();
        loop {
            let fresh = self.turns.has_changed().unwrap_or(false);
            self.turns.mark_unchanged();
            let mut mailboxes = self.mailboxes();
            let Some(shown) = mailboxes.next() else {
                // What the server makes of the goodbye changes nothing.
                drop(session.logout().await);
                return Ok(());
            };
            match session.examine(&shown).await {
                Ok(state) => self.saw(&shown, state, !news.is_empty(), fresh),
                Err(ImapError::Gone) if shown != MailboxName::inbox() => {
                    // Somebody removed it: the page finds out, and the inbox can still be watched.
                    self.gone(&shown);
                    session.examine(&MailboxName::inbox()).await?;
                }
                Err(error) => return Err(error),
            }
            let others: Vec<MailboxName> = mailboxes.collect();
            for other in &others {
                self.ask_for(&mut session, other, fresh).await?;
            }
            self.followers.tell_up();
            let mut turns = self.turns.clone();
            let enough = async {
                tokio::select! {
                    _ = turns.changed() => {}
                    () = sleep(OTHERS), if !others.is_empty() => {}
                }
            };
            news = session.await_news(enough).await?;
        }
    }

    /// Looks once at everything that is followed, and waits.
    async fn look_through_the_pool(&mut self) -> Result<(), ImapError> {
        let fresh = self.turns.has_changed().unwrap_or(false);
        self.turns.mark_unchanged();
        let mut session = self.live.pool.checkout(&self.credentials).await?;
        for mailbox in self.mailboxes().collect::<Vec<_>>() {
            self.ask_for(&mut session, &mailbox, fresh).await?;
        }
        drop(session);
        self.followers.tell_up();
        drop(timeout(LENT, self.turns.changed()).await);
        Ok(())
    }

    /// What pages show, that of the last page first, and the inbox.
    fn mailboxes(&self) -> impl Iterator<Item = MailboxName> + use<> {
        let mut mailboxes = self.followers.mailboxes();
        let inbox = MailboxName::inbox().decoded();
        if !mailboxes.is_empty() && !mailboxes.contains(&inbox) {
            mailboxes.push(inbox);
        }
        mailboxes.into_iter().filter_map(|name| MailboxName::parse(&name).ok())
    }

    async fn ask_for(&mut self, session: &mut Session, mailbox: &MailboxName, fresh: bool) -> Result<(), ImapError> {
        let before = self.known.get(&mailbox.decoded()).copied();
        match session.status(mailbox).await {
            Ok((state, n)) => {
                if before != Some(state) {
                    self.followers.tell(&LiveEvent::Unread { mailbox: mailbox.decoded(), n });
                }
                self.saw(mailbox, state, false, fresh);
                Ok(())
            }
            Err(ImapError::Gone) => {
                self.gone(mailbox);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Tells of a mailbox whose state is another than it was, or than it was when a page that has just come
    /// listed it.
    fn saw(&mut self, mailbox: &MailboxName, state: Selected, news: bool, fresh: bool) {
        let mailbox = mailbox.decoded();
        let before = self.known.insert(mailbox.clone(), state);
        let is_shown = || self.followers.mailboxes().contains(&mailbox);
        let missed = || fresh && is_shown() && self.live.was_listed(&self.session, &mailbox) != Some(state);
        if news || before.is_some_and(|before| before != state) || missed() {
            self.followers.tell(&LiveEvent::Changed { mailbox });
        }
    }

    fn gone(&mut self, mailbox: &MailboxName) {
        if self.known.remove(&mailbox.decoded()).is_some() {
            self.followers.tell(&LiveEvent::Changed { mailbox: mailbox.decoded() });
        }
    }

    /// Half of it to all of it: what was interrupted for all does not come back all at once.
    fn scattered(&self, pause: Duration) -> Duration {
        pause.mul_f32(0.5 + f32::from(random::<1>(&*self.live.chance)[0]) / 512.0)
    }
}
