//! How long an accepted message can be taken back (section 12).

use crate::parameter::Parameter;
use crate::policy::Policy;

/// From so many people on the window is `undo.long`; the specification gives the number no name.
const LONG_FROM: u64 = 100;
/// From so many people on it is `undo.longest`.
const LONGEST_FROM: u64 = 500;

/// Seconds that a message to so many people waits. Approved and break-glass mail waits `undo.short` only.
#[must_use]
pub fn undo_window(policy: &Policy, people: u64) -> u64 {
    policy.get(match people {
        LONGEST_FROM.. => Parameter::UndoLongest,
        LONG_FROM.. => Parameter::UndoLong,
        _ => Parameter::UndoShort,
    })
}
