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
}

/// A change of the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// The version on screen; `Conflict` when another is in force.
    pub base: u64,
    /// Parameter name and new value as typed: a number, a duration, or `never`.
    pub values: Vec<(String, String)>,
    /// Which rules are only observed from now on; `None`: those that are.
    pub observe: Option<Observe>,
    /// Whether two approvers have to be of different organisations; `None`: as it is.
    pub approvers_apart: Option<bool>,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// `audience.block` above the biggest list is meant.
    pub above_biggest_list: bool,
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

/// How the guard stands, for every page of the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardStanding {
    /// The version in force.
    pub version: u64,
    /// Since when.
    pub since: UnixSeconds,
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
    /// The policy in force; anybody who writes may know it.
    async fn policy_in_force(&self, who: &crate::Caller) -> Result<PolicyInForce, crate::AppError>;
    /// How the guard stands. Administrators and approvers.
    async fn standing(&self, who: &crate::Caller) -> Result<GuardStanding, crate::AppError>;
    /// All versions, newest first. Administrators only.
    async fn policy_versions(&self, who: &crate::Caller) -> Result<Vec<PolicyVersion>, crate::AppError>;
    /// Judges the history of some days under a proposed change; its reason does not matter. The newest messages that
    /// change are named, no more than `examples`. Administrators only.
    ///
    /// # Errors
    /// As [`Policies::change_policy`]: what could not be saved is not tried either.
    async fn replay(
        &self,
        who: &crate::Caller,
        change: &PolicyChange,
        days: u32,
        examples: usize,
    ) -> Result<Replay, crate::AppError>;
    /// Makes a new version. Administrators only.
    ///
    /// # Errors
    /// `Invalid` with one field per parameter that is refused, `Conflict`, `Forbidden`.
    async fn change_policy(&self, who: &crate::Caller, change: &PolicyChange) -> Result<u64, crate::AppError>;
    /// Makes a new version with the numbers and modes of an earlier one. Administrators only.
    ///
    /// # Errors
    /// `Gone` when there is no such version; `Invalid`, `Conflict`, `Forbidden`.
    async fn restore_policy(&self, who: &crate::Caller, restore: &PolicyRestore) -> Result<u64, crate::AppError>;
}
