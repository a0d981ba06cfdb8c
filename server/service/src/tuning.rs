//! Tuning by one's own history: what was recorded, and the policy as a file.

use crate::Service;
use crate::policy::{administrator, parse};
use crate::policy_file;
use crate::rights::reader;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Distributions, FileProblem, Listing, PolicyInForce, ProposedPolicy, Replay, Tuning,
};
use levee_store::StoreError;

/// Why a file could not be judged by.
#[derive(Debug, thiserror::Error)]
pub enum ReplayFileError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Lines of the file cannot be.
    #[error("the file is no policy")]
    File(Vec<FileProblem>),
}

#[async_trait]
impl Tuning for Service {
    async fn distributions(&self, who: &Caller) -> Result<Distributions, AppError> {
        reader(who)?;
        let policy = self.policy().await.map_err(from_store)?;
        self.distributions_of(&policy).await.map_err(from_store)
    }

    async fn policy_file(&self, who: &Caller, version: Option<u64>) -> Result<(u64, String), AppError> {
        reader(who)?;
        let in_force = self.policy().await.map_err(from_store)?;
        let policy = match version.filter(|version| *version != in_force.version) {
            None => in_force,
            Some(asked) => {
                let rows = self.store.policy_versions().await.map_err(from_store)?;
                let row = rows.iter().find(|row| row.version == asked).ok_or(AppError::Gone)?;
                parse(row).map_err(from_store)?
            }
        };
        let about = format!("{}, policy v{}", self.organisation.name, policy.version);
        Ok((policy.version, policy_file::write(&policy, &about)))
    }

    async fn read_policy_file(
        &self,
        who: &Caller,
        text: &str,
    ) -> Result<Result<ProposedPolicy, Vec<FileProblem>>, AppError> {
        administrator(who)?;
        let policy = self.policy().await.map_err(from_store)?;
        Ok(policy_file::parse(text, &policy)
            .map(|proposed| ProposedPolicy { in_force: PolicyInForce { version: policy.version, policy }, proposed }))
    }
}

impl Service {
    /// What a policy in a file would have done to the messages of the last days, for the command line: as
    /// [`levee_contract::Policies::replay`] for a page.
    ///
    /// # Errors
    /// [`ReplayFileError`].
    pub async fn replay_file(&self, text: &str, days: u32) -> Result<Replay, ReplayFileError> {
        let in_force = self.policy().await?;
        let proposed = policy_file::parse(text, &in_force).map_err(ReplayFileError::File)?;
        let listing = Listing { most: Replay::EXAMPLES, ..Listing::default() };
        Ok(self.replayed(&in_force, &proposed, days, listing).await?)
    }
}
