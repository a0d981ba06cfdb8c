//! What screens need from a server: the types that cross the wire, the traits behind them, and the
//! one error. Knows neither leptos nor axum, SQL, IMAP or SMTP; time is seconds since 1970 (UTC).

mod account;
mod approvals;
mod compose;
mod error;
mod mailbox;
mod membership;
mod outbox;
mod policy;
mod send;

pub use account::*;
pub use approvals::*;
pub use compose::*;
pub use error::{AppError, Field};
pub use mailbox::*;
pub use membership::*;
pub use outbox::*;
pub use policy::*;
pub use send::*;

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// Everything that screens may ask, in one object: what the server hands to every request.
#[cfg(feature = "ssr")]
pub trait Levee:
    Accounts + Mailboxes + Membership + Compose + Send + Outbox + Approvals + Policies + std::marker::Send + Sync
{
}

#[cfg(feature = "ssr")]
impl<T: Accounts + Mailboxes + Membership + Compose + Send + Outbox + Approvals + Policies + std::marker::Send + Sync>
    Levee for T
{
}
