//! A 256-bit digest, made elsewhere and only compared here: of a draft or of an audience.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Stands for a draft or an audience in a confirmation (the guard's specification, sections 3 and 10).
/// Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest([u8; 32]);

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDigest;

impl Digest {
    /// Takes the 32 bytes of a hash.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`NoDigest`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NoDigest> {
        if text.len() != 64 || !text.is_ascii() {
            return Err(NoDigest);
        }
        let mut bytes = [0; 32];
        let mut digits = text.chars().filter_map(|c| c.to_digit(16));
        for byte in &mut bytes {
            let (Some(high), Some(low)) = (digits.next(), digits.next()) else { return Err(NoDigest) };
            *byte = u8::try_from(high * 16 + low).map_err(|_| NoDigest)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for NoDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("64 hexadecimal digits")
    }
}

impl std::error::Error for NoDigest {}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = NoDigest;
    fn try_from(text: String) -> Result<Self, NoDigest> {
        Self::parse(&text)
    }
}
