//! One file per command of the program. An error is one line that says what to do.

pub(crate) mod check_config;
pub(crate) mod demo;
pub(crate) mod directory;
pub(crate) mod guard;
pub(crate) mod inspect;
pub(crate) mod milter;
pub(crate) mod new_key;
pub(crate) mod record;
pub(crate) mod role;
pub(crate) mod serve;

use std::process::ExitCode;

/// What a command ends with.
pub(crate) type Done = Result<ExitCode, Box<dyn std::error::Error>>;
