//! How much room an account has for its mail.

use serde::{Deserialize, Serialize};

/// Room on the mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Used, bytes.
    pub used: u64,
    /// What there is, bytes; above 0.
    pub limit: u64,
}

/// Room for mail.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Quotas {
    /// The account's room; `None` where the mail server sets no limit.
    async fn quota(&self, who: &crate::Caller) -> Result<Option<Quota>, crate::AppError>;
}
