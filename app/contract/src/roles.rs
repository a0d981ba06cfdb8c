//! Who has which role.

use crate::{Role, UnixSeconds};
use levee_mail::{Address, Contact};
use serde::{Deserialize, Serialize};

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// Which.
    pub role: Role,
    /// Of a unit administrator, the path of the unit; the one that they belong to when `None`.
    pub unit: Option<String>,
    /// Since when; 0 where a list gives it.
    pub at: UnixSeconds,
    /// Who gave it: a name or an address; `None` when the directory's source did.
    pub by: Option<String>,
    /// The list that gives it to its members; it ends when they leave that list.
    pub list: Option<Address>,
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
    /// Grants a role, with a reason of 1 to 500 characters. `unit` is the unit of a unit administrator: a path
    /// in the organisation, the one that they belong to when it is empty.
    ///
    /// # Errors
    /// `Invalid` for an address that nobody of the directory has, and for a unit of which nobody is; `Conflict`
    /// when they have the role.
    async fn give(
        &self,
        who: &crate::Caller,
        to: &Address,
        role: Role,
        unit: &str,
        reason: &str,
    ) -> Result<(), crate::AppError>;
    /// Takes a role away, with a reason; of a unit administrator the one of this unit.
    ///
    /// # Errors
    /// `Gone` when they do not have it; `Invalid` for the last administrator.
    async fn withdraw(
        &self,
        who: &crate::Caller,
        from: &Address,
        role: Role,
        unit: &str,
        reason: &str,
    ) -> Result<(), crate::AppError>;
}
