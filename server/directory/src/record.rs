//! What the store hands in: one record for each person, list and outside list, addresses parsed and
//! ids given. Ids are stable and dense; everything that lasts (bitmaps, digests) is made of them.

use levee_mail::Address;
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A person's number, given once by the store; people outside and outside lists are numbered alike.
/// Numbers above [`LAST_PERSON`] are never given.
pub type PersonId = u32;
/// A list's number, given once by the store, in a space of its own.
pub type ListId = u32;
/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// The highest number that a store may give. Above it are the numbers that one expansion uses for
/// addresses nobody has numbered yet.
pub const LAST_PERSON: PersonId = 0xBFFF_FFFF;

/// What somebody may do beyond writing mail (guard specification, sections 5, 9, 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Judged by the authorised tiers.
    MassSender,
    /// Decides on held mail that has no owner or moderator.
    Approver,
    /// Breaks the glass for larger audiences.
    Incident,
    /// Told when important mail is still held after 20 minutes.
    OnCall,
    /// Sets policy, stops mail, gives roles.
    Administrator,
    /// Reads everything of the console and changes nothing.
    Auditor,
    /// Sees and acts on what concerns units of their own.
    UnitAdministrator,
}

/// Somebody with an address: a human, a shared mailbox, or one address outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Given by the store.
    pub id: PersonId,
    /// Primary address.
    pub address: Address,
    /// Further addresses that mean the same person.
    pub aliases: Vec<Address>,
    /// As people write it; may be empty.
    pub name: String,
    /// What the person does; may be empty.
    pub title: String,
    /// Path in the organisation, widest first, separated by `/`; empty for none.
    pub unit: String,
    /// Where the person works; may be empty.
    pub site: String,
    /// What the person may do beyond writing mail.
    pub roles: Vec<Role>,
    /// One person or many behind the address. Either is one in every count.
    pub mailbox: MailboxUse,
}

/// Who reads what is sent to an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailboxUse {
    /// One human.
    #[default]
    Personal,
    /// A team's mailbox, from which several people send.
    Shared,
}

/// How a list is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// A team or an address for a group of people.
    #[default]
    Group,
    /// Named senders write, everybody reads.
    Announce,
    /// Members talk to each other.
    Discussion,
}

/// Whether members may take themselves off a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// By themselves.
    Open,
    /// Its owner takes them off.
    Closed,
}

/// Where the members of a dynamic list come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dynamic {
    /// A rule (see [`crate::Rule`]) evaluated here; its people are added to the direct members.
    Rule(String),
    /// Resolved at its source; the direct members are the result.
    Resolved(RuleReach),
}

/// What a rule leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleReach {
    /// It asks for something that not everybody has.
    #[default]
    Scoped,
    /// There is no rule at all: everybody.
    Empty,
    /// It holds for everybody, whoever they are.
    Always,
}

/// A person or a list, where either can stand: senders, owners, moderators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// In person.
    Person(PersonId),
    /// Every member of the list.
    List(ListId),
}

/// Whether a list's members are known now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// The members are those of now.
    #[default]
    Live,
    /// The source does not answer; the members are those of `taken`.
    Snapshot {
        /// When the members were last read.
        taken: UnixSeconds,
    },
    /// The source does not answer and there are no members to go by.
    Lost,
}

/// What is on record about a list beside its members (guard specification, section 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListFacts {
    /// Size that its owner declared.
    pub declared: Option<u64>,
    /// Recorded daily sizes, oldest first.
    pub daily: Vec<u32>,
    /// When it was made; `None`: long ago.
    pub created: Option<UnixSeconds>,
    /// When its rule was last changed, here or at its source.
    pub rule_changed: Option<UnixSeconds>,
    /// Size at which an owner acknowledged a jump.
    pub acknowledged: Option<u64>,
    /// Size at which a held message to it was released.
    pub released: Option<u64>,
    /// How many people the MTA's own expansion reaches, where that can be read.
    pub mta_size: Option<u64>,
    /// Set while nobody may write to it.
    pub suspended: Option<Suspension>,
    /// Where it comes from. Of two lists of one address the one of a source counts.
    pub origin: Origin,
}

/// Where a list comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A source of the organisation.
    #[default]
    Source,
    /// It was made here.
    Here,
}

/// Why nobody may write to a list for now, whatever its source says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub since: UnixSeconds,
    /// Who decided so: whom to ask.
    pub by: Address,
    /// Why, for those who govern lists.
    pub reason: String,
}

/// An address that stands for many people, known in full.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRecord {
    /// Given by the store.
    pub id: ListId,
    /// Primary address.
    pub address: Address,
    /// Further addresses that mean the same list.
    pub aliases: Vec<Address>,
    /// As people know it; may be empty.
    pub name: String,
    /// How it is used.
    pub kind: ListKind,
    /// Direct members: people, addresses outside, outside lists.
    pub members: Arc<RoaringBitmap>,
    /// Lists in it.
    pub nested: Vec<ListId>,
    /// Set when a rule decides who is in it.
    pub dynamic: Option<Dynamic>,
    /// The unit that its owner answers for; `None`: not examined.
    pub scope: Option<String>,
    /// Whether its members may leave; `None`: as is usual for its kind (see [`crate::List::departure`]).
    pub departure: Option<Departure>,
    /// Who may write to it as its sender.
    pub senders: Vec<Principal>,
    /// Who answers for it; an owner is a named sender too.
    pub owners: Vec<Principal>,
    /// Who decides on what is held for it.
    pub moderators: Vec<Principal>,
    /// Sizes, ages, acknowledgements.
    pub facts: ListFacts,
    /// Whether the members are known now.
    pub availability: Availability,
}

/// An address outside that is known to be a list; who is behind it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideListRecord {
    /// Given by the store, a number like a person's: it counts as one person.
    pub id: PersonId,
    /// Its address.
    pub address: Address,
}

/// Lists scoped to `owner` may hold people of `member`, the units below either included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedPair {
    /// Scope of the list.
    pub owner: String,
    /// Unit of the member.
    pub member: String,
}
