//! What was handed over and is on its way, held, or could not be delivered.

use crate::UnixSeconds;
use levee_mail::{Contact, DraftId};
use serde::{Deserialize, Serialize};

/// One submission of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Id of the draft it was made from.
    pub id: DraftId,
    /// Recipients in To, at most three.
    pub to: Vec<Contact>,
    /// Recipients beyond those.
    pub more: u32,
    /// May be empty.
    pub subject: String,
    /// People it reaches.
    pub people: u64,
    /// When it was handed over.
    pub submitted: UnixSeconds,
    /// Where it stands.
    pub state: OutboxState,
}

/// Where a submission stands (RFC 8621 section 7, undoStatus and deliveryStatus).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OutboxState {
    /// In its undo window.
    Pending {
        /// When it leaves.
        send_at: UnixSeconds,
    },
    /// Being handed to the mail server.
    Sending,
    /// The mail server cannot take it now; tried again.
    Retrying {
        /// When.
        next: UnixSeconds,
        /// What the server said, or that it could not be reached.
        why: String,
    },
    /// The password no longer works: sign in again to send.
    SignIn,
    /// Waiting for an approver.
    Held {
        /// Who can decide.
        approvers: Vec<Contact>,
        /// When it goes back to the drafts.
        expires: UnixSeconds,
        /// Why.
        verdict: levee_guard::Verdict,
    },
    /// The connection was lost when it may just have been accepted. Never sent again by itself.
    Unclear,
    /// Accepted by the mail server.
    Sent {
        /// When.
        at: UnixSeconds,
    },
}

/// What to do with an unclear submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settle {
    /// It has arrived: file it as sent.
    MarkSent,
    /// It has not: send it again, with the same Message-ID.
    SendAgain,
}

/// The outbox.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Outbox {
    /// Everything not yet delivered, and what was delivered in the last hour, newest first.
    async fn outbox(&self, who: &crate::Caller) -> Result<Vec<OutboxRow>, crate::AppError>;
    /// Takes a pending or held submission back to the drafts. `Conflict` when it has left already.
    async fn undo(&self, who: &crate::Caller, id: &DraftId) -> Result<(), crate::AppError>;
    /// Settles an unclear submission.
    async fn settle(&self, who: &crate::Caller, id: &DraftId, how: Settle) -> Result<(), crate::AppError>;
}
