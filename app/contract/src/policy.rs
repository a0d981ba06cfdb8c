//! The policy: what administrators tune (guard specification, section 17).

use crate::{PolicyInForce, UnixSeconds};
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChange {
    /// The version on screen; `Conflict` when another is in force.
    pub base: u64,
    /// Parameter name and new value as typed: a number, a duration, or `never`.
    pub values: Vec<(String, String)>,
    /// Why, 1 to 500 characters.
    pub reason: String,
    /// `audience.block` above the biggest list is meant.
    pub above_biggest_list: bool,
}

/// Reading and changing the policy.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Policies {
    /// The policy in force; anybody who writes may know it.
    async fn policy_in_force(&self, who: &crate::Caller) -> Result<PolicyInForce, crate::AppError>;
    /// All versions, newest first. Administrators only.
    async fn policy_versions(&self, who: &crate::Caller) -> Result<Vec<PolicyVersion>, crate::AppError>;
    /// Makes a new version. Administrators only.
    ///
    /// # Errors
    /// `Invalid` with one field per parameter that is refused, `Conflict`, `Forbidden`.
    async fn change_policy(&self, who: &crate::Caller, change: &PolicyChange) -> Result<u64, crate::AppError>;
}
