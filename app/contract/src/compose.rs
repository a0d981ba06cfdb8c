//! Writing: drafts, completion, and whom the recipients really are.

use crate::{MessageRef, OwnerNote, Stop, UnixSeconds};
use levee_guard::{Facts, Policy};
use levee_mail::{Address, Contact, Draft, DraftId};
#[cfg(feature = "ssr")]
use levee_mail::{DraftFile, FileId};
use serde::{Deserialize, Serialize};

/// How the composer is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "start", rename_all = "snake_case")]
pub enum Start {
    /// An empty message, or one to an address (a `mailto:` link).
    New {
        /// Recipients to begin with, as typed.
        to: String,
    },
    /// *Reply*.
    Reply {
        /// The message answered.
        message: MessageRef,
    },
    /// *Reply all*.
    ReplyAll {
        /// The message answered.
        message: MessageRef,
    },
    /// *Forward*.
    Forward {
        /// The message forwarded.
        message: MessageRef,
    },
    /// *Tell the owner* or *Ask to leave*: a new message to who answers for a list.
    ToOwner {
        /// The message that came by the list.
        message: MessageRef,
        /// The list.
        list: Address,
        /// What to tell.
        note: OwnerNote,
    },
    /// *Unsubscribe*: a new message to where the list of another organisation is left.
    Unsubscribe {
        /// The message that came by it.
        message: MessageRef,
    },
    /// A draft that another program left in the mailbox of drafts.
    Elsewhere {
        /// Where it lies.
        message: MessageRef,
    },
    /// A draft in the store.
    Existing {
        /// Its id.
        id: DraftId,
    },
}

/// A draft as it stands in the store, or a new one that is not there yet (version 0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDraft {
    /// Its id, also the idempotency key of sending it.
    pub id: DraftId,
    /// Raised by each save; 0 when it was never saved.
    pub version: u32,
    /// When it was last saved.
    pub saved: Option<UnixSeconds>,
    /// Why it came back, when a held message was rejected or ran out, or sending was refused.
    pub returned: Option<Returned>,
    /// What it says.
    pub draft: Draft,
    /// The quoted original as it looks, for a frame: `/body/<capability>`; `None` when nothing is quoted.
    pub quote_url: Option<String>,
    /// Bytes that the files of one message may hold together, so that the mail server takes it.
    pub room: u64,
    /// The emergency stop, while it is on.
    pub stop: Option<Stop>,
}

/// What the messages of an account end with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// HTML; cleaned by the server, whatever comes. Empty: none.
    pub html: String,
    /// The same as text; made by the server.
    pub text: String,
    /// New messages begin with it.
    pub in_new: bool,
    /// Answers and forwarded messages begin with it.
    pub in_answer: bool,
}

/// A file as it was uploaded.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name there.
    pub name: String,
    /// What the browser takes it for: a hint.
    pub content_type: String,
    /// How it goes along.
    pub placing: levee_mail::Placing,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a message came back to its author's drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "returned", rename_all = "snake_case")]
pub enum Returned {
    /// An approver said no.
    Rejected {
        /// Who.
        by: String,
        /// The reason given.
        reason: String,
    },
    /// Nobody decided in time (guard specification, section 11).
    Expired,
    /// Judged again when it was about to leave, it was stopped; nobody received it.
    Stopped {
        /// The verdict then.
        verdict: levee_guard::Verdict,
    },
    /// The mail server refused it, to nobody's delivery.
    Refused {
        /// Recipient refused (`None`: the whole message) and what the server said.
        recipients: Vec<(Option<Address>, String)>,
    },
    /// The mail server takes no message as large as this one; nobody received it.
    TooLarge {
        /// Its bytes.
        size: u64,
    },
    /// Taken back within the undo window.
    Undone,
}

/// A draft in the list of drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRow {
    /// Its id.
    pub id: DraftId,
    /// Where it lies when another program left it; `None`: it is in the store.
    pub elsewhere: Option<MessageRef>,
    /// Recipients in To.
    pub to: Vec<Contact>,
    /// May be empty.
    pub subject: String,
    /// First words of the text.
    pub preview: String,
    /// When it was last saved.
    pub saved: UnixSeconds,
    /// Why it came back, if it did.
    pub returned: Option<Returned>,
}

/// What a save did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The version now.
    pub version: u32,
    /// When.
    pub at: UnixSeconds,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Name and address.
    pub contact: Contact,
    /// Title and unit of a person, or description of a list.
    pub detail: String,
    /// What it is.
    pub who: Who,
}

/// What stands behind an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Who {
    /// A person of the organisation.
    Person,
    /// A list.
    List {
        /// People in it, nested lists included; `None` when they cannot be counted now.
        size: Option<u64>,
    },
    /// A person outside.
    Outside,
    /// A list elsewhere, of unknown size.
    OutsideList,
    /// Of our own domain, and nobody knows it.
    Nobody,
}

/// What the page knows of one recipient: for its chip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// As written by the author.
    pub address: Address,
    /// Name from the directory, if any.
    pub name: Option<String>,
    /// What stands behind it.
    pub who: Who,
    /// People whom this one adds to the others, for "physio 60 (55 new)".
    pub adds: Option<u64>,
}

/// Whom recipients reach, and everything the page needs to judge by itself as one types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audience {
    /// Distinct people, the sender not counted: A.
    pub people: u64,
    /// Outside lists make it "at least".
    pub exact: bool,
    /// Those outside the organisation: E.
    pub external: u64,
    /// One for each recipient, in order.
    pub chips: Vec<Chip>,
    /// The guard's facts, as far as the server knows them.
    pub facts: Facts,
    /// The policy in force and its version.
    pub policy: PolicyInForce,
    /// Names for the sentences: owners to ask, the parent's author, lists.
    pub names: Vec<Contact>,
    /// The emergency stop, while it is on.
    pub stop: Option<Stop>,
}

/// A policy and its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyInForce {
    /// Version number, from 1.
    pub version: u64,
    /// All its parameters.
    pub policy: Policy,
}

/// Writing.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Compose {
    /// Opens the composer. A new draft is not stored before it is saved.
    async fn start(&self, who: &crate::Caller, start: &Start) -> Result<OpenDraft, crate::AppError>;
    /// Stores a draft. `base` is the version on screen; `Conflict` when the store has another.
    async fn save(&self, who: &crate::Caller, id: &DraftId, base: u32, draft: &Draft)
    -> Result<Saved, crate::AppError>;
    /// Throws a draft away. Not an error when it is gone already.
    async fn discard(&self, who: &crate::Caller, id: &DraftId) -> Result<(), crate::AppError>;
    /// Copies a draft as it is stored into the account's mailbox of drafts, in the place of its copy there.
    async fn file(&self, who: &crate::Caller, id: &DraftId) -> Result<(), crate::AppError>;
    /// How many drafts are in the store: asks no mail server, for every page shows it.
    async fn draft_count(&self, who: &crate::Caller) -> Result<u32, crate::AppError>;
    /// All drafts, newest first: those in the store, and the newest that other programs left in the
    /// mailbox of drafts, as far as the mail server can be reached.
    async fn drafts(&self, who: &crate::Caller) -> Result<Vec<DraftRow>, crate::AppError>;
    /// Keeps a file for a draft, which need not be saved yet. A picture that is not one becomes a file.
    /// `Invalid` when the files of the draft would hold more than a message can.
    async fn attach(&self, who: &crate::Caller, id: &DraftId, upload: Upload) -> Result<DraftFile, crate::AppError>;
    /// Throws an uploaded file away. Not an error when it is gone already.
    async fn detach(&self, who: &crate::Caller, id: &DraftId, file: &FileId) -> Result<(), crate::AppError>;
    /// An uploaded file, to be shown or saved by its author.
    async fn draft_file(
        &self,
        who: &crate::Caller,
        id: &DraftId,
        file: &FileId,
    ) -> Result<crate::ServedPart, crate::AppError>;
    /// The quoted original of a draft as HTML that can be edited, without its pictures.
    async fn quoted(&self, who: &crate::Caller, draft: &Draft) -> Result<String, crate::AppError>;
    /// What the account's messages end with.
    async fn signature(&self, who: &crate::Caller) -> Result<Signature, crate::AppError>;
    /// Changes that, and gives it as it is kept. `Invalid` when it is too long.
    async fn set_signature(&self, who: &crate::Caller, signature: &Signature) -> Result<Signature, crate::AppError>;
    /// At most 8 completions of what is typed: people lately written to, then the directory.
    async fn complete(&self, who: &crate::Caller, typed: &str) -> Result<Vec<Suggestion>, crate::AppError>;
    /// Whom the draft's recipients reach.
    async fn audience(&self, who: &crate::Caller, draft: &Draft) -> Result<Audience, crate::AppError>;
}
