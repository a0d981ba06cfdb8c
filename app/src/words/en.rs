//! British English. One file for each thing that is said.

mod act;
mod audience;
mod error;
mod finding;
mod live;
mod membership;
mod number;
mod outcome;
mod parameter;
mod remedy;

pub use act::done;
pub use audience::brings;
pub use error::{error, field};
pub use finding::{explanation, headline, reason, ruling, sentence};
pub use live::{Room, as_of, connected_again, new_mail, next_try, room, tab};
pub use membership::{reached, way};
pub use number::{count, countdown, counted, length, people, size, typed_number};
pub use outcome::{follow_up, held, returned, standing, state, unclear, undo_window};
pub use parameter::{Group, Meaning, meaning, preset, tuned, unit, value};
pub use remedy::{Label, remedy};

#[cfg(test)]
mod finding_tests;
