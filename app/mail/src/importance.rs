//! How much a message matters to its author.

use serde::{Deserialize, Serialize};

/// What the field *Importance* says (RFC 2156 section 5.3.4, RFC 4021 section 2.1.54).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Can wait.
    Low,
    /// Nothing is said of it.
    #[default]
    Normal,
    /// Held mail of this kind is told to deputies and to who is on call, when nobody decides.
    High,
}

impl Importance {
    /// Every one, in the order of a list to choose from.
    pub const ALL: [Self; 3] = [Self::Normal, Self::High, Self::Low];

    /// Its word in the field.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }

    /// Reads the word, in any case; what is none says nothing.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str().eq_ignore_ascii_case(word.trim()))
    }
}
