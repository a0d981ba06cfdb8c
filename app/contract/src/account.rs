//! Who is signed in.

use levee_mail::Address;
use serde::{Deserialize, Serialize};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};

/// A signed-in account as screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Account {
    /// Canonical address.
    pub address: Address,
    /// Name from the directory, else the local part.
    pub name: String,
    /// Name of the organisation, for the header.
    pub organisation: String,
    /// What the account may do beyond mail.
    pub roles: Vec<Role>,
}

impl Account {
    /// Whether the account has the role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// What somebody may do beyond writing mail (guard specification, sections 5, 9, 11, 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May write to many; judged in the column *authorised*.
    MassSender,
    /// Decides on held mail.
    Approver,
    /// Changes the policy.
    Administrator,
    /// Wide break-glass.
    Incident,
    /// Told when important mail is still held after 20 minutes.
    OnCall,
    /// Reads everything of the console and changes nothing.
    Auditor,
    /// Sees and acts on what concerns units of their own: their lists, verdicts on their senders.
    UnitAdministrator,
}

impl Role {
    /// All of them, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::Approver,
        Self::Auditor,
        Self::UnitAdministrator,
        Self::MassSender,
        Self::Incident,
        Self::OnCall,
    ];

    /// The name in links and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MassSender => "mass_sender",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
            Self::Incident => "incident",
            Self::OnCall => "on_call",
            Self::Auditor => "auditor",
            Self::UnitAdministrator => "unit_administrator",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// The secret of a session, as it stands in the cookie. Never logged: `Debug` shows nothing of it.
#[cfg(feature = "ssr")]
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

#[cfg(feature = "ssr")]
impl SessionToken {
    /// Takes the value of the cookie.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value for the cookie.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(feature = "ssr")]
impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(..)")
    }
}

/// The signed-in account on whose behalf something is asked. Only `Accounts::caller` makes one
/// that a service accepts: the token in it is checked there.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session.
    pub token: SessionToken,
    /// Its account.
    pub account: Account,
}

/// Signing in and out.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Accounts {
    /// Signs in with the credentials of the mail server. `address` may be a bare user name when
    /// the server is configured with a default domain. `from` is the peer, for the attempt limits.
    ///
    /// # Errors
    /// `WrongPassword`, `TooManyAttempts`, `MailServerDown`, `StoreDown`.
    async fn sign_in(&self, address: &str, password: &str, from: &str) -> Result<SessionToken, crate::AppError>;
    /// Who a cookie belongs to; `SignedOut` when it belongs to nobody or has run out.
    async fn caller(&self, token: &SessionToken) -> Result<Caller, crate::AppError>;
    /// Ends the session and forgets its sealed credential.
    async fn sign_out(&self, who: &Caller) -> Result<(), crate::AppError>;
}
