//! Versions of the policy, the emergency stop, and permits for broadcasts.

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

/// What an administrator has stopped (guard specification, section 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stopped {
    /// Nothing.
    #[default]
    Nothing,
    /// Replies to all.
    Replies,
    /// Everything to many.
    Everything,
}

impl Stopped {
    fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Replies => "replies",
            Self::Everything => "everything",
        }
    }
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

    /// What is stopped now.
    ///
    /// # Errors
    /// `Unavailable`; `Corrupt` when the scope is none that we know.
    pub async fn stopped(&self) -> Result<Stopped, StoreError> {
        let (scope,): (String,) =
            sqlx::query_as("SELECT scope FROM emergency_stop WHERE only_row = 1").fetch_one(self.reader()).await?;
        [Stopped::Nothing, Stopped::Replies, Stopped::Everything]
            .into_iter()
            .find(|s| s.name() == scope)
            .ok_or(StoreError::Corrupt("emergency stop"))
    }

    /// Stops, or lets go again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn set_stopped(&self, what: Stopped, by: &str, now: UnixSeconds) -> Result<(), StoreError> {
        sqlx::query("UPDATE emergency_stop SET scope = $1, set_by = $2, at = $3 WHERE only_row = 1")
            .bind(what.name())
            .bind(by)
            .bind(now)
            .execute(self.writer())
            .await?;
        Ok(())
    }

    /// Permits a sender broadcasts to so many people before `until`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn permit(&self, sender: u32, people: u64, until: UnixSeconds) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO permits (sender, people, until) VALUES ($1, $2, $3)
             ON CONFLICT (sender, until) DO UPDATE SET people = $2",
        )
        .bind(i64::from(sender))
        .bind(crate::to_i64(people))
        .bind(until)
        .execute(self.writer())
        .await?;
        Ok(())
    }

    /// The widest permit of a sender that is valid at `now`: people, and before when.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn permit_of(&self, sender: u32, now: UnixSeconds) -> Result<Option<(u64, UnixSeconds)>, StoreError> {
        let found: Option<(i64, i64)> = sqlx::query_as(
            "SELECT people, until FROM permits WHERE sender = $1 AND until > $2 ORDER BY people DESC LIMIT 1",
        )
        .bind(i64::from(sender))
        .bind(now)
        .fetch_optional(self.reader())
        .await?;
        Ok(found.map(|(people, until)| (people.unsigned_abs(), until)))
    }
}
