//! What the rules on lists are told about one list (the guard's specification, sections 3 and 6).

use crate::fact::Fact;
use levee_mail::Address;
use serde::{Deserialize, Serialize};

/// One list that the message enters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListFacts {
    /// Its canonical address.
    pub address: Address,
    /// How the message comes to it.
    pub level: Level,
    /// What it is for.
    pub kind: Fact<ListKind>,
    /// The human who sends is a named sender: in person, through a list, or as an owner.
    pub named_sender: Fact<bool>,
    /// Whether it can be expanded, and what it holds.
    pub state: Fact<ListState>,
    /// People of the audience whom no list before it in the draft brings: `physio 60 (55 new)`.
    pub new_people: Fact<u64>,
    /// What its size is compared with; known and `None` without any.
    pub baseline: Fact<Option<Baseline>>,
    /// Seconds since it was created or its rule changed, whichever is later; `None`: long ago.
    pub changed_age: Fact<Option<u64>>,
    /// Whether a dynamic list's rule stays within its owner's scope.
    pub scope: Fact<Scope>,
    /// Size at which an owner acknowledged a jump.
    pub acknowledged: Fact<Option<u64>>,
    /// Size at which a held message was released.
    pub released: Fact<Option<u64>>,
    /// How many people the mail server's own expansion reaches, where it can be read.
    pub mta_size: Fact<u64>,
    /// Whom to ask about it.
    pub owners: Vec<Address>,
    /// Somebody who governs it has suspended it: it then stands here as an announcement list without named senders,
    /// no emergency opens it, and it is not only observed.
    #[serde(default)]
    pub suspended: Fact<bool>,
}

impl ListFacts {
    /// A list of which nothing but its place is known.
    #[must_use]
    pub fn new(address: Address, level: Level) -> Self {
        Self {
            address,
            level,
            kind: Fact::Unknown,
            named_sender: Fact::Unknown,
            state: Fact::Unknown,
            new_people: Fact::Unknown,
            baseline: Fact::Unknown,
            changed_age: Fact::Unknown,
            scope: Fact::Unknown,
            acknowledged: Fact::Unknown,
            released: Fact::Unknown,
            mta_size: Fact::Unknown,
            owners: Vec::new(),
            suspended: Fact::Unknown,
        }
    }

    /// Its full size, when it is known and the list could be expanded.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match self.state {
            Fact::Known(ListState::Expanded { size } | ListState::Stale { size }) => Some(size),
            Fact::Known(ListState::Unavailable) | Fact::Unknown => None,
        }
    }
}

/// A list that another organisation keeps: nobody here knows how many are behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideList {
    /// Its address.
    pub address: Address,
    /// Whether it is a recipient, or a member of a list that is one.
    pub level: Level,
}

/// How a message comes to a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// It is a recipient.
    Top,
    /// It is a member of another list, reached through this recipient.
    Nested {
        /// The top-level list through which it was reached first.
        through: Address,
    },
}

/// What a list is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// A group of people.
    #[default]
    Group,
    /// Announcements of named senders; not answered.
    Announce,
    /// Its members talk there.
    Discussion,
}

impl ListKind {
    /// Reads the word of the specification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "group" => Some(Self::Group),
            "announce" => Some(Self::Announce),
            "discussion" => Some(Self::Discussion),
            _ => None,
        }
    }
}

/// Whether a list can be expanded now. Sizes are full: a sender who is a member counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListState {
    /// It was expanded.
    Expanded {
        /// People in it.
        size: u64,
    },
    /// It cannot be expanded now and stands as in a snapshot that is young enough.
    Stale {
        /// People in the snapshot.
        size: u64,
    },
    /// It cannot be expanded now.
    Unavailable,
}

/// Whether the members of a list are those it may have (LIST_RULE_UNSCOPED).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Static, or scoped and kept.
    #[default]
    Kept,
    /// Dynamic, and its rule is empty or always true.
    NoRule,
    /// Dynamic, and so many members lie outside the owner's scope, no allowed pair covering them.
    Left {
        /// Members outside, at least 1.
        members: u64,
    },
}

/// The size that a list is expected to have. A median of an even number of days lies between two
/// sizes, so it is kept doubled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    doubled: u64,
}

impl Baseline {
    /// The median of the last 30 recorded daily sizes, oldest first, if there are 3 or more; else the
    /// declared size; else none. At least 1.
    #[must_use]
    pub fn from_sizes(daily: &[u64], declared: Option<u64>) -> Option<Self> {
        let mut last: Vec<u64> = daily.iter().rev().take(30).copied().collect();
        last.sort_unstable();
        let middle = |i: usize| last.get(i).copied().unwrap_or_default();
        let doubled = if last.len() >= 3 {
            middle(last.len() / 2).saturating_add(middle((last.len() - 1) / 2))
        } else {
            declared?.saturating_mul(2)
        };
        Some(Self { doubled: doubled.max(2) })
    }

    /// Twice the baseline.
    #[must_use]
    pub fn doubled(self) -> u64 {
        self.doubled
    }

    /// The baseline in whole people.
    #[must_use]
    pub fn people(self) -> u64 {
        self.doubled / 2
    }
}
