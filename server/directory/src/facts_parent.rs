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

/// The message replied to.
#[derive(Clone, Debug)]
pub struct Parent {
    author: People,
    /// Where *Reply to sender* would write to.
    author_address: Option<Address>,
    /// Unknown where only the record of accepted messages speaks of it.
    reply_to: Fact<People>,
    reached: Reached,
}

/// Whom addresses of a header field lead to: people by number, and those whom the directory does not know by
/// address, because numbers of passers-by are those of one expansion.
#[derive(Clone, Debug, Default)]
struct People {
    known: RoaringBitmap,
    strangers: BTreeSet<Address>,
    lists: BTreeSet<ListId>,
}

/// Whom the parent reached.
#[derive(Clone, Debug)]
enum Reached {
    /// All of it is known.
    Recorded(Record),
    /// A mailbox shows the visible ones alone; unknown where some lead nobody knows whither.
    Seen(Fact<RoaringBitmap>),
}

/// What the record of accepted messages says of a parent.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Who sent it.
    pub sender: PersonId,
    /// People reached by To or Cc.
    pub visible: RoaringBitmap,
    /// People reached by Bcc.
    pub hidden: RoaringBitmap,
}

/// Fields of a parent as a mailbox shows them.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// From.
    pub author: &'a [Address],
    /// To, Cc.
    pub recipients: &'a [Recipient],
    /// Reply-To.
    pub reply_to: &'a [Address],
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
    /// Looks a parent up of which everything is known: its author, its recipients, its Reply-To. `asking` is
    /// that of the message judged; its sender does not matter here.
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
        let hidden = directory.expand(&of(true), &asking).audience;
        Self {
            author: People::behind(directory, std::slice::from_ref(author)),
            author_address: Some(directory.canonical().address(author)),
            reply_to: Fact::Known(People::behind(directory, reply_to)),
            reached: Reached::Recorded(Record { sender: visible.sender, visible: visible.audience, hidden }),
        }
    }

    /// A parent as it lies in the mailbox of the sender of the message judged, and what the record says of it.
    #[must_use]
    pub fn seen(directory: &Directory, seen: Seen<'_>, record: Option<Record>, asking: &Asking<'_>) -> Self {
        let canonical = directory.canonical();
        let reached = match (record, seen.author.first()) {
            (Some(record), _) => Reached::Recorded(record),
            (None, Some(author)) if seen.recipients.iter().all(|r| canonical.is_own(r.address.domain())) => {
                let asking = Asking { sender: author, sending_as: None, ..asking.clone() };
                Reached::Seen(Fact::Known(directory.expand(seen.recipients, &asking).audience))
            }
            (None, _) => Reached::Seen(Fact::Unknown),
        };
        Self {
            author: People::behind(directory, seen.author),
            author_address: seen.author.first().map(|author| canonical.address(author)),
            reply_to: Fact::Known(People::behind(directory, seen.reply_to)),
            reached,
        }
    }

    /// A parent of which only the record speaks: whither its Reply-To led is not known.
    #[must_use]
    pub fn recorded(record: Record) -> Self {
        Self {
            author: People { known: std::iter::once(record.sender).collect(), ..People::default() },
            author_address: None,
            reply_to: Fact::Unknown,
            reached: Reached::Recorded(record),
        }
    }

    /// Whom *Reply to sender* would write to; nobody when the author is the address of a list.
    pub(crate) fn answered_at(&self, directory: &Directory) -> Option<Address> {
        self.author_address.clone().filter(|author| directory.list_by_address(author).is_none())
    }

    /// The sender was among its recipients by Bcc alone. Who wrote it has it without being among them.
    fn reached_by_bcc_alone(&self, expansion: &Expansion) -> Fact<bool> {
        let among = |people: &RoaringBitmap| people.intersection_len(&expansion.left_out) > 0;
        match &self.reached {
            Reached::Recorded(record) => Fact::Known(among(&record.hidden) && !among(&record.visible)),
            Reached::Seen(_) if among(&self.author.known) => Fact::Known(false),
            Reached::Seen(visible) => visible.as_ref().map(|visible| !among(visible)),
        }
    }
}

impl People {
    fn behind(directory: &Directory, addresses: &[Address]) -> Self {
        let mut people = Self::default();
        for address in addresses {
            if let Some(list) = directory.list_by_address(address) {
                people.lists.insert(list.id());
            } else if let Some(person) = directory.person_by_address(address) {
                people.known.insert(person.id);
            } else {
                people.strangers.insert(directory.canonical().address(address));
            }
        }
        people
    }

    fn has(&self, id: PersonId, address: &Address) -> bool {
        self.known.contains(id) || self.strangers.contains(address)
    }

    /// The recipients go beyond these. The sender does not count, a list does.
    fn are_left_behind(&self, expansion: &Expansion) -> bool {
        expansion.parts.iter().any(|part| match part.target {
            Target::Person(id) => !self.has(id, &part.address) && !expansion.left_out.contains(id),
            Target::List(_) | Target::OutsideList(_) => true,
        })
    }

    /// Among the recipients is a list of these, or are two or more of them (section 6, REPLYTO_LIST).
    fn widen(&self, expansion: &Expansion) -> bool {
        let mut people = RoaringBitmap::new();
        for part in &expansion.parts {
            match part.target {
                Target::List(id) if self.lists.contains(&id) => return true,
                Target::OutsideList(id) if self.has(id, &part.address) => return true,
                Target::Person(id) if self.has(id, &part.address) => drop(people.insert(id)),
                Target::Person(_) | Target::List(_) | Target::OutsideList(_) => {}
            }
        }
        people.len() >= 2
    }
}

/// What the guard asks about the parent. Without one, a message with recipients goes beyond it.
pub(crate) fn parent_facts(parent: Fact<Option<&Parent>>, expansion: &Expansion) -> ParentFacts {
    let Fact::Known(parent) = parent else { return ParentFacts::default() };
    let Some(parent) = parent else {
        return ParentFacts {
            beyond_author: Fact::Known(People::default().are_left_behind(expansion)),
            reply_to_widened: Fact::Known(false),
            only_by_bcc: Fact::Known(false),
        };
    };
    ParentFacts {
        beyond_author: Fact::Known(parent.author.are_left_behind(expansion)),
        reply_to_widened: parent.reply_to.as_ref().map(|reply_to| reply_to.widen(expansion)),
        only_by_bcc: parent.reached_by_bcc_alone(expansion),
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
