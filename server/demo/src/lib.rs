//! A real Dovecot and Postfix in one folder on loopback ports, with people and mail in them.
//! `cast` says who plays, `seed` writes their mail, `stack` runs the servers, `keeper` does both as root.
//! Starts nothing by itself, knows nothing of Levee's screens.

pub mod cast;
mod dovecot;
pub mod folder;
pub mod keeper;
pub mod organisation;
mod ports;
mod postfix;
mod processes;
pub mod seed;
mod shared;
mod stack;
mod stack_error;
mod system_user;
mod warm;

pub use ports::Ports;
pub use shared::SharedAccount;
pub use stack::{
    LARGEST_MESSAGE, PeopleSource, Stack, StackAccount, StackConfig, WrongPassword, check_machine, check_programs,
};
pub use stack_error::StackError;
