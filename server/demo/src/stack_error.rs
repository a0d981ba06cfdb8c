//! Why the stack did not start or stop: one clear line each, which says what to do about it.
//! Knows nothing of how starting works.

use std::io;
use std::path::{Path, PathBuf};

/// Why [`crate::Stack`] did not start or stop.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// A program of the stack is not installed.
    #[error("{program} is missing: install the Debian package {package} (`apt-get install {package}`)")]
    MissingProgram {
        /// Path at which it was looked for.
        program: PathBuf,
        /// The Debian package that brings it.
        package: &'static str,
    },
    /// A Dovecot whose configuration language is another one.
    #[error(
        "Dovecot {found} is installed; the demo writes configuration for Dovecot 2.3 (Debian 12, Ubuntu 22.04, 24.04)"
    )]
    OtherDovecot {
        /// What `dovecot --version` said.
        found: String,
    },
    /// Postfix switches users, which takes root.
    #[error("the mail stack needs root to start Postfix: run it with sudo")]
    NotRoot,
    /// A system user of one of the packages is missing.
    #[error("the system user {user} is missing: reinstall the Debian package {package}")]
    MissingUser {
        /// Name of the user.
        user: &'static str,
        /// The package that creates it.
        package: &'static str,
    },
    /// The user that owns the mail could not be created.
    #[error("the system user {user} could not be created: {said}")]
    UserNotCreated {
        /// Name of the user.
        user: &'static str,
        /// Last line of what `useradd` said.
        said: String,
    },
    /// Somebody else listens on a port just chosen, several times over.
    #[error("port {port} on 127.0.0.1 was taken by another program while {program} started: start again")]
    PortTaken {
        /// The port.
        port: u16,
        /// Who was to listen there.
        program: &'static str,
    },
    /// Too little room for mail and queue, or none left.
    #[error("too little room in {}: {free_mb} MB free, {} MB needed", folder.display(), crate::folder::NEEDED_MB)]
    DiskFull {
        /// The stack's folder.
        folder: PathBuf,
        /// Free space in MB (10^6 octets).
        free_mb: u64,
    },
    /// The `postfix` user must reach the queue.
    #[error("{} bars other users, so Postfix cannot reach its queue below it: `chmod o+x {}`, or choose another folder", path.display(), path.display())]
    NotTraversable {
        /// The first directory on the way that has no `x` for others.
        path: PathBuf,
    },
    /// The folder exists and belongs to somebody else, or others may write to it.
    #[error("{} is not ours alone (owner, mode, or a link): remove it, or choose another folder", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// Unix sockets below the folder would have names over 107 octets.
    #[error("{} is too long a path for the sockets below it: choose a folder of at most {} characters", path.display(), crate::folder::LONGEST_PATH)]
    PathTooLong {
        /// The folder.
        path: PathBuf,
    },
    /// An account, domain or list whose text cannot stand in a configuration file.
    #[error("{what} {text:?} cannot be used: letters, digits, dot, hyphen and underscore only")]
    BadName {
        /// What it names.
        what: &'static str,
        /// As given.
        text: String,
    },
    /// A program of the stack refused to start.
    #[error("{program} did not start: {said} (more in {})", log.display())]
    Refused {
        /// The program.
        program: &'static str,
        /// Last line of what it said.
        said: String,
        /// Its log.
        log: PathBuf,
    },
    /// Started, but never greeted.
    #[error("{program} does not answer on 127.0.0.1:{port} (see {})", log.display())]
    NotReady {
        /// The program.
        program: &'static str,
        /// Where a greeting was awaited.
        port: u16,
        /// Its log.
        log: PathBuf,
    },
    /// Processes that stayed after SIGKILL.
    #[error("processes of an earlier run do not end: {pids:?}")]
    StillRunning {
        /// Their ids.
        pids: Vec<i32>,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl StackError {
    /// For `map_err`: puts the path beside the reason.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { folder: path.to_owned(), free_mb: 0 }
            }
            _ => Self::File { path: path.to_owned(), source },
        }
    }
}
