//! A message as it is judged, by whatever way it came: what its author wrote, to whom, and what it
//! answers. Kept with a submission, so that it is judged again by the same.

use crate::keys::sha256;
use levee_directory::{Field, Recipient};
use levee_guard::{Channel, Digest, Kind, Message, Origin};
use levee_mail::{Address, Contact, Draft, DraftId, MessageId, ReplyKind};
use serde::{Deserialize, Serialize};

/// A message handed over to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Handed {
    /// What the guard is told of its words.
    pub(crate) message: Message,
    /// The human who sends, canonical.
    pub(crate) sender: Address,
    /// The shared mailbox in From, if any.
    pub(crate) sending_as: Option<Address>,
    pub(crate) to: Vec<Address>,
    pub(crate) cc: Vec<Address>,
    pub(crate) bcc: Vec<Address>,
    pub(crate) resent: Vec<Address>,
    /// Encoded size in bytes.
    pub(crate) size: u64,
    pub(crate) message_id: Option<MessageId>,
    /// References, then In-Reply-To.
    pub(crate) refers_to: Vec<MessageId>,
    /// The message answered, where the author's mailbox showed it.
    pub(crate) parent: Option<Parent>,
    /// What it is written in, or kept as; judgements on it are of one message.
    #[serde(default)]
    pub(crate) draft: Option<DraftId>,
}

/// The message answered, as it lies in the author's mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parent {
    pub(crate) message_id: Option<MessageId>,
    /// References, then In-Reply-To.
    pub(crate) refers_to: Vec<MessageId>,
    pub(crate) author: Vec<Address>,
    pub(crate) to: Vec<Address>,
    pub(crate) cc: Vec<Address>,
    pub(crate) reply_to: Vec<Address>,
}

impl Handed {
    /// What a draft says, sent from our own pages. The button that opened it decides its kind.
    pub(crate) fn from_draft(sender: &Address, draft: &Draft, parent: Option<Parent>) -> Self {
        let addresses = |contacts: &[Contact]| contacts.iter().map(|c| c.address.clone()).collect();
        let refers_to = match (draft.kind, &parent) {
            (ReplyKind::Reply | ReplyKind::ReplyAll, Some(parent)) => parent.thread(),
            _ => Vec::new(),
        };
        Self {
            message: Message { has_references: !refers_to.is_empty(), ..message_of(draft) },
            sender: sender.clone(),
            sending_as: None,
            to: addresses(&draft.to),
            cc: addresses(&draft.cc),
            bcc: addresses(&draft.bcc),
            resent: Vec::new(),
            size: 0,
            message_id: None,
            refers_to,
            parent,
            draft: None,
        }
    }

    /// All recipients as written.
    pub(crate) fn recipients(&self) -> Vec<Recipient> {
        let fields =
            [(Field::To, &self.to), (Field::Cc, &self.cc), (Field::Bcc, &self.bcc), (Field::Resent, &self.resent)];
        let in_field = |(field, addresses): (Field, &Vec<Address>)| {
            addresses.iter().map(move |address| Recipient { field, address: address.clone() }).collect::<Vec<_>>()
        };
        fields.into_iter().flat_map(in_field).collect()
    }

    /// First id of its thread, as far as its own headers say.
    pub(crate) fn root(&self) -> Option<&MessageId> {
        self.refers_to.first()
    }
}

impl Parent {
    /// The ids that an answer to it refers to: its own thread, then itself.
    pub(crate) fn thread(&self) -> Vec<MessageId> {
        self.refers_to.iter().chain(&self.message_id).cloned().collect()
    }
}

/// What the guard is told of a draft's words.
pub(crate) fn message_of(draft: &Draft) -> Message {
    Message {
        channel: Channel::Web,
        origin: Origin::Button(kind(draft.kind)),
        subject: draft.subject.clone(),
        text: draft.words().to_owned(),
        has_quote: !draft.quote.is_empty(),
        attachments: u32::try_from(draft.sent_files().count()).unwrap_or(u32::MAX),
        draft: digest(draft),
        ..Message::default()
    }
}

fn kind(button: ReplyKind) -> Kind {
    match button {
        ReplyKind::New => Kind::New,
        ReplyKind::Reply => Kind::Reply,
        ReplyKind::ReplyAll => Kind::ReplyAll,
        ReplyKind::Forward => Kind::Forward,
    }
}

/// Stands for a draft in a confirmation: any change makes another one.
pub(crate) fn digest(draft: &Draft) -> Digest {
    // A draft is made of texts and lists alone, which are always written.
    Digest::from_bytes(sha256(serde_json::to_string(draft).unwrap_or_default().as_bytes()))
}
