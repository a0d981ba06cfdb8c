//! Permits: who may write to how many until when (guard specification, section 5).

use crate::UnixSeconds;
use levee_mail::Contact;
use serde::{Deserialize, Serialize};

/// A permit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    /// Its number.
    pub id: i64,
    /// Who may.
    pub person: Contact,
    /// To at most so many people.
    pub people: u64,
    /// Given when.
    pub at: UnixSeconds,
    /// The first moment at which it holds no more.
    pub until: UnixSeconds,
    /// Who gave it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When it was withdrawn.
    pub withdrawn: Option<UnixSeconds>,
}

impl Permit {
    /// Whether it holds at that moment.
    #[must_use]
    pub fn holds(&self, now: UnixSeconds) -> bool {
        self.withdrawn.is_none() && now < self.until
    }
}

/// A permit to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitGrant {
    /// To whom, as typed.
    pub address: String,
    /// For how many people, as typed.
    pub people: String,
    /// For how many hours from now.
    pub hours: u32,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

impl PermitGrant {
    /// Hours that may be chosen: a permit is for one occasion.
    pub const HOURS: [u32; 5] = [1, 4, 24, 72, 168];
}

/// Permits, for administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Permits {
    /// Those that hold and those of the last 90 days, the latest end first.
    async fn permits(&self, who: &crate::Caller) -> Result<Vec<Permit>, crate::AppError>;
    /// Gives one.
    ///
    /// # Errors
    /// `Invalid` for an address that nobody has, a number below `audience.permit` or above the organisation's size,
    /// a length that is not offered, a missing reason.
    async fn give_permit(&self, who: &crate::Caller, grant: &PermitGrant) -> Result<(), crate::AppError>;
    /// Takes one back, with a reason.
    ///
    /// # Errors
    /// `Gone` when it holds no more; `Invalid`.
    async fn withdraw_permit(&self, who: &crate::Caller, id: i64, reason: &str) -> Result<(), crate::AppError>;
}
