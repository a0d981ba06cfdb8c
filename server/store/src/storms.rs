//! Storms: the keys that each has frozen, until when, and what an administrator did about it.

use crate::audit::{self, AuditEntry};
use crate::history::{addresses, in_lines};
use crate::{Store, StoreError, UnixSeconds, to_i64};
use levee_mail::Address;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A storm that froze its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StormRow {
    /// Number; 0 before it is kept.
    pub id: i64,
    /// When it tripped.
    pub tripped: UnixSeconds,
    /// Until when its keys are frozen.
    pub until: UnixSeconds,
    /// When an administrator released it; 0: nobody did.
    pub released: UnixSeconds,
    /// Thread root; empty: none.
    pub thread_root: String,
    /// Keyed hash of it, as judgements have it; empty: none.
    pub thread: Vec<u8>,
    /// Participants, in the caller's portable form.
    pub participants: Vec<u8>,
    /// Top-level lists, canonical.
    pub lists: Vec<Address>,
    /// Keyed hash of the bare subject.
    pub subject_key: Vec<u8>,
    /// Whom the message that tripped it reaches.
    pub people: u64,
    /// Counted replies when it tripped.
    pub replies: u64,
    /// People who had sent them.
    pub senders: u64,
}

const COLUMNS: &str = "id, tripped, until, released, thread_root, thread, participants, list_addresses, subject_key,
     people, replies, senders";

impl Store {
    /// Storms that tripped at `since` or later, and those still frozen then, newest first.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn storms(&self, since: UnixSeconds) -> Result<Vec<StormRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM storms WHERE tripped >= $1 OR until > $1 ORDER BY id DESC");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(since).fetch_all(self.reader()).await?;
        rows.iter().map(storm).collect()
    }

    /// Lets a frozen thread go, from `entry.at` on.
    ///
    /// # Errors
    /// `Gone` when it is not frozen any more; `Unavailable`.
    pub async fn release_storm(&self, id: i64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("UPDATE storms SET released = $2 WHERE id = $1 AND released = 0 AND until > $2")
            .bind(id)
            .bind(entry.at)
            .execute(&mut *tx)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps a frozen thread frozen until then.
    ///
    /// # Errors
    /// `Gone` when it is not frozen any more; `Unavailable`.
    pub async fn prolong_storm(&self, id: i64, until: UnixSeconds, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("UPDATE storms SET until = $3 WHERE id = $1 AND released = 0 AND until > $2")
            .bind(id)
            .bind(entry.at)
            .bind(until)
            .execute(&mut *tx)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}

/// Storms whose keys are frozen at `now` and that nobody released.
pub(crate) async fn frozen(connection: &mut AnyConnection, now: UnixSeconds) -> Result<Vec<StormRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM storms WHERE until > $1 AND released = 0 ORDER BY id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).fetch_all(connection).await?;
    rows.iter().map(storm).collect()
}

pub(crate) async fn freeze(connection: &mut AnyConnection, storm: &StormRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO storms (tripped, until, released, thread_root, thread, participants, list_addresses, subject_key,
             people, replies, senders)
         VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(storm.tripped)
    .bind(storm.until)
    .bind(&storm.thread_root)
    .bind(&storm.thread)
    .bind(&storm.participants)
    .bind(in_lines(&storm.lists))
    .bind(&storm.subject_key)
    .bind(to_i64(storm.people))
    .bind(to_i64(storm.replies))
    .bind(to_i64(storm.senders))
    .execute(connection)
    .await?;
    Ok(())
}

fn storm(row: &AnyRow) -> Result<StormRow, StoreError> {
    use sqlx::Row as _;
    let number = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    Ok(StormRow {
        id: row.try_get("id")?,
        tripped: row.try_get("tripped")?,
        until: row.try_get("until")?,
        released: row.try_get("released")?,
        thread_root: row.try_get("thread_root")?,
        thread: row.try_get("thread")?,
        participants: row.try_get("participants")?,
        lists: addresses(row.try_get("list_addresses")?)?,
        subject_key: row.try_get("subject_key")?,
        people: number("people")?,
        replies: number("replies")?,
        senders: number("senders")?,
    })
}
