//! Where the stack lives: makes the folder, and refuses one that would fail later or is not ours.
//! Writes no configuration.

use crate::StackError;
use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// MB (10^6 octets) that must be free: Postfix refuses mail below 1.5 times the largest message.
pub const NEEDED_MB: u64 = 300;
/// Longest path in octets, so that sockets below it stay under the 107 octets of unix(7).
pub const LONGEST_PATH: usize = 60;

/// Where the stack of this user lives when nobody says otherwise: not under a home directory,
/// which usually bars the `postfix` user.
#[must_use]
pub fn default_folder(uid: u32) -> PathBuf {
    PathBuf::from(format!("/var/tmp/levee-demo-{uid}"))
}

/// Makes the folder if need be and checks it. Gives its canonical path.
///
/// # Errors
/// `PathTooLong`, `NotOurs`, `NotTraversable`, `DiskFull`, `File`.
pub(crate) fn prepare(folder: &Path) -> Result<PathBuf, StackError> {
    if !folder.exists() {
        let mut builder = DirBuilder::new();
        builder.mode(0o755).recursive(true);
        builder.create(folder).map_err(StackError::file(folder))?;
        // The mode above passed through the umask.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(StackError::file(folder))?;
    }
    // A name below /var/tmp can be guessed: somebody may have put a link or a folder of theirs there.
    let found = fs::symlink_metadata(folder).map_err(StackError::file(folder))?;
    let ours = found.is_dir() && found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o022 == 0;
    if !ours {
        return Err(StackError::NotOurs { path: folder.to_owned() });
    }
    let folder = folder.canonicalize().map_err(StackError::file(folder))?;
    if folder.as_os_str().len() > LONGEST_PATH {
        return Err(StackError::PathTooLong { path: folder });
    }
    let closed = |path: &&Path| fs::metadata(path).is_ok_and(|found| found.mode() & 0o001 == 0);
    if let Some(path) = folder.ancestors().filter(closed).last() {
        return Err(StackError::NotTraversable { path: path.to_owned() });
    }
    let free_mb = free_mb(&folder)?;
    if free_mb < NEEDED_MB {
        return Err(StackError::DiskFull { folder, free_mb });
    }
    Ok(folder)
}

fn free_mb(folder: &Path) -> Result<u64, StackError> {
    let found = rustix::fs::statvfs(folder).map_err(std::io::Error::from).map_err(StackError::file(folder))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize) / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prepares a folder of this mode inside a temporary one and names the error by its first words.
    fn check(name: &str, mode: u32, expect: Option<&str>) {
        let outer = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o755)).expect("mode");
        let folder = outer.path().join(name);
        fs::create_dir(&folder).expect("folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("mode");
        let said = prepare(&folder).err().map(|e| e.to_string());
        match (expect, &said) {
            (None, None) => {}
            (Some(part), Some(said)) => assert!(said.contains(part), "{mode:o} {name}: {said}"),
            _ => panic!("{mode:o} {name}: {said:?} instead of {expect:?}"),
        }
    }

    #[test]
    fn a_folder_that_would_fail_later_is_refused_now() {
        check("s", 0o755, None);
        check("s", 0o711, None);
        check("s", 0o750, Some("chmod o+x"));
        check("s", 0o777, Some("not ours alone"));
        check(&"long".repeat(20), 0o755, Some("too long a path"));
    }

    #[test]
    fn a_link_in_the_place_of_the_folder_is_refused() {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let link = outer.path().join("link");
        std::os::unix::fs::symlink(outer.path(), &link).expect("link");
        assert!(matches!(prepare(&link), Err(StackError::NotOurs { .. })));
    }
}
