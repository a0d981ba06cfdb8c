//! Writes messages as Maildir files with Dovecot's own list of UIDs, while Dovecot is not running.
//! Some 20,000 messages a second; through IMAP it would be a tenth of that.

use super::chance::Chance;
use crate::StackError;
use crate::system_user::SystemUser;
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, lchown};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use time::OffsetDateTime;

/// A message to be filed.
pub(super) struct Filed {
    /// Folder with `/` between levels; `INBOX` is the Maildir itself.
    pub(super) folder: String,
    /// Maildir flag letters in ASCII order.
    pub(super) flags: &'static str,
    /// When it arrived.
    pub(super) at: OffsetDateTime,
    /// Makes the file name unique and the same every time.
    pub(super) key: String,
    /// Stands in the file name: whether the message moves with the days.
    pub(super) stay: Stay,
    pub(super) octets: Vec<u8>,
}

/// Whether a message's dates move with the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stay {
    /// They do: part of the story.
    Moves,
    /// They do not, so that nobody has to look into the file.
    Stays,
}

impl Stay {
    /// The host's place in a Maildir name; kept when a message is moved or marked.
    pub(super) fn host(self) -> &'static str {
        match self {
            Self::Moves => "levee",
            Self::Stays => "levee-stays",
        }
    }
}

/// Writes a new Maildir with these messages, in the order given. Folders named in `empty` are made, too.
pub(super) fn create(
    maildir: &Path,
    messages: impl Iterator<Item = Filed>,
    empty: &[&str],
    owner: SystemUser,
) -> Result<(), StackError> {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for name in empty {
        folders.insert((*name).to_owned(), Folder::create(maildir, name, owner)?);
    }
    for message in messages {
        if !folders.contains_key(&message.folder) {
            folders.insert(message.folder.clone(), Folder::create(maildir, &message.folder, owner)?);
        }
        if let Some(folder) = folders.get_mut(&message.folder) {
            folder.add(&message)?;
        }
    }
    let names: String = folders.keys().filter(|name| *name != "INBOX").map(|name| format!("{name}\n")).collect();
    // Version 2 has a header line and tabs between levels.
    let subscriptions = format!("V\t2\n\n{}", names.replace('/', "\t"));
    write_owned(&maildir.join("subscriptions"), subscriptions.as_bytes(), owner)?;
    folders.into_values().try_for_each(Folder::finish)
}

/// Where a folder's files are: `.A.B` below the Maildir (Maildir++).
pub(super) fn path(maildir: &Path, folder: &str) -> PathBuf {
    if folder == "INBOX" { maildir.to_owned() } else { maildir.join(format!(".{}", folder.replace('/', "."))) }
}

struct Folder {
    path: PathBuf,
    name: String,
    owner: SystemUser,
    uids: Vec<String>,
}

impl Folder {
    fn create(maildir: &Path, name: &str, owner: SystemUser) -> Result<Self, StackError> {
        let path = path(maildir, name);
        for below in ["cur", "new", "tmp"] {
            make_owned(&path.join(below), owner)?;
        }
        if name != "INBOX" {
            write_owned(&path.join("maildirfolder"), b"", owner)?;
        }
        Ok(Self { path, name: name.to_owned(), owner, uids: Vec::new() })
    }

    fn add(&mut self, message: &Filed) -> Result<(), StackError> {
        let at = message.at.unix_timestamp();
        let unique = Chance::for_text(&format!("{}{}", self.name, message.key)).next();
        // Sizes in the name save Dovecot a look at each file. All lines end in CRLF: both are the same.
        let base = format!("{at}.{unique:016x}.{1},S={0},W={0}", message.octets.len(), message.stay.host());
        write_message(
            &self.path.join(format!("cur/{base}:2,{}", message.flags)),
            &message.octets,
            message.at,
            self.owner,
        )?;
        self.uids.push(base);
        Ok(())
    }

    /// Writes the list of UIDs (Dovecot, MailboxFormat/Maildir, "dovecot-uidlist" version 3).
    fn finish(self) -> Result<(), StackError> {
        let path = self.path.join("dovecot-uidlist");
        let mut chance = Chance::for_text(&path.to_string_lossy());
        // Any number will do that is not 0 and stays the same.
        let validity = 1_700_000_000 + chance.below(50_000_000);
        let guid = format!("{:016x}{:016x}", chance.next(), chance.next());
        let next = self.uids.len() + 1;
        let mut text = format!("3 V{validity} N{next} G{guid}\n");
        for (before, base) in self.uids.iter().enumerate() {
            text.push_str(&format!("{} :{base}\n", before + 1));
        }
        write_owned(&path, text.as_bytes(), self.owner)
    }
}

/// Writes a message with its time of arrival, which Maildir keeps as the file's.
pub(super) fn write_message(
    path: &Path,
    octets: &[u8],
    at: OffsetDateTime,
    owner: SystemUser,
) -> Result<(), StackError> {
    let write = || -> std::io::Result<()> {
        let file = File::create(path)?;
        let mut out = BufWriter::new(&file);
        out.write_all(octets)?;
        out.flush()?;
        drop(out);
        let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))?;
        lchown(path, Some(owner.uid), Some(owner.gid))
    };
    write().map_err(StackError::file(path))
}

fn write_owned(path: &Path, octets: &[u8], owner: SystemUser) -> Result<(), StackError> {
    fs::write(path, octets)
        .and_then(|()| lchown(path, Some(owner.uid), Some(owner.gid)))
        .map_err(StackError::file(path))
}

/// Makes a directory and what is missing above it, all of them the owner's.
pub(super) fn make_owned(path: &Path, owner: SystemUser) -> Result<(), StackError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_owned(parent, owner)?;
    }
    DirBuilder::new()
        .mode(0o700)
        .create(path)
        .and_then(|()| lchown(path, Some(owner.uid), Some(owner.gid)))
        .map_err(StackError::file(path))
}
