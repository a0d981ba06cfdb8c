//! What screens need from a server: the types that cross the wire, the traits behind them, and the
//! one error. Knows neither leptos nor axum, SQL, IMAP or SMTP; time is seconds since 1970 (UTC).

mod account;
mod act;
mod approvals;
mod compose;
mod error;
mod live;
mod mailbox;
mod membership;
mod outbox;
mod policy;
mod quota;
mod send;
mod sift;

pub use account::*;
pub use act::*;
pub use approvals::*;
pub use compose::*;
pub use error::{AppError, Field};
pub use live::*;
pub use mailbox::*;
pub use membership::*;
pub use outbox::*;
pub use policy::*;
pub use quota::*;
pub use send::*;
pub use sift::*;

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// Everything that screens may ask, in one object: what the server hands to every request.
#[cfg(feature = "ssr")]
pub trait Levee:
    Accounts
    + Mailboxes
    + Membership
    + Compose
    + Send
    + Outbox
    + Approvals
    + Policies
    + Live
    + Quotas
    + std::marker::Send
    + Sync
{
}

#[cfg(feature = "ssr")]
impl<
    T: Accounts
        + Mailboxes
        + Membership
        + Compose
        + Send
        + Outbox
        + Approvals
        + Policies
        + Live
        + Quotas
        + std::marker::Send
        + Sync,
> Levee for T
{
}
