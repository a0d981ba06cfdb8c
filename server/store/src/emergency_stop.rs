//! The emergency stop: one row, read for each judgement.

use crate::alerts::{self, AlertRow};
use crate::audit::{self, AuditEntry};
use crate::{Store, StoreError, UnixSeconds};

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

/// The stop with who set it and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StopRow {
    /// What is stopped.
    pub what: Stopped,
    /// Canonical address of whoever changed it last; empty: nobody ever did.
    pub by: String,
    /// Their name then.
    pub name: String,
    /// When.
    pub at: UnixSeconds,
    /// Why.
    pub reason: String,
}

impl Stopped {
    fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Replies => "replies",
            Self::Everything => "everything",
        }
    }

    pub(crate) fn read(name: &str) -> Option<Self> {
        [Self::Nothing, Self::Replies, Self::Everything].into_iter().find(|stopped| stopped.name() == name)
    }
}

impl Store {
    /// The stop as it stands.
    ///
    /// # Errors
    /// `Unavailable`; `Corrupt` when the scope is none that we know.
    pub async fn emergency_stop(&self) -> Result<StopRow, StoreError> {
        let (scope, by, name, at, reason): (String, String, String, i64, String) =
            sqlx::query_as("SELECT scope, set_by, name, at, reason FROM emergency_stop WHERE only_row = 1")
                .fetch_one(self.reader())
                .await?;
        let what = Stopped::read(&scope).ok_or(StoreError::Corrupt("emergency stop"))?;
        Ok(StopRow { what, by, name, at, reason })
    }

    /// Stops, or lets go again; `entry` says who did, when and why, `alerts` whom to tell.
    ///
    /// # Errors
    /// `Conflict` when it stands so already; `Unavailable`.
    pub async fn set_stopped(&self, what: Stopped, entry: &AuditEntry, alerts: &[AlertRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE emergency_stop SET scope = $1, set_by = $2, name = $3, at = $4, reason = $5
             WHERE only_row = 1 AND scope <> $1",
        )
        .bind(what.name())
        .bind(&entry.who)
        .bind(&entry.name)
        .bind(entry.at)
        .bind(&entry.reason)
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        alerts::raise(&mut tx, alerts).await?;
        Ok(tx.commit().await?)
    }
}
