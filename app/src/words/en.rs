//! British English. One file for each thing that is said.

mod act;
mod audience;
mod console;
mod error;
mod fate;
mod finding;
mod governed;
mod live;
mod meaning;
mod membership;
#[cfg(feature = "ssr")]
mod notice;
mod number;
mod outcome;
mod parameter;
mod policy_file;
mod remedy;
mod replay;
mod rule;
mod spread;

pub use act::{done, ignored};
pub use audience::brings;
pub use console::{about, act, acting, became, kind, lint, made, may, order, role, ruled, used};
pub use error::{error, field};
pub use fate::fate;
pub use finding::{explanation, headline, reason, ruling, sentence};
pub use governed::governed;
pub use live::{Room, as_of, connected_again, new_mail, next_try, room, tab};
pub use meaning::{Group, Meaning, meaning, tuned};
pub use membership::{reached, way};
#[cfg(feature = "ssr")]
pub use notice::Notice;
pub use number::{count, countdown, counted, files_room, length, people, size, typed_number};
pub use outcome::{asks, follow_up, held, kept, returned, standing, state, stopped, unclear, undo_window};
pub use parameter::{Effect, effect, no_longer, preset, typed, unit, value, written};
pub use policy_file::file_problem;
pub use remedy::{Label, remedy};
pub use replay::{cost, difference};
pub use rule::{rule_finding, rule_meaning, rule_needs, rule_state};
pub use spread::{spread_axis, spread_from, spread_noun, spread_title, spread_total, spread_value};

#[cfg(test)]
mod finding_tests;
