//! The demo on this machine, with real servers. Needs root and the mail packages, as the demo does;
//! says so and passes where they are missing.

mod keeper;
mod levee;
mod seed;
mod stack;
mod wire;

use levee_demo::{StackError, check_machine};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

/// A folder that Postfix can reach, or nothing where the stack cannot run.
fn folder() -> Option<TempDir> {
    match check_machine() {
        Ok(()) => {}
        Err(reason @ (StackError::NotRoot | StackError::MissingProgram { .. })) => {
            eprintln!("skipped: {reason}");
            return None;
        }
        Err(other) => panic!("{other}"),
    }
    let mut folder = tempfile::Builder::new();
    folder.prefix("levee-").permissions(Permissions::from_mode(0o755));
    Some(folder.tempdir_in("/var/tmp").expect("/var/tmp is there"))
}
