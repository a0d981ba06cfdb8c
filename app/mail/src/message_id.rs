//! Message-ID (RFC 5322 section 3.6.4), kept without the angle brackets.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The id of a message: what stands between `<` and `>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageId(String);

impl MessageId {
    /// Takes an id with or without brackets. `None` when it is empty, over 900 octets, or holds a
    /// control character, white space or an angle bracket: such an id is never written to a header.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let t = text.trim();
        let t = t.strip_prefix('<').unwrap_or(t);
        let t = t.strip_suffix('>').unwrap_or(t);
        let bad = t.is_empty()
            || t.len() > 900
            || t.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'));
        (!bad).then(|| Self(t.to_owned()))
    }

    /// The id without brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.0)
    }
}
