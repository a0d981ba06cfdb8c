//! British English. One file for each thing that is said.

mod audience;
mod console;
mod error;
mod finding;
mod meaning;
mod number;
mod outcome;
mod parameter;
mod remedy;

pub use audience::brings;
pub use console::{about, act, acting, became, kind, lint, made, may, order, role, ruled, used};
pub use error::{error, field};
pub use finding::{explanation, headline, reason, ruling, sentence};
pub use meaning::{Group, Meaning, meaning, tuned};
pub use number::{count, countdown, counted, length, people, size, typed_number};
pub use outcome::{follow_up, held, returned, standing, state, unclear, undo_window};
pub use parameter::{Effect, effect, no_longer, preset, typed, unit, value, written};
pub use remedy::{Label, remedy};

#[cfg(test)]
mod finding_tests;
