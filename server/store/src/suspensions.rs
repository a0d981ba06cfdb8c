//! Lists to which nobody may write for now. A suspension outlives every import, because it is kept beside what the
//! source says, by the list's address.

use crate::audit::{self, AuditEntry};
use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// A list's suspension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspensionRow {
    /// Since when.
    pub at: UnixSeconds,
    /// Canonical address of who suspended it.
    pub who: String,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Suspends a list; when, who and why stand in `entry`, the list's canonical address as its object.
    ///
    /// # Errors
    /// `Conflict` when it is suspended already; `Unavailable`.
    pub async fn suspend_list(&self, list: u32, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO suspensions (address, at, who, reason) VALUES ($1, $2, $3, $4)
             ON CONFLICT (address) DO NOTHING",
        )
        .bind(&entry.object)
        .bind(entry.at)
        .bind(&entry.who)
        .bind(&entry.reason)
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Lists(&[list])).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a list go again, told as [`Store::suspend_list`] is.
    ///
    /// # Errors
    /// `Conflict` when it is not suspended; `Unavailable`.
    pub async fn resume_list(&self, list: u32, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done =
            sqlx::query("DELETE FROM suspensions WHERE address = $1").bind(&entry.object).execute(&mut *tx).await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Lists(&[list])).await?;
        Ok(tx.commit().await?)
    }
}

/// Every suspension, by address.
pub(crate) async fn suspended(connection: &mut AnyConnection) -> Result<HashMap<String, SuspensionRow>, StoreError> {
    let rows: Vec<(String, i64, String, String)> =
        sqlx::query_as("SELECT address, at, who, reason FROM suspensions").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(address, at, who, reason)| (address, SuspensionRow { at, who, reason })).collect())
}
