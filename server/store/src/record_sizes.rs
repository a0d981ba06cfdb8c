//! The size of every list on a day, recorded by whoever comes first.

use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError, UnixSeconds};

/// Lists in one statement: three parameters each, and no database takes any number of them.
const LISTS_AT_ONCE: usize = 300;
/// Recorded days that are kept of a list.
const DAYS: i64 = 30;

/// Whether a call recorded a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRecorded {
    /// It did.
    Now,
    /// Another node had, or it was done before.
    Before,
}

impl Store {
    /// Whether the sizes of a day (days since 1970 in the organisation's time zone) are recorded.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn is_day_recorded(&self, day: i64) -> Result<bool, StoreError> {
        let found: Option<(i64,)> = sqlx::query_as("SELECT day FROM recorded_days WHERE day = $1")
            .bind(day)
            .fetch_optional(self.reader())
            .await?;
        Ok(found.is_some())
    }

    /// Records the sizes of lists on a day, once: of several nodes the first does it. What is on record of
    /// the day already, because a source told it, stays. Sizes of 30 days are kept.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn record_day(
        &self,
        day: i64,
        sizes: &[(u32, u64)],
        now: UnixSeconds,
    ) -> Result<DayRecorded, StoreError> {
        let mut tx = self.begin_import().await?;
        let first = sqlx::query("INSERT INTO recorded_days (day, at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING")
            .bind(day)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        if first.rows_affected() == 0 {
            return Ok(DayRecorded::Before);
        }
        for some in sizes.chunks(LISTS_AT_ONCE) {
            let row = |place: usize| format!("(${}, ${}, ${})", place * 3 + 1, place * 3 + 2, place * 3 + 3);
            let rows: Vec<String> = (0..some.len()).map(row).collect();
            let sql = format!(
                "INSERT INTO list_daily_sizes (list, day, size) VALUES {} ON CONFLICT (list, day) DO NOTHING",
                rows.join(", ")
            );
            let mut insert = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (list, size) in some {
                insert = insert.bind(i64::from(*list)).bind(day).bind(crate::to_i64(*size));
            }
            insert.execute(&mut *tx).await?;
        }
        for old in ["DELETE FROM list_daily_sizes WHERE day <= $1", "DELETE FROM recorded_days WHERE day <= $1"] {
            sqlx::query(old).bind(day - DAYS).execute(&mut *tx).await?;
        }
        note_change(&mut tx, Changed::DailySizes).await?;
        tx.commit().await?;
        Ok(DayRecorded::Now)
    }
}
