//! What is wrong with a world or a case file, and where.

use std::path::PathBuf;

/// Why nothing could be judged. Each says the file, and the line or the key.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The file cannot be read.
    #[error("{file}: {source}", file = file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no TOML, or not of the shape of a world or a case file.
    #[error("{file}: {problem}", file = file.display())]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// Where and what, several lines.
        problem: String,
    },
    /// There is neither `--world` nor a `[world]` in the file.
    #[error("{file}: no world; give one with --world, or a [world] table in the file", file = file.display())]
    NoWorld {
        /// Which file.
        file: PathBuf,
    },
    /// A value says nothing that it may say.
    #[error("{file}: {wrong}", file = file.display())]
    Wrong {
        /// Which file.
        file: PathBuf,
        /// The place and the reason.
        wrong: Wrong,
    },
}

/// A value that cannot be what its key asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct Wrong {
    /// The path of keys to it, the names of list or case among them.
    pub key: String,
    /// What is wrong.
    pub problem: String,
}

impl Wrong {
    pub(crate) fn new(key: impl Into<String>, problem: impl ToString) -> Self {
        Self { key: key.into(), problem: problem.to_string() }
    }

    /// The same, further down.
    pub(crate) fn within(self, outer: &str) -> Self {
        Self { key: format!("{outer}.{}", self.key), problem: self.problem }
    }

    pub(crate) fn in_file(self, file: &std::path::Path) -> WorldError {
        WorldError::Wrong { file: file.to_owned(), wrong: self }
    }
}
