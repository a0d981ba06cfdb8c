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
    /// From when on it is in force, unless a later one is; 0 for the first.
    pub holds_from: UnixSeconds,
    /// When it was withdrawn, before it came into force; 0: it was not.
    pub withdrawn: UnixSeconds,
}

type PolicyColumns = (i64, String, String, i64, String, i64, i64);

fn policy_row((version, policy, author, at, reason, holds_from, withdrawn): PolicyColumns) -> PolicyRow {
    PolicyRow { version: version.unsigned_abs(), policy, author, at, reason, holds_from, withdrawn }
}

impl Store {
    /// The policy in force at a moment: of those that hold from then or before, the latest. Every node with the same
    /// time finds the same. `None` before the first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn policy_in_force(&self, now: UnixSeconds) -> Result<Option<PolicyRow>, StoreError> {
        let found: Option<PolicyColumns> = sqlx::query_as(
            "SELECT version, policy, author, at, reason, holds_from, withdrawn FROM policies
             WHERE holds_from <= $1 AND withdrawn = 0 ORDER BY holds_from DESC, version DESC LIMIT 1",
        )
        .bind(now)
        .fetch_optional(self.reader())
        .await?;
        Ok(found.map(policy_row))
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn policy_versions(&self) -> Result<Vec<PolicyRow>, StoreError> {
        let rows: Vec<PolicyColumns> = sqlx::query_as(
            "SELECT version, policy, author, at, reason, holds_from, withdrawn FROM policies ORDER BY version DESC",
        )
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().map(policy_row).collect())
    }

    /// Adds a version and writes down who did; `row.version` is one more than the newest.
    ///
    /// # Errors
    /// `Conflict` when there is another one than those below it; `Unavailable`.
    pub async fn add_policy(&self, row: &PolicyRow, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let version = crate::to_i64(row.version);
        let done = sqlx::query(
            "INSERT INTO policies (version, policy, author, at, reason, holds_from)
             SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT COALESCE(MAX(version), 0) FROM policies) = $1 - 1",
        )
        .bind(version)
        .bind(&row.policy)
        .bind(&row.author)
        .bind(row.at)
        .bind(&row.reason)
        .bind(row.holds_from)
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Withdraws a version that is not in force yet, and writes down who did.
    ///
    /// # Errors
    /// `Conflict` when it holds already or was withdrawn; `Unavailable`.
    pub async fn withdraw_policy(&self, version: u64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done =
            sqlx::query("UPDATE policies SET withdrawn = $2 WHERE version = $1 AND withdrawn = 0 AND holds_from > $2")
                .bind(crate::to_i64(version))
                .bind(entry.at)
                .execute(&mut *tx)
                .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}
