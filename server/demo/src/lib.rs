//! A real Dovecot and Postfix in one folder on loopback ports, with people and mail in them.
//! `cast` says who plays, `stack` runs the servers. Starts nothing by itself, knows nothing of Levee's screens.

pub mod cast;
mod dovecot;
pub mod folder;
pub mod organisation;
mod ports;
mod postfix;
mod processes;
mod stack;
mod stack_error;
mod system_user;

pub use ports::Ports;
pub use stack::{PeopleSource, Stack, StackAccount, StackConfig, WrongPassword};
pub use stack_error::StackError;
