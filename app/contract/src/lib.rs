//! What screens need from a server: the types that cross the wire, the traits behind them, and the
//! one error. Knows neither leptos nor axum, SQL, IMAP or SMTP; time is seconds since 1970 (UTC).

mod account;
mod approvals;
mod audit;
mod compose;
mod directory_admin;
mod error;
mod mailbox;
mod outbox;
mod policy;
mod roles;
mod send;
mod verdicts;

pub use account::*;
pub use approvals::*;
pub use audit::*;
pub use compose::*;
pub use directory_admin::*;
pub use error::{AppError, Field};
pub use mailbox::*;
pub use outbox::*;
pub use policy::*;
pub use roles::*;
pub use send::*;
pub use verdicts::*;

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// Everything that screens may ask, in one object: what the server hands to every request.
#[cfg(feature = "ssr")]
pub trait Levee:
    Accounts + Mailboxes + Compose + Send + Outbox + Approvals + Console + std::marker::Send + Sync
{
}

#[cfg(feature = "ssr")]
impl<T: Accounts + Mailboxes + Compose + Send + Outbox + Approvals + Console + std::marker::Send + Sync> Levee for T {}

/// What administrators may ask.
#[cfg(feature = "ssr")]
pub trait Console: Policies + Lists + Verdicts + Audit + Roles {}

#[cfg(feature = "ssr")]
impl<T: Policies + Lists + Verdicts + Audit + Roles> Console for T {}
