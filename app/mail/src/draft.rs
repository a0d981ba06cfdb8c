//! What an author edits until it is handed over to be sent.

use crate::Contact;
use serde::{Deserialize, Serialize};

/// Names a draft: 128 random bits in hexadecimal, made where the draft is opened. It is also the
/// idempotency key of the submission made from it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftId(String);

impl DraftId {
    /// Takes 32 lower-case hexadecimal digits; anything else is no id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let ok = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        ok.then(|| Self(text.to_owned()))
    }

    /// Makes an id of 16 random bytes. Chance is an argument.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|b| format!("{b:02x}")).collect())
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a draft came to be: the button that was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyKind {
    /// *New mail*.
    #[default]
    New,
    /// *Reply*.
    Reply,
    /// *Reply all*.
    ReplyAll,
    /// *Forward*.
    Forward,
}

/// The message in the author's mailbox that a draft answers or forwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentRef {
    /// Name of the mailbox, decoded.
    pub mailbox: String,
    /// UIDVALIDITY of that mailbox when the message was seen.
    pub uid_validity: u32,
    /// UID in that mailbox.
    pub uid: u32,
}

/// A message being written. Only valid addresses are recipients; what was typed and is no address
/// is kept in `unparsed`, so that nothing typed is lost, and keeps the draft from being sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The button that opened it.
    pub kind: ReplyKind,
    /// The message it answers or forwards.
    pub parent: Option<ParentRef>,
    /// Visible recipients.
    pub to: Vec<Contact>,
    /// Visible copies.
    pub cc: Vec<Contact>,
    /// Hidden copies.
    pub bcc: Vec<Contact>,
    /// Typed in a recipient field and no address.
    pub unparsed: Vec<String>,
    /// One line.
    pub subject: String,
    /// The author's own text, plain, lines ended by `\n`.
    pub text: String,
    /// The quoted original under it, plain, without quote marks being added later; empty for none.
    pub quote: String,
}
