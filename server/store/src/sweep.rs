//! Forgets what has had its time: sessions, attempts, history (60 days), judgements (90 days),
//! finished submissions, what was not sent and nobody fetched (60 days). Called once an hour or so; each run does little.

use crate::{Store, StoreError, UnixSeconds};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

impl Store {
    /// Forgets everything that is over at `now`. Ids of finished submissions stay for 60 days, so that
    /// a late copy of a request is recognised; what they said goes after an hour.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn sweep(&self, now: UnixSeconds) -> Result<(), StoreError> {
        let rows: [(&'static str, i64); 14] = [
            ("DELETE FROM sessions WHERE expires <= $1", now),
            ("DELETE FROM sign_in_attempts WHERE latest <= $1", now - DAY),
            ("UPDATE submissions SET draft = '' WHERE state = 'done' AND draft <> '' AND settled <= $1", now - HOUR),
            (
                "DELETE FROM submission_content WHERE submission IN
                     (SELECT id FROM submissions WHERE state = 'kept' AND submitted <= $1)",
                now - 60 * DAY,
            ),
            (
                "UPDATE submissions SET state = 'returned', draft = '' WHERE state = 'kept' AND submitted <= $1",
                now - 60 * DAY,
            ),
            // Nobody is asked what became of a notice.
            (
                "UPDATE submissions SET state = 'done' WHERE state = 'unclear' AND via = 'levee' AND submitted <= $1",
                now - DAY,
            ),
            (
                "DELETE FROM submission_recipients WHERE submission IN
                     (SELECT id FROM submissions WHERE state IN ('done', 'returned') AND submitted <= $1)",
                now - 60 * DAY,
            ),
            (
                "DELETE FROM submission_decisions WHERE submission IN
                     (SELECT id FROM submissions WHERE state IN ('done', 'returned') AND submitted <= $1)",
                now - 60 * DAY,
            ),
            (
                "DELETE FROM submission_approvers WHERE submission IN
                     (SELECT id FROM submissions WHERE state IN ('done', 'returned') AND submitted <= $1)",
                now - 60 * DAY,
            ),
            ("DELETE FROM submissions WHERE state IN ('done', 'returned') AND submitted <= $1", now - 60 * DAY),
            ("DELETE FROM accepted_messages WHERE at <= $1", now - 60 * DAY),
            ("DELETE FROM judgements WHERE at <= $1", now - 90 * DAY),
            ("DELETE FROM spent_passes WHERE at <= $1", now - DAY),
            (
                // Also those uploaded for a draft that was never saved.
                "DELETE FROM draft_files WHERE at <= $1 AND draft NOT IN (SELECT id FROM drafts)
                     AND draft NOT IN (SELECT id FROM submissions WHERE state NOT IN ('done', 'returned'))",
                now - DAY,
            ),
        ];
        for (sql, before) in rows {
            sqlx::query(sql).bind(before).execute(self.writer()).await?;
        }
        // Kept for the figure of the last 24 hours alone.
        sqlx::query("UPDATE judgements SET words = $2 WHERE length(words) > 0 AND at <= $1")
            .bind(now - 2 * DAY)
            .bind(Vec::new())
            .execute(self.writer())
            .await?;
        sqlx::query("DELETE FROM storms WHERE until <= $1").bind(now - 90 * DAY).execute(self.writer()).await?;
        Ok(())
    }
}
