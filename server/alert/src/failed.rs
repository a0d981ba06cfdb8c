//! Why an attempt told nobody.

use levee_tls::{Unreached, Untrusted};

/// Why an attempt told nobody, or nobody surely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// There is no connection.
    #[error(transparent)]
    Unreached(#[from] Unreached),
    /// The line is not protected.
    #[error(transparent)]
    Untrusted(#[from] Untrusted),
    /// It answered, and did not take it. Another address that it names is not followed.
    #[error("it answered with status {0}; only 200 to 299 count as taken")]
    Answered(u16),
    /// The talk broke off.
    #[error("the talk broke off: {0}")]
    Broken(String),
    /// No answer in time.
    #[error("no answer within 20 seconds")]
    Silent,
}
