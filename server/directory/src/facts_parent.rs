//! The message replied to, and messages received: how a message's people compare with theirs.

use crate::Asking;
use crate::directory::Directory;
use crate::expansion::{Expansion, Field, Recipient, Target};
use crate::facts::{Sending, UnixMillis};
use crate::record::{ListId, PersonId};
use levee_guard::{Fact, ParentFacts, Received};
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::collections::BTreeSet;

/// The message replied to, its people numbered.
#[derive(Clone, Debug)]
pub struct Parent {
    author: PersonId,
    author_address: Address,
    visible: RoaringBitmap,
    hidden: RoaringBitmap,
    reply_to_lists: BTreeSet<ListId>,
    reply_to_people: RoaringBitmap,
    reply_to_outside_lists: RoaringBitmap,
}

/// A message that the sender of the one judged has received.
#[derive(Clone, Debug)]
pub struct ReceivedMessage {
    /// When it was received.
    pub at: UnixMillis,
    /// Message-ID without brackets.
    pub message_id: Option<String>,
    /// Its author and everybody it reached.
    pub people: RoaringBitmap,
}

impl Parent {
    /// Looks a parent up: its author, its recipients, its Reply-To. `asking` is that of the message
    /// judged; its sender does not matter here.
    #[must_use]
    pub fn find(
        directory: &Directory,
        author: &Address,
        recipients: &[Recipient],
        reply_to: &[Address],
        asking: &Asking<'_>,
    ) -> Self {
        let asking = Asking { sender: author, sending_as: None, ..asking.clone() };
        let of = |hidden: bool| -> Vec<Recipient> {
            recipients.iter().filter(|r| (r.field == Field::Bcc) == hidden).cloned().collect()
        };
        let visible = directory.expand(&of(false), &asking);
        let hidden = directory.expand(&of(true), &asking);
        let leads: Vec<Recipient> =
            reply_to.iter().map(|a| Recipient { field: Field::To, address: a.clone() }).collect();
        let mut parent = Self {
            author: visible.sender,
            author_address: directory.canonical().address(author),
            visible: visible.audience,
            hidden: hidden.audience,
            reply_to_lists: BTreeSet::new(),
            reply_to_people: RoaringBitmap::new(),
            reply_to_outside_lists: RoaringBitmap::new(),
        };
        for part in directory.expand(&leads, &asking).parts {
            match part.target {
                Target::Person(id) => drop(parent.reply_to_people.insert(id)),
                Target::List(id) => drop(parent.reply_to_lists.insert(id)),
                Target::OutsideList(id) => drop(parent.reply_to_outside_lists.insert(id)),
            }
        }
        parent
    }

    /// Whom *Reply to sender* would write to; nobody when the author is the address of a list.
    pub(crate) fn author_address(&self, directory: &Directory) -> Option<Address> {
        directory.list_by_address(&self.author_address).is_none().then(|| self.author_address.clone())
    }

    /// What the guard asks about the parent. Without one, a message with recipients goes beyond it.
    pub(crate) fn facts(parent: Option<&Self>, expansion: &Expansion) -> ParentFacts {
        let author = parent.map(|parent| parent.author);
        let beyond = expansion.parts.iter().any(|part| match part.target {
            Target::Person(id) => Some(id) != author && !expansion.left_out.contains(id),
            Target::List(_) | Target::OutsideList(_) => true,
        });
        let only_hidden = |p: &Self| {
            let among = |people: &RoaringBitmap| people.intersection_len(&expansion.left_out) > 0;
            among(&p.hidden) && !among(&p.visible)
        };
        ParentFacts {
            beyond_author: Fact::Known(beyond),
            reply_to_widened: Fact::Known(parent.is_some_and(|parent| parent.has_widened(expansion))),
            only_by_bcc: Fact::Known(parent.is_some_and(only_hidden)),
        }
    }

    /// Among the recipients is a list of the Reply-To, or are two or more of its addresses.
    fn has_widened(&self, expansion: &Expansion) -> bool {
        let mut people = RoaringBitmap::new();
        for part in &expansion.parts {
            match part.target {
                Target::List(id) if self.reply_to_lists.contains(&id) => return true,
                Target::OutsideList(id) if self.reply_to_outside_lists.contains(id) => return true,
                Target::Person(id) if self.reply_to_people.contains(id) => drop(people.insert(id)),
                Target::Person(_) | Target::List(_) | Target::OutsideList(_) => {}
            }
        }
        people.len() >= 2
    }
}

impl ReceivedMessage {
    /// P without the sender, beside the people whom no list of this message reaches.
    pub(crate) fn compared(&self, expansion: &Expansion, sending: &Sending<'_>) -> Received {
        let is_this = |id: &str| self.message_id.as_deref() == Some(id);
        let age = u64::try_from(sending.now.saturating_sub(self.at)).unwrap_or(0);
        Received {
            age: age.div_ceil(1_000),
            people: self.people.len() - u64::from(self.people.contains(expansion.sender)),
            shared: self.people.intersection_len(&expansion.singly),
            referred_to: sending.refers_to.iter().any(|id| is_this(id)),
            quoted: sending.quotes.is_some_and(is_this),
        }
    }
}
