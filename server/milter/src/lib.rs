//! The guard's face towards an MTA: collects a submission over the milter protocol, asks a [`Judge`]
//! once at its end, all or nothing, and turns the answer into a milter action. Knows no store.

mod answer;
mod at_once;
mod conversation;
mod submission;

pub use answer::{Answer, Reply};
pub use conversation::serve;
pub use submission::{Judge, Submission};
