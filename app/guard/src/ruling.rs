//! How strict a judgement is, from *allow* to *block* (the guard's specification, section 1).

use serde::{Deserialize, Serialize};

/// What becomes of the message; ordered from the softest to the strictest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Goes out; nothing is shown.
    #[default]
    Allow,
    /// Goes out; shown beside the recipients, nothing to click.
    Warn,
    /// Goes out after one dialog.
    Confirm,
    /// Accepted, kept, released by another person.
    Hold,
    /// Not accepted; nobody receives anything.
    Block,
}

impl Ruling {
    /// All rulings, softest first.
    pub const ALL: [Self; 5] = [Self::Allow, Self::Warn, Self::Confirm, Self::Hold, Self::Block];

    /// The word of the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Confirm => "confirm",
            Self::Hold => "hold",
            Self::Block => "block",
        }
    }

    /// Reads the word of the specification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}
