//! Permits: who may write to how many until when, as an administrator gave it.

use crate::audit::{self, AuditEntry};
use crate::{Store, StoreError, UnixSeconds, to_i64};

/// A permit for broadcasts (guard specification, section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermitRow {
    /// Number; 0 before it is kept.
    pub id: i64,
    /// Person who may.
    pub sender: u32,
    /// To at most so many people.
    pub people: u64,
    /// Given when.
    pub at: UnixSeconds,
    /// The first moment at which it holds no more.
    pub until: UnixSeconds,
    /// Who gave it: canonical address.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When it was withdrawn; 0: it was not.
    pub withdrawn: UnixSeconds,
}

type Columns = (i64, i64, i64, i64, i64, String, String, i64);

impl Store {
    /// Gives a permit; who does, when and why stand in `entry`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn permit(
        &self,
        sender: u32,
        people: u64,
        until: UnixSeconds,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO permits (sender, people, at, until, given_by, reason, withdrawn)
             VALUES ($1, $2, $3, $4, $5, $6, 0)",
        )
        .bind(i64::from(sender))
        .bind(to_i64(people))
        .bind(entry.at)
        .bind(until)
        .bind(&entry.who)
        .bind(&entry.reason)
        .execute(&mut *tx)
        .await?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a permit back that still holds.
    ///
    /// # Errors
    /// `Gone` when it holds no more; `Unavailable`.
    pub async fn withdraw_permit(&self, id: i64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("UPDATE permits SET withdrawn = $2 WHERE id = $1 AND withdrawn = 0 AND until > $2")
            .bind(id)
            .bind(entry.at)
            .execute(&mut *tx)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// One permit, whether it holds or not.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`, `Corrupt`.
    pub async fn permit_by_id(&self, id: i64) -> Result<PermitRow, StoreError> {
        let all = self.permits(i64::MIN).await?;
        all.into_iter().find(|permit| permit.id == id).ok_or(StoreError::Gone)
    }

    /// Permits that end after `since`, the latest end first.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn permits(&self, since: UnixSeconds) -> Result<Vec<PermitRow>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, sender, people, at, until, given_by, reason, withdrawn FROM permits
             WHERE until > $1 ORDER BY until DESC, id DESC",
        )
        .bind(since)
        .fetch_all(self.reader())
        .await?;
        let row = |(id, sender, people, at, until, by, reason, withdrawn): Columns| {
            let sender = u32::try_from(sender).map_err(|_| StoreError::Corrupt("permit"))?;
            Ok(PermitRow { id, sender, people: people.unsigned_abs(), at, until, by, reason, withdrawn })
        };
        rows.into_iter().map(row).collect()
    }
}
