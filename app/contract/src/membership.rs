//! Why a message reached its reader, and what can be done about it.

use crate::UnixSeconds;
use levee_mail::{Address, Contact};
use serde::{Deserialize, Serialize};

/// How a message came to its reader, beside being sent to nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The reader is named in To or Cc in person.
    pub named: bool,
    /// Lists in To and Cc that hold the reader, or held until the reader left; in the order written.
    pub lists: Vec<ReachedBy>,
    /// The mailing list of another organisation that passed it on.
    pub elsewhere: Option<ElsewhereList>,
}

/// A list that a message was written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachedBy {
    /// Its name and address.
    pub list: Contact,
    /// How many people it reaches.
    pub people: u64,
    /// Who answers for it: its owners, else its moderators.
    pub owners: Vec<Contact>,
    /// By which of the lists in it; the shortest ways first.
    pub ways: Vec<Way>,
}

/// One way by which a list reaches its reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// The lists on it, from the one that holds the reader to the one written to; never empty.
    pub path: Vec<Contact>,
    /// What makes the reader a member of the first.
    pub because: Because,
    /// Whether the first can be left.
    pub leaving: Leaving,
}

/// What makes somebody a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// The list names the person.
    Named,
    /// Its rule names everybody.
    Everybody,
    /// Its rule asks for these, and they are so.
    Rule(Vec<RuleReason>),
    /// A rule kept where the list comes from.
    Resolved,
}

/// One thing that a rule asks and the reader answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReason {
    /// What it asks about.
    pub attribute: Attribute,
    /// What it asks of it.
    pub asks: Asks,
    /// With what it is compared.
    pub text: String,
    /// What is on record of the reader; may be empty.
    pub own: String,
}

/// What rules ask about (guard specification, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// The path in the organisation.
    Unit,
    /// What somebody does.
    Title,
    /// Where somebody works.
    Site,
    /// The name.
    Name,
    /// The address.
    Address,
}

/// How a rule compares what is on record with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    /// The same.
    Is,
    /// Not the same.
    IsNot,
    /// The text is in it.
    Contains,
    /// The text is not in it.
    Lacks,
    /// The unit or one below it.
    Under,
    /// Neither the unit nor one below it.
    NotUnder,
}

/// Whether a member can leave by himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leaving {
    /// Now, and come back later.
    Open,
    /// Its owner takes people off.
    Ask,
    /// Left already.
    Left(UnixSeconds),
}

/// A mailing list elsewhere, as the message's header tells it (RFC 2919, RFC 2369).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElsewhereList {
    /// Its name, else its id.
    pub name: String,
    /// Where a message asks to be taken off; `None` where it names only web pages, or nothing.
    pub unsubscribe: Option<Address>,
}

/// What a reader tells who answers for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerNote {
    /// *Ask to leave*.
    Leave,
    /// *Tell the owner*.
    Tell,
}

/// Being in lists.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Membership {
    /// Why a message reached its reader; `None` when there is nothing to say.
    async fn why(&self, who: &crate::Caller, message: &crate::MessageRef) -> Result<Option<Why>, crate::AppError>;
    /// Takes the caller off a list that names him and lets its members go. Not an error when he left already;
    /// `Forbidden` when its owner has to do it, `Gone` when he is not on it.
    async fn leave(&self, who: &crate::Caller, list: &Address) -> Result<(), crate::AppError>;
    /// Takes a departure back: the list holds the caller again as far as its source says so. Not an error
    /// when there was none.
    async fn come_back(&self, who: &crate::Caller, list: &Address) -> Result<(), crate::AppError>;
}
