//! The policy: what administrators tune (guard specification, section 17).

#[cfg(feature = "ssr")]
use crate::Replay;
use crate::{PolicyInForce, Stop, UnixSeconds};
use levee_guard::{Observe, Ruling};
use levee_mail::Contact;
use serde::{Deserialize, Serialize};

/// A version of the policy with who made it and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// The policy and its number.
    pub in_force: PolicyInForce,
    /// Who made it; `None` for the first one.
    pub author: Option<Contact>,
    /// When.
    pub at: UnixSeconds,
    /// Why.
    pub reason: String,
    /// From when on it is in force, unless a later one is; 0 for the first one.
    pub from: UnixSeconds,
    /// When it was withdrawn, before it came into force.
    pub withdrawn: Option<UnixSeconds>,
}

impl PolicyVersion {
    /// Whether it is still to come into force at that moment.
    #[must_use]
    pub fn is_scheduled(&self, now: UnixSeconds) -> bool {
        self.withdrawn.is_none() && self.from > now
    }

    /// The one of them that is in force at a moment: of those that hold from then or before, the latest.
    #[must_use]
    pub fn in_force_at(all: &[Self], now: UnixSeconds) -> Option<&Self> {
        let held = all.iter().filter(|version| version.withdrawn.is_none() && version.from <= now);
        held.max_by_key(|version| (version.from, version.in_force.version))
    }

    /// The one that holds, held, or will hold before this one; `None` before the first.
    #[must_use]
    pub fn before<'a>(&self, all: &'a [Self]) -> Option<&'a Self> {
        let order = |version: &Self| (version.from, version.in_force.version);
        let earlier = all.iter().filter(|other| other.withdrawn.is_none() && order(other) < order(self));
        earlier.max_by_key(|other| order(other))
    }
}

/// A change of the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// The version on screen; `Conflict` when another is in force.
    pub base: u64,
    /// Key of a number ([`levee_guard::PolicyKey`]) and new value as typed: a number, a duration, or `never`; empty
    /// for a unit's: as it is by itself.
    pub values: Vec<(String, String)>,
    /// Which rules are only observed from now on; `None`: those that are.
    pub observe: Option<Observe>,
    /// Whether two approvers have to be of different organisations; `None`: as it is.
    pub approvers_apart: Option<bool>,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// `audience.block` above the biggest list is meant.
    pub above_biggest_list: bool,
    /// When it comes into force; `None`: now.
    pub from: Option<UnixSeconds>,
}

impl PolicyChange {
    /// Days ahead for which a version may be saved.
    pub const AHEAD_DAYS: i64 = 366;
    /// Numbers of one change at most.
    pub const MOST: usize = 1_000;
}

/// An earlier version is to hold again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRestore {
    /// The version in force on screen; `Conflict` when another is.
    pub base: u64,
    /// The version whose numbers are to hold.
    pub version: u64,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

/// The numbers of organisational units, as far as somebody sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitNumbers {
    /// The policy in force, without the numbers of other units.
    pub in_force: PolicyInForce,
    /// Paths of the units that have numbers, and how many people are in each and below.
    pub units: Vec<(String, u64)>,
    /// Paths of units to choose from, the widest first; at most [`UnitNumbers::KNOWN`].
    pub known: Vec<String>,
}

impl UnitNumbers {
    /// Paths offered at most.
    pub const KNOWN: usize = 200;
}

/// How the guard stands, for every page of the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardStanding {
    /// The version in force.
    pub version: u64,
    /// Since when.
    pub since: UnixSeconds,
    /// The version that is made next.
    pub next: u64,
    /// Which rules are only observed.
    pub observe: Observe,
    /// Judgements of the last [`GuardStanding::DAYS`] days by the ruling that they have when nothing is
    /// only observed, softest first.
    pub rulings: Vec<(Ruling, u64)>,
    /// People with the role of an administrator.
    pub administrators: u32,
    /// The emergency stop, while it is on.
    pub stop: Option<Stop>,
}

impl GuardStanding {
    /// How many days its rulings are counted over.
    pub const DAYS: u32 = 14;
}

/// Reading and changing the policy.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Policies {
    /// The policy by which the caller is judged; anybody who writes may know it.
    async fn policy_in_force(&self, who: &crate::Caller) -> Result<PolicyInForce, crate::AppError>;
    /// How the guard stands. Administrators and approvers.
    async fn standing(&self, who: &crate::Caller) -> Result<GuardStanding, crate::AppError>;
    /// All versions, newest first. Administrators only.
    async fn policy_versions(&self, who: &crate::Caller) -> Result<Vec<PolicyVersion>, crate::AppError>;
    /// Judges the history of some days under a proposed change; its reason does not matter. Administrators only.
    ///
    /// # Errors
    /// As [`Policies::change_policy`]: what could not be saved is not tried either.
    async fn replay(
        &self,
        who: &crate::Caller,
        change: &PolicyChange,
        days: u32,
        listing: crate::Listing,
    ) -> Result<Replay, crate::AppError>;
    /// Numbers of units. Administrators and auditors all of them, unit administrators those of their units.
    async fn unit_numbers(&self, who: &crate::Caller) -> Result<UnitNumbers, crate::AppError>;
    /// Makes a new version, in force now or from a moment to come. Administrators; unit administrators where nothing
    /// but numbers of their units changes.
    ///
    /// # Errors
    /// `Invalid` with one field per parameter that is refused, or with `from`: `has_passed`, `too_far_ahead`;
    /// `Conflict`, `Forbidden`.
    async fn change_policy(&self, who: &crate::Caller, change: &PolicyChange) -> Result<u64, crate::AppError>;
    /// Makes a new version with the numbers and modes of an earlier one. Administrators only.
    ///
    /// # Errors
    /// `Gone` when there is no such version; `Invalid`, `Conflict`, `Forbidden`.
    async fn restore_policy(&self, who: &crate::Caller, restore: &PolicyRestore) -> Result<u64, crate::AppError>;
    /// Withdraws a version that is not in force yet. Administrators only.
    ///
    /// # Errors
    /// `Invalid` without a reason; `Conflict` when it is in force or was withdrawn; `Forbidden`.
    async fn withdraw_policy(&self, who: &crate::Caller, version: u64, reason: &str) -> Result<(), crate::AppError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_hold_in_the_order_of_their_times() {
        let version = |number, from, withdrawn| PolicyVersion {
            in_force: PolicyInForce { version: number, policy: levee_guard::Policy::default() },
            author: None,
            at: 0,
            reason: String::new(),
            from,
            withdrawn,
        };
        let all = [version(4, 50, None), version(3, 20, Some(10)), version(2, 100, None), version(1, 0, None)];
        let number = |found: Option<&PolicyVersion>| found.map(|version| version.in_force.version);
        for (now, expected) in [(0, Some(1)), (49, Some(1)), (50, Some(4)), (99, Some(4)), (100, Some(2))] {
            assert_eq!(number(PolicyVersion::in_force_at(&all, now)), expected, "{now}");
        }
        let before: Vec<_> = all.iter().map(|version| number(version.before(&all))).collect();
        assert_eq!(before, [Some(1), Some(1), Some(4), None]);
        assert_eq!(all.iter().map(|version| version.is_scheduled(20)).collect::<Vec<_>>(), [true, false, true, false]);
    }
}
