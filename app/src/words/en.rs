//! British English. One file for each thing that is said.

mod audience;
mod error;
mod finding;
mod membership;
mod number;
mod outcome;
mod parameter;
mod remedy;

pub use audience::brings;
pub use error::{error, field};
pub use finding::{explanation, headline, reason, ruling, sentence};
pub use membership::{reached, way};
pub use number::{count, countdown, counted, length, people, size, typed_number};
pub use outcome::{follow_up, held, returned, standing, state, unclear, undo_window};
pub use parameter::{Group, Meaning, meaning, preset, tuned, unit, value};
pub use remedy::{Label, remedy};

#[cfg(test)]
mod finding_tests;
