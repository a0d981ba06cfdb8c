//! Versions of the policy.

use crate::audit::{self, AuditEntry};
use crate::{Store, StoreError, UnixSeconds};

/// One version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRow {
    /// Number, from 1.
    pub version: u64,
    /// JSON of the policy.
    pub policy: String,
    /// JSON of the author's contact; empty for the first version.
    pub author: String,
    /// When.
    pub at: UnixSeconds,
    /// Why.
    pub reason: String,
}

type PolicyColumns = (i64, String, String, i64, String);

fn policy_row((version, policy, author, at, reason): PolicyColumns) -> PolicyRow {
    PolicyRow { version: version.unsigned_abs(), policy, author, at, reason }
}

impl Store {
    /// The policy in force: the highest version. `None` before the first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn policy_in_force(&self) -> Result<Option<PolicyRow>, StoreError> {
        let found: Option<PolicyColumns> =
            sqlx::query_as("SELECT version, policy, author, at, reason FROM policies ORDER BY version DESC LIMIT 1")
                .fetch_optional(self.reader())
                .await?;
        Ok(found.map(policy_row))
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn policy_versions(&self) -> Result<Vec<PolicyRow>, StoreError> {
        let rows: Vec<PolicyColumns> =
            sqlx::query_as("SELECT version, policy, author, at, reason FROM policies ORDER BY version DESC")
                .fetch_all(self.reader())
                .await?;
        Ok(rows.into_iter().map(policy_row).collect())
    }

    /// Adds a version and writes down who did; `row.version` is one more than the version that was changed.
    ///
    /// # Errors
    /// `Conflict` when another version is in force than the one below it; `Unavailable`.
    pub async fn add_policy(&self, row: &PolicyRow, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let version = crate::to_i64(row.version);
        let done = sqlx::query(
            "INSERT INTO policies (version, policy, author, at, reason)
             SELECT $1, $2, $3, $4, $5 WHERE (SELECT COALESCE(MAX(version), 0) FROM policies) = $1 - 1",
        )
        .bind(version)
        .bind(&row.policy)
        .bind(&row.author)
        .bind(row.at)
        .bind(&row.reason)
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}
