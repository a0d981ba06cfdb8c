//! How much room an account has, as its mail server says.

use crate::Service;
use crate::mailboxes::from_imap;
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Quota, Quotas};

#[async_trait]
impl Quotas for Service {
    async fn quota(&self, who: &Caller) -> Result<Option<Quota>, AppError> {
        let quota = self.session_of(who).await?.quota().await.map_err(from_imap)?;
        Ok(quota.map(|levee_imap::Quota { used, limit }| Quota { used, limit }))
    }
}
