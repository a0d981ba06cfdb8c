//! Who is behind an address: people, lists, nesting, dynamic rules, and the exact audience.
//! Everything is in memory and immutable; no network, no SQL: the store hands the records in.

mod address_index;
mod canonical;
mod closure;
mod complete;
mod confusables;
pub mod deliver;
mod directory;
mod expand;
mod expansion;
pub mod facts;
mod facts_history;
mod facts_list;
mod facts_parent;
mod list;
mod look_alike;
mod membership;
mod names;
mod people;
mod record;
mod role_lists;
mod rule;
mod rule_parse;
mod rule_reach;
mod rule_resolve;
mod shelf;
pub mod socketmap;
pub mod source;
mod table;
mod units;
mod words;

pub use canonical::Canonical;
pub use complete::Entry;
pub use directory::{Changes, Directory, DirectoryBuilder, Problem};
pub use expand::Asking;
pub use expansion::{AudienceDigest, Entered, Expansion, Field, Level, Named, Part, Reach, Recipient, Target, Unknown};
pub use facts_history::{Accepted, Frozen, Talk};
pub use facts_parent::{Parent, ReceivedMessage, Record, Seen};
pub use list::{List, Standing};
pub use membership::{Asked, Because, Reason, Way};
pub use record::{
    AllowedPair, Availability, Departure, Dynamic, LAST_PERSON, ListFacts, ListId, ListKind, ListRecord, MailboxUse,
    Origin, OutsideListRecord, PersonId, PersonRecord, Principal, Role, RuleReach, Suspension, UnixSeconds,
};
pub use role_lists::{LARGEST_ROLE_LIST, RoleList, RoleListProblem};
pub use rule::{Attribute, Comparison, Rule, RuleError};
pub use table::Person;
pub use units::is_within;
