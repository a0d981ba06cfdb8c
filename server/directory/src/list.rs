//! One list as the directory keeps it: its record, and what was worked out when it was filed.

use crate::record::{
    Availability, Dynamic, ListFacts, ListId, ListKind, ListRecord, Principal, RuleReach, UnixSeconds,
};
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::sync::Arc;

/// A list, its people counted. Shared between snapshots of the directory as long as nothing in it changed.
#[derive(Clone, Debug)]
pub struct List {
    pub(crate) record: ListRecord,
    /// Direct members, those of its rule included.
    pub(crate) direct: Arc<RoaringBitmap>,
    /// Everybody behind it, snapshots taken as they stand; the same set as `direct` without nested lists.
    pub(crate) full: Arc<RoaringBitmap>,
    /// Size of `full`.
    pub(crate) size: u64,
    /// Some list in it, or itself, cannot be expanded now.
    pub(crate) uncertain: Certainty,
    pub(crate) reach: Option<RuleReach>,
    /// Members outside the owner's scope; `None` when that is not examined.
    pub(crate) outside_scope: Option<u64>,
}

/// Whether a list's full expansion can be taken as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It and everything in it is live.
    Live,
    /// Something in it is a snapshot or lost: what counts depends on the time.
    DependsOnTime,
}

impl List {
    /// Number given by the store.
    #[must_use]
    pub fn id(&self) -> ListId {
        self.record.id
    }

    /// Primary address, canonical.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.record.address
    }

    /// Further addresses, canonical.
    #[must_use]
    pub fn aliases(&self) -> &[Address] {
        &self.record.aliases
    }

    /// As people know it, else its local part.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.record.name.as_str() {
            "" => self.record.address.local(),
            name => name,
        }
    }

    /// How it is used.
    #[must_use]
    pub fn kind(&self) -> ListKind {
        self.record.kind
    }

    /// What its rule leaves out; `None` when it has no rule (it is not dynamic).
    #[must_use]
    pub fn rule_reach(&self) -> Option<RuleReach> {
        self.reach
    }

    /// Its rule as written; `None` when it is not dynamic or resolved at its source.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        match &self.record.dynamic {
            Some(Dynamic::Rule(rule)) => Some(rule),
            _ => None,
        }
    }

    /// The unit that its owner answers for.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.record.scope.as_deref()
    }

    /// Members outside that unit; `None` when that is not examined.
    #[must_use]
    pub fn outside_scope(&self) -> Option<u64> {
        self.outside_scope
    }

    /// Whether its members are known now.
    #[must_use]
    pub fn availability(&self) -> Availability {
        self.record.availability
    }

    /// Sizes, ages, acknowledgements.
    #[must_use]
    pub fn facts(&self) -> &ListFacts {
        &self.record.facts
    }

    /// Named senders, owners not among them.
    #[must_use]
    pub fn senders(&self) -> &[Principal] {
        &self.record.senders
    }

    /// Who answers for it.
    #[must_use]
    pub fn owners(&self) -> &[Principal] {
        &self.record.owners
    }

    /// Who decides on what is held for it.
    #[must_use]
    pub fn moderators(&self) -> &[Principal] {
        &self.record.moderators
    }

    /// Direct members, those of its rule included.
    #[must_use]
    pub fn members(&self) -> &RoaringBitmap {
        &self.direct
    }

    /// Lists in it.
    #[must_use]
    pub fn nested(&self) -> &[ListId] {
        &self.record.nested
    }

    /// Everybody behind it, nested lists and snapshots included.
    #[must_use]
    pub fn everybody(&self) -> &RoaringBitmap {
        &self.full
    }

    /// How many are behind it: its full size s.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The record it was filed from, canonical.
    #[must_use]
    pub fn record(&self) -> &ListRecord {
        &self.record
    }

    /// How it stands at a time: live, as an earlier reading that is young enough, or unavailable.
    pub(crate) fn standing(&self, now: UnixSeconds, max_stale: u64) -> Standing {
        match self.record.availability {
            Availability::Live => Standing::Live,
            Availability::Lost => Standing::Unavailable,
            Availability::Snapshot { taken } => {
                let age = u64::try_from(now.saturating_sub(taken)).unwrap_or(0);
                if age <= max_stale { Standing::Stale { age } } else { Standing::Unavailable }
            }
        }
    }
}

/// How a list stands in an expansion (guard specification, AUD_UNAVAILABLE and AUD_STALE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its members are those of now.
    Live,
    /// It cannot be expanded now and stands as it was so many seconds ago.
    Stale {
        /// Seconds since its members were read.
        age: u64,
    },
    /// It cannot be expanded now: it gives no people and no size.
    Unavailable,
}
