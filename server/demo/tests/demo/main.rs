//! The demo on this machine, with real servers. Needs root and the mail packages, as the demo does;
//! says so and passes where they are missing.

mod seed;
mod stack;
mod wire;

use levee_demo::{Stack, StackConfig, StackError};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

/// A folder that Postfix can reach, or nothing where the stack cannot run.
fn folder_for(config: impl Fn(&Path) -> StackConfig) -> Option<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("levee-")
        .permissions(Permissions::from_mode(0o755))
        .tempdir_in("/var/tmp")
        .expect("/var/tmp is there");
    match Stack::start(&config(folder.path())) {
        Ok(stack) => stack.stop().expect("stops"),
        Err(reason @ (StackError::NotRoot | StackError::MissingProgram { .. })) => {
            eprintln!("skipped: {reason}");
            return None;
        }
        Err(other) => panic!("{other}"),
    }
    Some(folder)
}
