//! What happens now, counted in periods of equal length: accepted, stopped, and by which rule.

use crate::submissions::{COLUMNS, SubmissionRow, submission_row};
use crate::{Store, StoreError, UnixSeconds, to_i64};
use levee_guard::Ruling;

/// Accepted messages of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Number of the period since 1970.
    pub period: i64,
    /// Messages.
    pub messages: u64,
    /// Deliveries.
    pub deliveries: u64,
}

/// Judgements with one ruling in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// Number of the period since 1970.
    pub period: i64,
    /// Which ruling.
    pub ruling: Ruling,
    /// Messages.
    pub messages: u64,
    /// People whom they would have reached.
    pub people: u64,
}

impl Store {
    /// What was accepted at `since` or later, in periods of so many seconds that had any, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn accepted_by_period(&self, since: UnixSeconds, length: i64) -> Result<Vec<Accepted>, StoreError> {
        let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
            "SELECT at / $2 AS period, COUNT(*), CAST(COALESCE(SUM(deliveries), 0) AS BIGINT) FROM accepted_messages
             WHERE at >= $1 GROUP BY period ORDER BY period",
        )
        .bind(since)
        .bind(length)
        .fetch_all(self.reader())
        .await?;
        let row = |(period, messages, deliveries): (i64, i64, i64)| Accepted {
            period,
            messages: messages.unsigned_abs(),
            deliveries: deliveries.unsigned_abs(),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// How messages were ruled on at `since` or later, likewise.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn ruled_by_period(&self, since: UnixSeconds, length: i64) -> Result<Vec<Ruled>, StoreError> {
        let rows: Vec<(i64, String, i64, i64)> = sqlx::query_as(
            "SELECT at / $2 AS period, ruling, COUNT(*), CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM judgements
             WHERE at >= $1 GROUP BY period, ruling ORDER BY period",
        )
        .bind(since)
        .bind(length)
        .fetch_all(self.reader())
        .await?;
        let row = |(period, ruling, messages, people): (i64, String, i64, i64)| {
            Ok(Ruled {
                period,
                ruling: Ruling::parse(&ruling).ok_or(StoreError::Corrupt("ruling"))?,
                messages: messages.unsigned_abs(),
                people: people.unsigned_abs(),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// Accepted messages to at least so many people, at `since` or later: conversational ones, and all.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn accepted_to_many(&self, since: UnixSeconds, least: u64) -> Result<(u64, u64), StoreError> {
        let (replies, all): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE conversational = 1), COUNT(*) FROM accepted_messages
             WHERE at >= $1 AND people >= $2",
        )
        .bind(since)
        .bind(to_i64(least))
        .fetch_one(self.reader())
        .await?;
        Ok((replies.unsigned_abs(), all.unsigned_abs()))
    }

    /// Judgements of STORM in a thread since then: how many messages were stopped in it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn stopped_in_thread(&self, thread: &[u8], since: UnixSeconds) -> Result<u64, StoreError> {
        let (count,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM judgements
             WHERE thread = $1 AND length(thread) > 0 AND at >= $2 AND ruling = 'block'
                 AND id IN (SELECT judgement FROM judgement_codes WHERE code = 'STORM')",
        )
        .bind(thread)
        .bind(since)
        .fetch_one(self.reader())
        .await?;
        Ok(count.unsigned_abs())
    }

    /// Everything that is held, the shortest time left first, with how many have agreed to each.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn all_held(&self) -> Result<Vec<(SubmissionRow, u32)>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, (SELECT COUNT(*) FROM submission_decisions AS d
                 WHERE d.submission = submissions.id AND d.round = submissions.round AND d.decision = 'release')
                 AS agreed
             FROM submissions WHERE state = 'held' ORDER BY due, id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(self.reader()).await?;
        let held = |row| {
            let agreed = u32::try_from(sqlx::Row::try_get::<i64, _>(row, "agreed")?);
            Ok((submission_row(row)?, agreed.map_err(|_| StoreError::Corrupt("decisions"))?))
        };
        rows.iter().map(held).collect()
    }
}
