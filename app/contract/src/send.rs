//! Handing a draft over to be sent. Ask, hold and block come back as values.

use crate::{Audience, UnixSeconds};
use levee_guard::Verdict;
use levee_mail::{Contact, Draft, DraftId};
use serde::{Deserialize, Serialize};

/// A draft to be sent, as it stands on screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendRequest {
    /// Idempotency key: the same id gives the same submission.
    pub id: DraftId,
    /// The version on screen (0 when it was never saved).
    pub version: u32,
    /// What it says.
    pub draft: Draft,
    /// The author's answer to a question asked before.
    pub confirmation: Option<Confirmed>,
    /// Why it cannot wait, where the author breaks the glass (guard specification, section 9); 1 to 500 characters.
    pub emergency: Option<String>,
    /// The author calls the warning wrong that is shown beside it, and why (may be empty); said of the verdict with
    /// which it is accepted.
    #[serde(default)]
    pub wrong: Option<String>,
}

/// The author's answer to [`Outcome::Ask`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The signed question, as it came.
    pub question: String,
    /// The number typed, where one was asked for.
    pub typed: Option<u64>,
}

/// What became of a draft that was handed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Accepted; it leaves at `send_at` and can be undone until then.
    Pending {
        /// When it leaves.
        send_at: UnixSeconds,
        /// Length of the undo window in seconds.
        window: u32,
        /// People it reaches.
        people: u64,
    },
    /// Accepted and kept until somebody else releases it.
    Held {
        /// Who can decide.
        approvers: Vec<Contact>,
        /// When it goes back to the drafts.
        expires: UnixSeconds,
        /// Why.
        verdict: Verdict,
    },
    /// The author is asked first. Nothing was accepted.
    Ask {
        /// Why.
        verdict: Verdict,
        /// Whom it reaches, as judged.
        audience: Box<Audience>,
        /// To be sent back, as it is, in [`Confirmed`].
        question: String,
        /// The number that has to be typed.
        type_number: Option<u64>,
        /// Under which the verdict is recorded.
        reference: String,
    },
    /// Not accepted. Nobody receives anything; the draft is kept.
    Blocked {
        /// Why.
        verdict: Verdict,
        /// Whom it would have reached, as judged.
        audience: Box<Audience>,
        /// Under which the verdict is recorded, e.g. `LV-7K3F-20QD`.
        reference: String,
    },
}

/// Sending.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Send {
    /// Judges the draft with all the facts and, where the verdict allows, accepts it durably.
    ///
    /// # Errors
    /// `Invalid` for a draft that cannot be a message; `StoreDown`: nothing was accepted.
    async fn send(&self, who: &crate::Caller, request: &SendRequest) -> Result<Outcome, crate::AppError>;
}
