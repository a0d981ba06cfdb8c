//! Who has which role.

use crate::{Role, UnixSeconds};
#[cfg(feature = "ssr")]
use levee_mail::Address;
use levee_mail::Contact;
use serde::{Deserialize, Serialize};

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// Which.
    pub role: Role,
    /// Since when.
    pub at: UnixSeconds,
    /// Who gave it: a name or an address; `None` when the directory's source did.
    pub by: Option<String>,
}

/// Somebody with a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleHolder {
    /// Who.
    pub person: Contact,
    /// Path in the organisation; may be empty.
    pub unit: String,
    /// The roles.
    pub roles: Vec<Granted>,
}

/// Who has which role, for administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Roles {
    /// Everybody with a role, by address.
    async fn role_holders(&self, who: &crate::Caller) -> Result<Vec<RoleHolder>, crate::AppError>;
    /// Grants a role, with a reason of 1 to 500 characters.
    ///
    /// # Errors
    /// `Invalid` for an address that nobody of the directory has; `Conflict` when they have the role.
    async fn give(&self, who: &crate::Caller, to: &Address, role: Role, reason: &str) -> Result<(), crate::AppError>;
    /// Takes a role away, with a reason.
    ///
    /// # Errors
    /// `Gone` when they do not have it; `Invalid` for the last administrator.
    async fn withdraw(
        &self,
        who: &crate::Caller,
        from: &Address,
        role: Role,
        reason: &str,
    ) -> Result<(), crate::AppError>;
}
