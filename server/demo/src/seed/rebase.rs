//! Moves the dates of seeded messages up to today. Only messages that still are, octet for octet, what
//! was seeded are written anew, under the same name and in the same size: flags, folders, UIDs stay.

use super::maildir::{Stay, write_message};
use super::post::{Posted, told_at};
use super::story::Story;
use crate::StackError;
use crate::system_user::SystemUser;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// The moments from which the messages on disk may have been told: one, or two after a rebase that
/// was cut off.
pub(super) fn last_told(state: &Path) -> Vec<i64> {
    fs::read(state).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Writes those moments down.
pub(super) fn note(state: &Path, told: &[i64]) -> Result<(), StackError> {
    let text = serde_json::to_vec(told).map_err(|e| StackError::file(state)(e.into()))?;
    fs::write(state, text).map_err(StackError::file(state))
}

/// Rewrites what is untouched in all folders of a Maildir.
pub(super) fn rebase(
    maildir: &Path,
    story: &Story,
    told: &[i64],
    posted: &[Posted<'_>],
    owner: SystemUser,
) -> Result<(), StackError> {
    let mut seeded: HashMap<String, Vec<Posted<'_>>> = HashMap::new();
    for moment in told.iter().filter_map(|told| OffsetDateTime::from_unix_timestamp(*told).ok()) {
        for old in told_at(story, moment) {
            seeded.entry(old.message_id.clone()).or_default().push(old);
        }
    }
    let fresh: BTreeMap<&str, &Posted<'_>> = posted.iter().map(|posted| (posted.message_id.as_str(), posted)).collect();
    for folder in folders(maildir)? {
        let mut changed = false;
        for below in ["cur", "new"] {
            for file in entries(&folder.join(below))? {
                if stays(&file) {
                    continue;
                }
                let octets = fs::read(&file).map_err(StackError::file(&file))?;
                let Some(id) = message_id(&octets) else { continue };
                let is_this = |old: &Posted<'_>| old.of_size(octets.len()).is_some_and(|old| old == octets);
                if !seeded.get(id).is_some_and(|told| told.iter().any(is_this)) {
                    continue;
                }
                let Some(new) = fresh.get(id) else { continue };
                // One that no longer fits keeps its date.
                let Some(text) = new.of_size(octets.len()) else { continue };
                // Written beside and moved: a copy in another folder may be a hard link to the old one.
                let beside = folder.join("tmp/rebased");
                write_message(&beside, &text, new.at, owner)?;
                fs::rename(&beside, &file).map_err(StackError::file(&file))?;
                changed = true;
            }
        }
        if changed {
            forget_dates(&folder)?;
        }
    }
    Ok(())
}

fn stays(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.split([',', '.']).nth(2) == Some(Stay::Stays.host())
}

/// Dovecot remembers dates and header fields; it asks the files again when its cache is gone.
fn forget_dates(folder: &Path) -> Result<(), StackError> {
    let cache = folder.join("dovecot.index.cache");
    match fs::remove_file(&cache) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StackError::file(&cache)(error)),
        _ => Ok(()),
    }
}

fn folders(maildir: &Path) -> Result<Vec<PathBuf>, StackError> {
    let named = entries(maildir)?.into_iter().filter(|path| path.is_dir() && path.join("maildirfolder").exists());
    Ok(std::iter::once(maildir.to_owned()).chain(named).collect())
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>, StackError> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    read().map_err(StackError::file(directory))
}

/// What stands in `Message-ID: <…>` in the header.
fn message_id(octets: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"\nMessage-ID: <";
    let at = octets.windows(NAME.len()).position(|window| window == NAME)?;
    let rest = octets.get(at + NAME.len()..)?;
    let end = rest.iter().position(|octet| *octet == b'>')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}
