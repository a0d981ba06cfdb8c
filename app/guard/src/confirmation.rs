//! What an author has confirmed (the guard's specification, section 10). The signature over it is
//! made and checked by the server, before the guard sees it.

use crate::code::Code;
use crate::digest::Digest;
use serde::{Deserialize, Serialize};

/// One pressed *Send anyway*: for this draft, this audience, under this policy, these findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Digest of the draft that was confirmed.
    pub draft: Digest,
    /// Digest of the audience that was confirmed.
    pub audience: Digest,
    /// Number of the policy under which it was judged.
    pub policy: u64,
    /// The findings that were shown and confirmed.
    pub codes: Vec<Code>,
}
