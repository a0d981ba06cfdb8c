//! Held messages, as their approvers see them (guard specification, section 11).

use crate::UnixSeconds;
use levee_guard::Verdict;
use levee_mail::{Address, Contact, DraftId};
use serde::{Deserialize, Serialize};

/// A held message in the approver's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldRow {
    /// Which submission.
    pub id: DraftId,
    /// Who wants to send it.
    pub from: Contact,
    /// May be empty.
    pub subject: String,
    /// People it reaches.
    pub people: u64,
    /// When it was handed over.
    pub submitted: UnixSeconds,
    /// When it goes back to its sender.
    pub expires: UnixSeconds,
}

/// A held message, opened by an approver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldView {
    /// The row.
    pub row: HeldRow,
    /// Recipients as written.
    pub to: Vec<Contact>,
    /// Copies as written.
    pub cc: Vec<Contact>,
    /// Hidden copies as written.
    pub bcc: Vec<Contact>,
    /// Text, plain; `None` where the approver decides without seeing the content.
    pub text: Option<String>,
    /// Files that go along; none where the content is not seen.
    pub files: Vec<HeldFile>,
    /// Why it is held.
    pub verdict: Verdict,
    /// Names for the sentences.
    pub names: Vec<Contact>,
    /// People outside.
    pub external: u64,
    /// Bytes of mail it makes: people times size.
    pub volume: u64,
    /// Lists entered: address, size, usual size where known.
    pub lists: Vec<HeldList>,
    /// At most 20 members, by name.
    pub sample: Vec<String>,
    /// Domains outside, at most 20.
    pub outside_domains: Vec<String>,
}

/// A file of a held message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldFile {
    /// Safe file name.
    pub name: String,
    /// Its type, by what it is declared as and by its first bytes; `None` when it cannot be read.
    pub content_type: Option<String>,
    /// Decoded size in bytes.
    pub size: u64,
    /// Path to download it, for its approvers and until they decide.
    pub url: String,
}

/// A list that a held message goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldList {
    /// Its address.
    pub address: Address,
    /// Its size now.
    pub size: Option<u64>,
    /// Its usual size.
    pub baseline: Option<u64>,
}

/// Deciding on held messages.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Approvals {
    /// What waits for this account's decision, oldest first.
    async fn waiting(&self, who: &crate::Caller) -> Result<Vec<HeldRow>, crate::AppError>;
    /// One held message. `Gone` when it is not this account's to decide.
    async fn held(&self, who: &crate::Caller, id: &DraftId) -> Result<HeldView, crate::AppError>;
    /// A file of it, by the number of its part. `Gone` or `Conflict` when the message is not, or no longer, this
    /// account's to decide, or is decided without being read.
    async fn held_file(
        &self,
        who: &crate::Caller,
        id: &DraftId,
        part: u32,
    ) -> Result<crate::ServedPart, crate::AppError>;
    /// Releases it: judged again, what was approved counts as warn. `Conflict` when it was decided already.
    async fn release(&self, who: &crate::Caller, id: &DraftId) -> Result<(), crate::AppError>;
    /// Returns it to its sender's drafts with the reason (1 to 500 characters).
    async fn reject(&self, who: &crate::Caller, id: &DraftId, reason: &str) -> Result<(), crate::AppError>;
}
