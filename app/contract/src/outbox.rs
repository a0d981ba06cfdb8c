//! What was handed over and is on its way, held, or could not be delivered.

use crate::{Audience, Returned, ToldWrong, UnixSeconds};
use levee_guard::Verdict;
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
    /// By which way it was handed over.
    pub sent_with: SentWith,
    /// Where it stands.
    pub state: OutboxState,
    /// The verdict on it, where any rule saw something.
    pub verdict: Option<OwnVerdict>,
}

/// The verdict on a submission, as its sender can speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnVerdict {
    /// Under which it is recorded.
    pub reference: String,
    /// That it was called wrong.
    pub told: Option<ToldWrong>,
}

/// By which way a submission was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentWith {
    /// A page of ours.
    Page,
    /// Another mail program: it has a copy, and there is no draft of it here.
    MailProgram,
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
    /// Sent with another mail program, which could not ask: waits for its sender.
    Asks {
        /// When it is not sent.
        expires: UnixSeconds,
        /// Under which its verdict is recorded.
        reference: String,
    },
    /// Waiting for an approver.
    Held {
        /// Who can decide.
        approvers: Vec<Contact>,
        /// When it goes back to the drafts.
        expires: UnixSeconds,
        /// Why.
        verdict: Verdict,
    },
    /// Sent with another mail program and not sent on; it stays here for its sender.
    Kept {
        /// Why.
        why: Returned,
    },
    /// The connection was lost when it may just have been accepted. Never sent again by itself.
    Unclear,
    /// Accepted by the mail server.
    Sent {
        /// When.
        at: UnixSeconds,
    },
}

/// A message that waits for its own sender, and what he is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnHeld {
    /// Copies as written.
    pub cc: Vec<Contact>,
    /// Recipients that no header shows.
    pub bcc: Vec<Contact>,
    /// Text, plain.
    pub text: String,
    /// Names of the files that go along.
    pub files: Vec<String>,
    /// People it reaches now.
    pub people: u64,
    /// As judged now.
    pub verdict: Verdict,
    /// Whom it reaches, for the sentences.
    pub audience: Box<Audience>,
    /// To be sent back, as it is, in [`crate::Confirmed`].
    pub question: String,
    /// The number that has to be typed.
    pub type_number: Option<u64>,
}

/// What came of its sender's *Send*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnReleased {
    /// It leaves when its undo window is over.
    Leaving,
    /// The number was another, or whom it reaches has changed: asked again.
    Asked,
    /// It needs approval now.
    Held,
    /// It may not be sent any more; it is kept for its sender.
    Stopped,
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
    /// A message of another mail program that waits for this account. `Gone` when there is none, `Conflict` when
    /// it waits no more.
    async fn own_held(&self, who: &crate::Caller, id: &DraftId) -> Result<OwnHeld, crate::AppError>;
    /// Releases it: judged again, with what its sender confirms. `Gone`, `Conflict` as above.
    async fn release_own(
        &self,
        who: &crate::Caller,
        id: &DraftId,
        answer: &crate::Confirmed,
    ) -> Result<OwnReleased, crate::AppError>;
    /// Does not send what another mail program handed over, and copies it to the drafts in the mailbox. When
    /// those cannot be reached it is kept, not sent, and this can be asked again.
    async fn keep_back(&self, who: &crate::Caller, id: &DraftId) -> Result<(), crate::AppError>;
    /// Settles an unclear submission.
    async fn settle(&self, who: &crate::Caller, id: &DraftId, how: Settle) -> Result<(), crate::AppError>;
}
