//! What screens need from a server: the types that cross the wire, the traits behind them, and the
//! one error. Knows neither leptos nor axum, SQL, IMAP or SMTP; time is seconds since 1970 (UTC).

mod account;
mod act;
mod approvals;
mod audit;
mod compose;
mod directory_admin;
mod error;
mod event;
mod feedback;
mod live;
mod mailbox;
mod membership;
mod outbox;
mod permits;
mod policy;
mod quota;
mod replay;
mod roles;
mod rules;
mod send;
mod sift;
mod tuning;
mod verdicts;
mod watch;

pub use account::*;
pub use act::*;
pub use approvals::*;
pub use audit::*;
pub use compose::*;
pub use directory_admin::*;
pub use error::{AppError, Field};
pub use event::*;
pub use feedback::*;
pub use live::*;
pub use mailbox::*;
pub use membership::*;
pub use outbox::*;
pub use permits::*;
pub use policy::*;
pub use quota::*;
pub use replay::*;
pub use roles::*;
pub use rules::*;
pub use send::*;
pub use sift::*;
pub use tuning::*;
pub use verdicts::*;
pub use watch::*;

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

/// Everything that screens may ask, in one object: what the server hands to every request.
#[cfg(feature = "ssr")]
pub trait Levee: Accounts + Mail + Writing + Console + std::marker::Send + Sync {}

#[cfg(feature = "ssr")]
impl<T: Accounts + Mail + Writing + Console + std::marker::Send + Sync> Levee for T {}

/// What readers may ask.
#[cfg(feature = "ssr")]
pub trait Mail: Mailboxes + Membership + Live + Quotas {}

#[cfg(feature = "ssr")]
impl<T: Mailboxes + Membership + Live + Quotas> Mail for T {}

/// What writers may ask, and those who decide on what they wrote.
#[cfg(feature = "ssr")]
pub trait Writing: Compose + Send + Outbox + Approvals + Feedback {}

#[cfg(feature = "ssr")]
impl<T: Compose + Send + Outbox + Approvals + Feedback> Writing for T {}

/// What administrators may ask.
#[cfg(feature = "ssr")]
pub trait Console: Policies + Tuning + Lists + Rules + Verdicts + Audit + Roles + Watching + Permits {}

#[cfg(feature = "ssr")]
impl<T: Policies + Tuning + Lists + Rules + Verdicts + Audit + Roles + Watching + Permits> Console for T {}
