//! How much of everything there is, for whoever runs the server.

use crate::{Store, StoreError, UnixSeconds};

/// Rows that somebody may want to watch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreFigures {
    /// People who are signed in, once for each browser.
    pub sessions: u64,
    /// Messages that have not left: undo window, queue, under way.
    pub queue: u64,
    /// Messages that wait for approvers, or for their sender.
    pub holds: u64,
    /// Messages of which nobody knows whether they went.
    pub unclear: u64,
    /// Seconds since 1970 at which the oldest message of the queue was submitted; 0 for none.
    pub oldest: UnixSeconds,
}

impl Store {
    /// Counts, at `now`. Notices of Levee's own are not counted.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn figures(&self, now: UnixSeconds) -> Result<StoreFigures, StoreError> {
        let (sessions, queue, holds, unclear, oldest): (i64, i64, i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM sessions WHERE expires > $1),
                    count(*) FILTER (WHERE state IN ('pending', 'claimed', 'queued', 'sending', 'data_sent')),
                    count(*) FILTER (WHERE state = 'held'),
                    count(*) FILTER (WHERE state = 'unclear'),
                    coalesce(min(submitted) FILTER (WHERE state IN ('claimed', 'queued', 'sending', 'data_sent')), 0)
             FROM submissions
             WHERE state IN ('pending', 'claimed', 'queued', 'sending', 'data_sent', 'held', 'unclear') AND via <> 'levee'",
        )
        .bind(now)
        .fetch_one(self.reader())
        .await?;
        Ok(StoreFigures {
            sessions: sessions.unsigned_abs(),
            queue: queue.unsigned_abs(),
            holds: holds.unsigned_abs(),
            unclear: unclear.unsigned_abs(),
            oldest,
        })
    }
}
