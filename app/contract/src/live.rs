//! What happens in the mailboxes while a page is open.

use serde::{Deserialize, Serialize};

/// Something that a page is told by itself. No content is in it: a page asks for what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LiveEvent {
    /// Messages came to a mailbox, left it or were marked there.
    Changed {
        /// Its name, decoded.
        mailbox: String,
    },
    /// How many messages are unread in a mailbox that this page does not show.
    Unread {
        /// Its name, decoded.
        mailbox: String,
        /// Unread messages.
        n: u32,
    },
    /// The mail server does not answer; the server goes on asking it.
    MailServerDown,
    /// It answers again.
    MailServerUp,
    /// The session has ended: nothing more is told.
    SignedOut,
    /// Other pages of this session follow instead: come back when this one is looked at.
    Yield,
}

/// What a page follows. Dropped when the page is left.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Following: Send {
    /// The next event. `None` when this is over: follow anew.
    async fn next(&mut self) -> Option<LiveEvent>;
}

/// Following mailboxes.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Live {
    /// Follows a mailbox that a page shows, and the inbox. What changed since this session listed it last is
    /// told first.
    ///
    /// # Errors
    /// `SignedOut`; `Gone` for what is no mailbox name; `StoreDown`, also while the server stops.
    async fn follow(&self, who: &crate::Caller, mailbox: &str) -> Result<Box<dyn Following>, crate::AppError>;
}
