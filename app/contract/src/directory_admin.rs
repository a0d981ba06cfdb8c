//! The lists of the directory, as those who govern them see them (guard specification, sections 6 and 17).

use crate::UnixSeconds;
use levee_mail::{Address, Contact};
use serde::{Deserialize, Serialize};

/// Declares words that stand in links and are read again.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All of them, in the order shown.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in links.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Reads the word.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}
words! {
    /// How a list gets its members.
    ListMade {
        /// Named one by one.
        Static "static",
        /// By a rule.
        Dynamic "dynamic",
        /// Of other lists, at least in part.
        Nested "nested",
    }
}

words! {
    /// What is wrong, or worth a look, with a list.
    ListLint {
        /// Somebody has suspended it: nobody may write to it.
        Suspended "suspended",
        /// So big that it needs named senders, and it has none.
        NoSenders "no_senders",
        /// Lists contain each other.
        Cycle "cycle",
        /// Its rule reaches beyond its owner's scope, or is none.
        Unscoped "unscoped",
        /// Big, and just made or its rule just changed.
        New "new",
        /// Suddenly far bigger than usual.
        Grown "grown",
        /// It cannot be expanded now.
        Unavailable "unavailable",
    }
}

words! {
    /// By what the lists are sorted.
    ListOrder {
        /// Most people first.
        Size "size",
        /// By name.
        Name "name",
        /// Latest change first.
        Changed "changed",
    }
}

/// Which lists are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// Part of a name or an address; empty for all.
    pub text: String,
    /// Only lists made so.
    pub made: Option<ListMade>,
    /// Only lists with this finding.
    pub lint: Option<ListLint>,
    /// By what they are sorted.
    pub order: ListOrder,
    /// Index of the first row.
    pub first: u32,
}

impl ListQuery {
    /// Rows of one page.
    pub const ROWS: u32 = 50;

    /// Reads what a link says; what it cannot mean is left out.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key: &str| get(key).unwrap_or_default();
        Self {
            text: word("q").trim().to_owned(),
            made: ListMade::parse(&word("kind")),
            lint: ListLint::parse(&word("lint")),
            order: ListOrder::parse(&word("sort")).unwrap_or(ListOrder::Size),
            first: word("first").parse().unwrap_or(0),
        }
    }
}

/// Who may send to a list as its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhoSends {
    /// Nobody is named.
    Anyone,
    /// So many people and lists are named, owners not counted.
    Named(u32),
}

/// One list of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// Canonical address, the key in links.
    pub address: Address,
    /// As people know it.
    pub name: String,
    /// People in it now.
    pub size: u64,
    /// How it gets its members.
    pub made: ListMade,
    /// How it is used.
    pub used: levee_guard::ListKind,
    /// Its owners' names, two at most.
    pub owners: Vec<String>,
    /// Owners beyond those.
    pub more_owners: u32,
    /// Who may send to it.
    pub senders: WhoSends,
    /// When it was made or its rule changed.
    pub changed: Option<UnixSeconds>,
    /// What is wrong with it.
    pub lint: Vec<ListLint>,
    /// Set while nobody may write to it.
    pub suspended: Option<Suspended>,
}

/// Why nobody may write to a list for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Since when.
    pub since: UnixSeconds,
    /// Who decided so.
    pub by: Contact,
    /// Why.
    pub reason: String,
}

/// What suspends a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSuspension {
    /// Which one.
    pub address: Address,
    /// Its size on screen.
    pub size: u64,
    /// The same as typed, to confirm; commas and spaces do not matter.
    pub typed: String,
    /// Why.
    pub reason: String,
}

/// A window on the lists found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Lists found.
    pub found: u32,
    /// Lists of the directory.
    pub all: u32,
}

/// A list named on another's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLink {
    /// Its address.
    pub address: Address,
    /// Its name.
    pub name: String,
    /// People in it now.
    pub size: u64,
}

/// One list, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListView {
    /// Its row.
    pub row: ListRow,
    /// Further addresses.
    pub aliases: Vec<Address>,
    /// Size that its owner declared.
    pub declared: Option<u64>,
    /// Its usual size.
    pub usual: Option<u64>,
    /// Size at which a jump was acknowledged.
    pub acknowledged: Option<u64>,
    /// Its rule as written.
    pub rule: Option<String>,
    /// The unit that its owner answers for.
    pub scope: Option<String>,
    /// Members outside that unit.
    pub outside_scope: Option<u64>,
    /// Size from which named senders are required.
    pub require_senders: u64,
    /// Recorded sizes, oldest first: midnight (UTC) of the day, size.
    pub sizes: Vec<(UnixSeconds, u64)>,
    /// Who answers for it.
    pub owners: Vec<Contact>,
    /// Who may send to it.
    pub senders: Vec<Contact>,
    /// Who decides on what is held for it, beside its owners.
    pub moderators: Vec<Contact>,
    /// At most 20 of its people, by name.
    pub sample: Vec<String>,
    /// Direct members.
    pub direct: u64,
    /// Lists in it.
    pub nested: Vec<ListLink>,
    /// Lists that it lies in.
    pub within: Vec<ListLink>,
}

/// The lists, for administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Lists {
    /// A window of at most so many rows on the lists that a query names.
    async fn lists(&self, who: &crate::Caller, query: &ListQuery, rows: u32) -> Result<ListPage, crate::AppError>;
    /// One list. `Gone` when there is none of this address.
    async fn list_view(&self, who: &crate::Caller, address: &Address) -> Result<ListView, crate::AppError>;
    /// Acknowledges that a list has grown to the size seen; `Conflict` when it has another by now.
    async fn acknowledge_list(
        &self,
        who: &crate::Caller,
        address: &Address,
        size: u64,
        reason: &str,
    ) -> Result<(), crate::AppError>;
    /// Lets nobody write to a list any more. `Conflict` when it has another size than on screen, or is suspended.
    async fn suspend_list(&self, who: &crate::Caller, suspension: &ListSuspension) -> Result<(), crate::AppError>;
    /// Lets a list go again; `Conflict` when it is not suspended.
    async fn resume_list(&self, who: &crate::Caller, address: &Address, reason: &str) -> Result<(), crate::AppError>;
}
