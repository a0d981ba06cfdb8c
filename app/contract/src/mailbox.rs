//! Folders, the message list and one message.

#[cfg(feature = "ssr")]
use crate::{Act, Done, Ignored, Sift, UndoStep};
use crate::{Sifted, UnixSeconds};
use levee_mail::{Contact, MessageId, ParentRef};
use serde::{Deserialize, Serialize};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};

/// A message in the account's mailboxes: mailbox name, UIDVALIDITY, UID.
pub type MessageRef = ParentRef;

/// What a folder is for (RFC 6154).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FolderRole {
    /// INBOX.
    Inbox,
    /// Unsent drafts on the mail server.
    Drafts,
    /// Copies of what was sent.
    Sent,
    /// Kept out of the way.
    Archive,
    /// Unwanted.
    Junk,
    /// Deleted, not gone yet.
    Trash,
}

impl FolderRole {
    /// Whether everything in it is from oneself: whom it goes to tells its messages apart.
    #[must_use]
    pub fn is_own_mail(self) -> bool {
        matches!(self, Self::Sent | Self::Drafts)
    }
}

/// One folder of the tree, in the order in which it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Folder {
    /// Full name, decoded; the key in links.
    pub name: String,
    /// Last part of the name, or a word of ours by role (the app translates by role).
    pub label: String,
    /// Steps below the top, from 0.
    pub depth: u32,
    /// Its special use, if it has one.
    pub role: Option<FolderRole>,
    /// False for a mere node of the tree.
    pub selectable: bool,
    /// Unread messages, where the server said.
    pub unread: Option<u32>,
}

/// A window on the message list: rows counted from the newest, which is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Index of the first row.
    pub first: u32,
    /// How many rows, 1 to 200.
    pub count: u32,
}

/// One row of the message list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct MessageRow {
    /// Which message.
    pub message: MessageRef,
    /// With whom it is: the authors; where [`FolderRole::is_own_mail`], the recipients in To.
    pub people: Vec<Contact>,
    /// Decoded, cleaned, may be empty.
    pub subject: String,
    /// When the server received it.
    pub received: UnixSeconds,
    /// First words of the text, where known.
    pub preview: Option<String>,
    /// What is marked on it.
    pub marks: Marks,
    /// It carries files.
    pub attachments: bool,
    /// The author is outside the organisation.
    pub external: bool,
}

/// Flags of a message (RFC 9051 section 2.3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Marks {
    /// \Seen.
    pub read: bool,
    /// \Answered.
    pub answered: bool,
    /// $Forwarded.
    pub forwarded: bool,
    /// \Flagged.
    pub flagged: bool,
}

/// The rows of a page and how many messages there are in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct MessageList {
    /// Mailbox shown.
    pub mailbox: String,
    /// Its role.
    pub role: Option<FolderRole>,
    /// Number of messages in it.
    pub total: u32,
    /// Index of the first row from the newest.
    pub first: u32,
    /// The rows, newest first.
    pub rows: Vec<MessageRow>,
    /// How they were found, where this is a filter or a search.
    pub sifted: Option<Sifted>,
}

/// One message, opened. Its body comes from `body_url` into a frame (decisions: *Message bodies*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageView {
    /// Which message.
    pub message: MessageRef,
    /// Its Message-ID.
    pub message_id: Option<MessageId>,
    /// Decoded, cleaned, may be empty.
    pub subject: String,
    /// Authors.
    pub from: Vec<Contact>,
    /// Visible recipients.
    pub to: Vec<Contact>,
    /// Visible copies.
    pub cc: Vec<Contact>,
    /// Hidden copies, in one's own Sent copy.
    pub bcc: Vec<Contact>,
    /// When the server received it.
    pub received: UnixSeconds,
    /// Flags, as they are after opening.
    pub marks: Marks,
    /// The author is outside the organisation.
    pub external: bool,
    /// Things that a reader should know of the headers.
    pub warnings: Vec<HeaderWarning>,
    /// Path of the frame's document: `/body/<capability>`.
    pub body_url: String,
    /// Pictures that were not loaded from elsewhere.
    pub remote_images: u32,
    /// Where *Reply* goes (Reply-To honoured).
    pub reply_to: Vec<Contact>,
}

/// A message and what *Reply all* to it would do.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The message.
    pub message: MessageView,
    /// `None` when it would be the same as *Reply*.
    pub reply_all: Option<ReplyAll>,
    /// What only the open message itself shows.
    pub particulars: Particulars,
}

/// What only the open message itself shows: the mailbox around it neither reads nor downloads it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    /// Why it reached its reader.
    pub why: Option<crate::Why>,
    /// Set while replies to everybody are stopped in its conversation.
    pub frozen: Option<Frozen>,
    /// Names its conversation, where its reader ignores that.
    #[serde(default)]
    pub ignored: Option<String>,
    /// The event that it is about.
    pub event: Option<crate::CalendarEvent>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Path that saves all of them as one archive: `/archive/<capability>`; `None` with fewer than two.
    pub archive_url: Option<String>,
    /// Path of its source as text.
    pub source_url: String,
    /// Path that saves it whole.
    pub save_url: String,
}

/// A conversation in which replies to everybody are stopped for a while (guard specification, section 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Until when.
    pub until: UnixSeconds,
    /// Replies counted before it was stopped.
    pub replies: u64,
    /// People who had sent them.
    pub senders: u64,
    /// Whom each reached.
    pub people: u64,
    /// Replies that reach fewer people still go.
    pub quiet: u64,
    /// Some of those who can let it go again.
    pub ask: Vec<Contact>,
}

/// *Reply all*, judged before it is pressed.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyAll {
    /// Whom it reaches.
    pub audience: crate::Audience,
    /// The verdict on an empty reply to all of them: at `block` the button is off and says why.
    pub verdict: levee_guard::Verdict,
}

/// What is odd about a message's headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderWarning {
    /// More than one From.
    SeveralAuthors,
    /// The display name holds another address.
    NameHoldsAddress,
    /// The name of a member of staff, from an outside address.
    StaffNameFromOutside,
}

/// A file in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Safe file name.
    pub name: String,
    /// Decoded size in bytes.
    pub size: u64,
    /// Path to download it: `/attachment/<capability>`.
    pub url: String,
    /// What else can be done with it.
    pub opens: Opens,
}

/// How a file can be looked at without saving it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opens {
    /// Not at all.
    Nothing,
    /// It is a picture made of points, by its first bytes; the path that shows it.
    Picture(String),
    /// It is a message.
    Message(Enclosed),
}

/// A message inside another, as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Decoded, cleaned, may be empty.
    pub subject: String,
    /// Authors.
    pub from: Vec<Contact>,
    /// Visible recipients.
    pub to: Vec<Contact>,
    /// When it was written, by its own word.
    pub sent: Option<UnixSeconds>,
    /// Path of the frame's document.
    pub body_url: String,
}

/// In which colours a body is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As the reader's system has it, unless the message asks for light.
    #[default]
    AsIs,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// One line of a message's head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderLine {
    /// Its name as written.
    pub name: String,
    /// Its value, decoded, on one line.
    pub value: String,
}

/// Bytes of a part, ready to be served with its headers.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct ServedPart {
    /// Decoded bytes.
    pub bytes: Vec<u8>,
    /// From our own table, never the message's.
    pub content_type: &'static str,
    /// Whole value of Content-Disposition.
    pub disposition: String,
}

/// Files to be served as one archive.
#[cfg(feature = "ssr")]
pub struct Archive {
    /// Whole value of Content-Disposition.
    pub disposition: String,
    /// When they were sent, where that is known.
    pub sent: Option<UnixSeconds>,
    /// Each decoded when it is asked for, so that never more than one of them is held.
    pub files: Box<dyn Iterator<Item = ArchivedFile> + Send>,
}

/// One of them.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct ArchivedFile {
    /// Safe, and no other file of the archive has it.
    pub name: String,
    /// Decoded bytes.
    pub bytes: Vec<u8>,
}

/// Reading mail.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Mailboxes {
    /// The folder tree with unread counts, in the order shown.
    async fn folders(&self, who: &crate::Caller) -> Result<Vec<Folder>, crate::AppError>;
    /// One window of the list. `Gone` when there is no such folder.
    async fn list(&self, who: &crate::Caller, mailbox: &str, page: Page) -> Result<MessageList, crate::AppError>;
    /// One window of the messages that meet a filter or a search. `total` counts these. A window that is not
    /// the first comes from what was found for the first, as long as that is remembered.
    async fn find(
        &self,
        who: &crate::Caller,
        mailbox: &str,
        page: Page,
        sift: &Sift,
    ) -> Result<MessageList, crate::AppError>;
    /// Opens a message; does not mark it (`act` does).
    async fn open(&self, who: &crate::Caller, message: &MessageRef) -> Result<Opened, crate::AppError>;
    /// Does something to messages and says how it is taken back. `to` is the mailbox of [`Act::Move`].
    async fn act(
        &self,
        who: &crate::Caller,
        messages: &[MessageRef],
        act: Act,
        to: Option<&str>,
    ) -> Result<Done, crate::AppError>;
    /// Takes back what was done, step by step. Messages that are gone are passed over.
    async fn undo_act(&self, who: &crate::Caller, steps: &[UndoStep]) -> Result<(), crate::AppError>;
    /// Ignores the conversation of a message: what the newest thousand of its mailbox have of it goes to Trash, and
    /// what arrives later follows it there when the inbox or a folder of one's own is listed.
    ///
    /// # Errors
    /// `Gone` when the message is gone or has no id.
    async fn ignore(&self, who: &crate::Caller, message: &MessageRef) -> Result<Ignored, crate::AppError>;
    /// Ignores it no more. What was filed stays there.
    ///
    /// # Errors
    /// `Gone` when it is not ignored.
    async fn stop_ignoring(&self, who: &crate::Caller, conversation: &str) -> Result<(), crate::AppError>;
    /// The document for the body's frame. `Gone` unless the capability is this session's.
    async fn body(&self, who: &crate::Caller, capability: &str, look: Look) -> Result<String, crate::AppError>;
    /// The lines of a message's head, in order.
    async fn headers(&self, who: &crate::Caller, message: &MessageRef) -> Result<Vec<HeaderLine>, crate::AppError>;
    /// All files of a message. `Gone` unless the capability is this session's.
    async fn archive(&self, who: &crate::Caller, capability: &str) -> Result<Archive, crate::AppError>;
    /// An attachment or an inline picture. `Gone` unless the capability is this session's.
    async fn part(&self, who: &crate::Caller, capability: &str) -> Result<ServedPart, crate::AppError>;
}
