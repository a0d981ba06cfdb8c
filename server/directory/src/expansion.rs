//! What an expansion says: who is reached, through which lists, and why. The sets are here; the
//! guard is given numbers made of them.

use crate::list::{List, Standing};
use crate::record::{ListId, PersonId};
use levee_mail::Address;
use roaring::RoaringBitmap;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The header field in which a recipient is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Visible.
    To,
    /// Visible.
    Cc,
    /// Hidden.
    Bcc,
    /// Resent-To, Resent-Cc or Resent-Bcc.
    Resent,
}

/// One recipient as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Where it is written.
    pub field: Field,
    /// Not canonical yet.
    pub address: Address,
}

/// How somebody came to be a named sender of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Not at all.
    No,
    /// As one of its owners, in person or through a list that owns it.
    Owner,
    /// Named in person.
    InPerson,
    /// As a member of the list that is named as sender.
    Through(ListId),
}

/// Whether a list is written in the message or lies in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Written as a recipient.
    Top,
    /// Only inside other lists.
    Nested,
}

/// A list of the organisation that the message enters.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The list and its facts.
    pub list: Arc<List>,
    /// Written, or nested.
    pub level: Level,
    /// Live, stale or unavailable.
    pub standing: Standing,
    /// Full size s; `None` when it is unavailable.
    pub size: Option<u64>,
    /// Whether the sender is a named sender of it.
    pub named: Named,
    /// Members outside its owner's scope that no allowed pair covers; `None` when not examined.
    pub outside_scope: Option<u64>,
}

/// A list outside: nobody knows who is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Its number; it counts as one person.
    pub id: PersonId,
    /// Its address.
    pub address: Address,
    /// Written, or a member of a list.
    pub level: Level,
}

/// What one written recipient stands for.
#[derive(Clone, Debug)]
pub enum Target {
    /// One person, or one address outside.
    Person(PersonId),
    /// A list of the organisation.
    List(ListId),
    /// A list outside.
    OutsideList(PersonId),
}

/// One canonical address among the recipients, and whom it brings.
#[derive(Clone, Debug)]
pub struct Part {
    /// As written, canonical.
    pub address: Address,
    /// What it stands for.
    pub target: Target,
    /// The widest field in which it is written.
    pub field: Field,
    /// People it stands for by itself, the sender included; none when unavailable.
    pub brings: u64,
    /// Of these, people that no part written before it brings: "physio 60 (55 new)".
    pub new: u64,
    /// Whom a list stands for; a person is named by the target.
    pub(crate) people: Option<Arc<RoaringBitmap>>,
}

/// How many are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// A: distinct people, the sender not counted.
    pub people: u64,
    /// E: those of them outside the accepted domains.
    pub external: u64,
    /// D: distinct canonical addresses written in To and Cc.
    pub disclosed: u64,
}

/// The audience of one message.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// A, E and D.
    pub reach: Reach,
    /// The people reached, the sender and the shared mailbox she sends as left out.
    pub audience: RoaringBitmap,
    /// The sender's number, one of `strangers` when nobody has numbered her.
    pub sender: PersonId,
    /// Recipients in the order in which they are written first.
    pub parts: Vec<Part>,
    /// Every list entered, sorted by address.
    pub entered: Vec<Entered>,
    /// Lists outside, sorted by address.
    pub unknown: Vec<Unknown>,
    /// People of the audience whom no list reaches (S of RA_HANDMADE).
    pub singly: RoaringBitmap,
    /// How many of the audience no entered list reaches, a list outside counted as one.
    pub beyond_entered: u64,
    /// How many of the audience are reached by no top-level list of which the sender is a named sender.
    pub beyond_named: u64,
    /// Addresses that the directory does not know, with the numbers that stand for them here.
    pub strangers: BTreeMap<PersonId, Address>,
    /// Of `strangers`, those that were numbered for this expansion only.
    pub passing: RoaringBitmap,
    pub(crate) outside: RoaringBitmap,
    pub(crate) left_out: RoaringBitmap,
}

impl Expansion {
    /// The audience and the sender.
    #[must_use]
    pub fn participants(&self) -> RoaringBitmap {
        let mut all = self.audience.clone();
        all.insert(self.sender);
        all
    }

    /// Canonical addresses of the top-level lists, outside lists among them.
    pub fn top_addresses(&self) -> impl Iterator<Item = Address> + '_ {
        let ours = self.top_lists().map(|entered| entered.list.address().clone());
        let theirs = self.parts.iter().filter(|part| matches!(part.target, Target::OutsideList(_)));
        ours.chain(theirs.map(|part| part.address.clone()))
    }

    /// People of the audience outside the accepted domains.
    #[must_use]
    pub fn external(&self) -> &RoaringBitmap {
        &self.outside
    }

    /// Top-level lists of the organisation.
    pub fn top_lists(&self) -> impl Iterator<Item = &Entered> {
        self.entered.iter().filter(|entered| entered.level == Level::Top)
    }

    /// Whether the sender is a named sender of every top-level list, and there is one. A list outside
    /// is a top-level list without named senders.
    #[must_use]
    pub fn named_everywhere(&self) -> bool {
        let written_outside = self.unknown.iter().any(|unknown| unknown.level == Level::Top);
        let mut lists = self.top_lists().peekable();
        !written_outside && lists.peek().is_some() && lists.all(|entered| entered.named != Named::No)
    }

    /// Whether lists are entered and all of them are for discussion.
    #[must_use]
    pub fn only_discussion(&self) -> bool {
        !self.entered.is_empty() && self.entered.iter().all(|e| e.list.kind() == crate::record::ListKind::Discussion)
    }

    /// Whether some list entered gives no people because it cannot be expanded now.
    #[must_use]
    pub fn has_unavailable(&self) -> bool {
        self.entered.iter().any(|entered| entered.standing == Standing::Unavailable)
    }

    /// The numbers when one written address (canonical) is taken out, everything else left.
    #[must_use]
    pub fn without(&self, address: &Address) -> Reach {
        let others = || self.parts.iter().filter(|part| part.address != *address);
        let mut people = RoaringBitmap::new();
        for part in others() {
            match (&part.people, &part.target) {
                (Some(list), _) => people |= &**list,
                (None, Target::Person(id) | Target::OutsideList(id)) => {
                    people.insert(*id);
                }
                (None, Target::List(_)) => {}
            }
        }
        people -= &self.left_out;
        Reach {
            people: people.len(),
            external: people.intersection_len(&self.outside),
            disclosed: distinct_disclosed(others(), &self.left_out),
        }
    }

    /// A hash of the participants and of the lists with their sizes: the same for the same people and
    /// lists, whatever the order, the field or the load that led to them. Strangers are hashed by
    /// address, so that numbering them later changes nothing.
    #[must_use]
    pub fn digest(&self) -> AudienceDigest {
        let mut numbered = self.participants();
        let mut strangers: Vec<String> = Vec::new();
        for (id, address) in &self.strangers {
            if numbered.remove(*id) {
                strangers.push(address.to_string());
            }
        }
        strangers.sort_unstable();
        // Runs would make two encodings of one set possible.
        numbered.remove_run_compression();
        let mut bytes = Vec::with_capacity(numbered.serialized_size());
        numbered.serialize_into(&mut bytes).expect("a Vec takes all that is written");
        let mut hash = Sha256::new();
        hash.update(b"levee audience 1\n");
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
        for address in &strangers {
            hash.update(b"\nstranger ");
            hash.update(address);
        }
        for entered in &self.entered {
            hash.update(b"\nlist ");
            hash.update(entered.list.address().to_string());
            match entered.size {
                Some(size) => hash.update(format!(" {size}")),
                None => hash.update(" unavailable"),
            }
        }
        for unknown in &self.unknown {
            hash.update(b"\noutside list ");
            hash.update(unknown.address.to_string());
        }
        AudienceDigest(hash.finalize().into())
    }
}

/// D of some parts: distinct addresses in To and Cc, a list once, the sender not at all.
pub(crate) fn distinct_disclosed<'a>(parts: impl Iterator<Item = &'a Part>, left_out: &RoaringBitmap) -> u64 {
    let mut lists: Vec<ListId> = Vec::new();
    let mut addresses = 0;
    for part in parts.filter(|part| matches!(part.field, Field::To | Field::Cc)) {
        match part.target {
            Target::Person(id) if left_out.contains(id) => {}
            Target::Person(_) | Target::OutsideList(_) => addresses += 1,
            Target::List(id) => lists.push(id),
        }
    }
    lists.sort_unstable();
    lists.dedup();
    addresses + lists.len() as u64
}

/// SHA-256 over an audience; shown and compared as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AudienceDigest([u8; 32]);

impl AudienceDigest {
    /// The 32 octets.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for AudienceDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AudienceDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AudienceDigest({self})")
    }
}
