//! The pages of one session that follow mailboxes.

use super::locked;
use async_trait::async_trait;
use levee_contract::{Following, LiveEvent};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

/// Pages of a session that follow at the same time: over HTTP/1.1 a browser has six connections for all
/// of them.
const PAGES: usize = 4;
/// Events that wait for a page that is slow. One that is lost says no more than those before it: look again.
const WAITING: usize = 16;
/// A page follows anew after so long, and shows its session by that.
const LONGEST: Duration = Duration::from_secs(25 * 60);

/// Who follows.
pub(super) struct Followers {
    /// In the order in which they came.
    pages: Mutex<Vec<Follower>>,
    /// Counts who came and went.
    turns: watch::Sender<u64>,
    /// Whether they have been told that the mail server is down.
    down: AtomicBool,
}

struct Follower {
    turn: u64,
    mailbox: String,
    events: mpsc::Sender<LiveEvent>,
}

impl Default for Followers {
    fn default() -> Self {
        Self { pages: Mutex::default(), turns: watch::Sender::new(0), down: AtomicBool::new(false) }
    }
}

impl Followers {
    /// Follows who comes and goes.
    pub(super) fn turns(&self) -> watch::Receiver<u64> {
        self.turns.subscribe()
    }

    pub(super) fn is_empty(&self) -> bool {
        locked(&self.pages).is_empty()
    }

    /// The mailboxes followed, each once; that of the page that came last is the first.
    pub(super) fn mailboxes(&self) -> Vec<String> {
        let mut mailboxes: Vec<String> = Vec::new();
        for page in locked(&self.pages).iter().rev() {
            if !mailboxes.contains(&page.mailbox) {
                mailboxes.push(page.mailbox.clone());
            }
        }
        mailboxes
    }

    /// Tells all pages.
    pub(super) fn tell(&self, event: &LiveEvent) {
        for page in locked(&self.pages).iter() {
            // Gone, or slow: see WAITING.
            drop(page.events.try_send(event.clone()));
        }
    }

    /// Tells all pages, and those that come, that the mail server is down; once.
    pub(super) fn tell_down(&self) {
        if !self.down.swap(true, Ordering::SeqCst) {
            self.tell(&LiveEvent::MailServerDown);
        }
    }

    /// Tells them that it is up, if they were told otherwise.
    pub(super) fn tell_up(&self) {
        if self.down.swap(false, Ordering::SeqCst) {
            self.tell(&LiveEvent::MailServerUp);
        }
    }

    /// The session has ended.
    pub(super) fn sign_out(&self) {
        self.tell(&LiveEvent::SignedOut);
        self.clear();
    }

    /// Lets all pages go.
    pub(super) fn clear(&self) {
        locked(&self.pages).clear();
        self.turns.send_modify(|turn| *turn += 1);
    }

    fn leave(&self, turn: u64) {
        locked(&self.pages).retain(|page| page.turn != turn);
        self.turns.send_modify(|turn| *turn += 1);
    }
}

/// One page that follows.
pub(super) struct Page {
    turn: u64,
    events: mpsc::Receiver<LiveEvent>,
    until: Instant,
    followers: Arc<Followers>,
}

impl Page {
    /// Comes to the others. Beyond so many the one that came first yields.
    pub(super) fn open(followers: &Arc<Followers>, mailbox: &str) -> Self {
        let (sender, events) = mpsc::channel(WAITING);
        if followers.down.load(Ordering::SeqCst) {
            drop(sender.try_send(LiveEvent::MailServerDown));
        }
        let mut turn = 0;
        followers.turns.send_modify(|turns| {
            *turns += 1;
            turn = *turns;
            let mut pages = locked(&followers.pages);
            if pages.len() >= PAGES {
                drop(pages.remove(0).events.try_send(LiveEvent::Yield));
            }
            pages.push(Follower { turn, mailbox: mailbox.to_owned(), events: sender });
        });
        Self { turn, events, until: Instant::now() + LONGEST, followers: followers.clone() }
    }
}

#[async_trait]
impl Following for Page {
    async fn next(&mut self) -> Option<LiveEvent> {
        timeout_at(self.until, self.events.recv()).await.ok().flatten()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.followers.leave(self.turn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(mailbox: &str) -> LiveEvent {
        LiveEvent::Changed { mailbox: mailbox.to_owned() }
    }

    #[tokio::test]
    async fn the_page_that_came_last_comes_first() {
        let followers = Arc::new(Followers::default());
        let inbox = Page::open(&followers, "INBOX");
        let _sent = Page::open(&followers, "Sent");
        let again = Page::open(&followers, "INBOX");
        assert_eq!(followers.mailboxes(), ["INBOX", "Sent"]);
        drop(again);
        assert_eq!(followers.mailboxes(), ["Sent", "INBOX"]);
        drop(inbox);
        assert_eq!(followers.mailboxes(), ["Sent"]);
    }

    #[tokio::test]
    async fn so_many_pages_follow_and_the_first_yields() {
        let followers = Arc::new(Followers::default());
        let mut pages: Vec<Page> = (0..=PAGES).map(|_| Page::open(&followers, "INBOX")).collect();
        followers.tell(&changed("INBOX"));
        assert_eq!(pages[0].next().await, Some(LiveEvent::Yield));
        assert_eq!(pages[0].next().await, None);
        for page in &mut pages[1..] {
            assert_eq!(page.next().await, Some(changed("INBOX")));
        }
    }

    #[tokio::test]
    async fn a_slow_page_holds_nobody_up() {
        let followers = Arc::new(Followers::default());
        let mut slow = Page::open(&followers, "INBOX");
        for _ in 0..WAITING + 10 {
            followers.tell(&changed("INBOX"));
        }
        followers.sign_out();
        let mut told = 0;
        while slow.next().await.is_some() {
            told += 1;
        }
        assert_eq!(told, WAITING);
    }

    #[tokio::test]
    async fn who_comes_while_the_mail_server_is_down_is_told() {
        let followers = Arc::new(Followers::default());
        let mut before = Page::open(&followers, "INBOX");
        followers.tell_down();
        followers.tell_down();
        let mut after = Page::open(&followers, "INBOX");
        followers.tell_up();
        followers.tell_up();
        followers.sign_out();
        for page in [&mut before, &mut after] {
            assert_eq!(page.next().await, Some(LiveEvent::MailServerDown));
            assert_eq!(page.next().await, Some(LiveEvent::MailServerUp));
            assert_eq!(page.next().await, Some(LiveEvent::SignedOut));
            assert_eq!(page.next().await, None);
        }
    }
}
