//! Screens: a folder is a screen, a file a component.

pub(crate) mod admin;
pub(crate) mod approvals;
pub(crate) mod compose;
pub(crate) mod drafts;
pub(crate) mod frame;
pub(crate) mod keys;
pub(crate) mod lazy;
pub(crate) mod mailbox;
pub(crate) mod outbox;
pub(crate) mod part;
pub(crate) mod sign_in;
pub(crate) mod thread;
