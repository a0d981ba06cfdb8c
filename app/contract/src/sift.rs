//! Which messages of a folder are asked for: a quick filter, and words to search for.

use serde::{Deserialize, Serialize};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};

/// A quick filter over a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Every message.
    #[default]
    All,
    /// Those not read yet.
    Unread,
    /// Those flagged.
    Flagged,
    /// Those that carry files. IMAP has no key for it: the newest messages are looked through.
    Files,
}

/// Where the words of a search are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// In subject and author (in Sent: recipient), which the mail server has at hand.
    #[default]
    Heads,
    /// In the text as well: slow on a mail server without a full-text index.
    Text,
}

/// What of a folder is asked for.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sift {
    /// The quick filter.
    pub filter: Filter,
    /// Words to search for; none when empty.
    pub words: String,
    /// Where the words are looked for.
    pub scope: Scope,
    /// For [`Filter::Files`]: how many of the newest messages are looked through at most.
    pub depth: u32,
    /// UID of a message that is listed although it does not meet the filter any more: the open one.
    pub keep: Option<u32>,
}

/// How a list that is not the whole folder came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Sifted {
    /// How many of its rows come first because subject or author has the words; the rest have them in the text.
    pub heads: u32,
    /// How many of the newest messages were looked through, where that was not all of the folder.
    pub looked: Option<u32>,
}
