//! Speaks SMTP to the relay. Knows nothing of queues: one call, one attempt.
//! lettre talks; we drive it command by command, because what may be done after a failure depends
//! on how far the talk had come.

mod attempt;
mod classify;
mod connect;
mod envelope;
mod gate;
mod probe;
mod relay;
mod reply;
mod size;

pub use attempt::{Attempt, Proceed, Refusal, Stage, Unsendable, WhyLater, WhyUnclear, attempt};
pub use classify::{Heard, Phase, Step, classify};
pub use envelope::{Envelope, Submission, SubmissionError};
pub use probe::{Offer, ProbeError};
pub use relay::{Deadlines, Relay, RelayError, Security, SignIn};
pub use reply::{Enhanced, RecipientReply, Reply};
pub use size::Size;
