//! Paths to bodies, pictures and attachments: signed, for one session, for an hour.

use crate::Service;
use crate::keys::{Purpose, sha256};
use levee_contract::{AppError, Caller, MessageRef, UnixSeconds};
use serde::{Deserialize, Serialize};

/// How long a path holds: as long as a message may stay open before its frame is loaded again.
const LIFE: UnixSeconds = 3600;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Target {
    /// The document of the body.
    Body,
    /// A part, by its number in the message.
    Part(u32),
    /// A part to be looked at: a picture or nothing.
    Picture(u32),
    /// The document of the body of a message that is a part.
    EnclosedBody(u32),
    /// The message's source as text.
    Source,
    /// The message as a file.
    Whole,
    /// All its files as one archive.
    Archive,
}

#[derive(Serialize, Deserialize)]
struct Capability {
    session: [u8; 8],
    until: UnixSeconds,
    message: MessageRef,
    target: Target,
}

impl Service {
    /// The last segment of a path.
    pub(crate) fn grant(&self, who: &Caller, message: &MessageRef, target: Target) -> String {
        let until = self.clock.now() + LIFE;
        let capability = Capability { session: mark(who), until, message: message.clone(), target };
        // Serialising plain structs of numbers and text does not fail; an empty text verifies as nothing.
        let text = serde_json::to_vec(&capability).unwrap_or_default();
        self.keys.sign(Purpose::Capability, &text)
    }

    /// What a segment leads to.
    ///
    /// # Errors
    /// `Gone` when it is not ours, not this session's, or has run out: a stranger learns nothing.
    pub(crate) fn honour(&self, who: &Caller, segment: &str) -> Result<(MessageRef, Target), AppError> {
        let text = self.keys.verify(Purpose::Capability, segment).ok_or(AppError::Gone)?;
        let capability: Capability = serde_json::from_slice(&text).map_err(|_| AppError::Gone)?;
        let valid = capability.session == mark(who) && self.clock.now() < capability.until;
        valid.then_some((capability.message, capability.target)).ok_or(AppError::Gone)
    }
}

/// Tells sessions apart without giving anything of the token away.
fn mark(who: &Caller) -> [u8; 8] {
    let hash = sha256(who.token.as_str().as_bytes());
    let mut mark = [0; 8];
    mark.copy_from_slice(&hash[24..]);
    mark
}
