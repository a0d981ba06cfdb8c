//! Changes to a draft that lead to a ruling which is not stricter, or somebody to ask (the guard's
//! specification, section 15). No remedy splits a message.

use crate::ruling::Ruling;
use levee_mail::Address;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an author can do about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Remedy {
    /// Answer the author of the parent, nobody else.
    ReplyToSender,
    /// Take this recipient out.
    Remove(Address),
    /// Move the individual outside addresses from To and Cc to Bcc.
    MoveToBcc,
    /// Send to each outside address by itself.
    SendSeparately,
    /// Send a link in the place of the attachments.
    SendAsLink,
    /// Attach what the text speaks of.
    Attach,
    /// Let another person release it.
    AskApproval,
    /// Send it later.
    Wait,
    /// Ask this person: an owner of the list, or who may decide.
    Contact(Address),
}

/// A remedy with what comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// What to do.
    pub remedy: Remedy,
    /// The ruling that the changed draft gets.
    pub leads_to: Ruling,
    /// How many people it then reaches, when that is known.
    pub leaves: Option<u64>,
}

/// The text is the name of no remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRemedy;

impl Remedy {
    const PLAIN: [(Self, &'static str); 7] = [
        (Self::ReplyToSender, "reply_to_sender"),
        (Self::MoveToBcc, "move_to_bcc"),
        (Self::SendSeparately, "send_separately"),
        (Self::SendAsLink, "send_as_link"),
        (Self::Attach, "attach"),
        (Self::AskApproval, "ask_approval"),
        (Self::Wait, "wait"),
    ];

    /// Reads a name, alone or with its argument: `wait`, `remove:x@y.example`.
    ///
    /// # Errors
    /// [`NoRemedy`] for another name or no address after it.
    pub fn parse(text: &str) -> Result<Self, NoRemedy> {
        let argument = |address: &str| Address::parse(address).map_err(|_| NoRemedy);
        match text.split_once(':') {
            Some(("remove", address)) => argument(address).map(Self::Remove),
            Some(("contact", address)) => argument(address).map(Self::Contact),
            _ => Self::PLAIN.into_iter().find(|(_, name)| *name == text).map(|(remedy, _)| remedy).ok_or(NoRemedy),
        }
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remove(address) => write!(f, "remove:{address}"),
            Self::Contact(address) => write!(f, "contact:{address}"),
            Self::ReplyToSender => f.write_str("reply_to_sender"),
            Self::MoveToBcc => f.write_str("move_to_bcc"),
            Self::SendSeparately => f.write_str("send_separately"),
            Self::SendAsLink => f.write_str("send_as_link"),
            Self::Attach => f.write_str("attach"),
            Self::AskApproval => f.write_str("ask_approval"),
            Self::Wait => f.write_str("wait"),
        }
    }
}

impl fmt::Display for NoRemedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a remedy")
    }
}

impl std::error::Error for NoRemedy {}

impl From<Remedy> for String {
    fn from(remedy: Remedy) -> Self {
        remedy.to_string()
    }
}

impl TryFrom<String> for Remedy {
    type Error = NoRemedy;
    fn try_from(text: String) -> Result<Self, NoRemedy> {
        Self::parse(&text)
    }
}
