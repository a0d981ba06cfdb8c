//! What a person does for a message that does not leave by itself: says that it arrived, sends it
//! again, signs in.

use crate::submissions::erase;
use crate::{Store, StoreError, UnixSeconds};
use levee_mail::DraftId;

impl Store {
    /// The author says that an unclear message has arrived: only the copy in Sent is missing.
    ///
    /// # Errors
    /// `Conflict` when it is not unclear (any more) or not this account's; `Unavailable`.
    pub async fn mark_sent(&self, account: &str, id: &DraftId, now: UnixSeconds) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE submissions SET state = 'accepted', settled = $3, due = $3, attempts = 0
             WHERE id = $1 AND account = $2 AND state = 'unclear'",
        )
        .bind(id.as_str())
        .bind(account)
        .bind(now)
        .execute(self.writer())
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }

    /// The author orders an unclear message to be sent again, with the same Message-ID.
    ///
    /// # Errors
    /// `Conflict` when it is not unclear (any more) or not this account's; `Unavailable`.
    pub async fn send_again(&self, account: &str, id: &DraftId, now: UnixSeconds) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE submissions SET state = 'queued', due = $3, attempts = 0
             WHERE id = $1 AND account = $2 AND state = 'unclear'",
        )
        .bind(id.as_str())
        .bind(account)
        .bind(now)
        .execute(self.writer())
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }

    /// What was not sent and is kept for this account lies in its mailbox now: its bytes are erased.
    ///
    /// # Errors
    /// `Conflict` when it is not kept (any more) or not this account's; `Unavailable`.
    pub async fn filed_elsewhere(&self, account: &str, id: &DraftId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let found: Option<(i64,)> =
            sqlx::query_as("SELECT 1 FROM submissions WHERE id = $1 AND account = $2 AND state = 'kept'")
                .bind(id.as_str())
                .bind(account)
                .fetch_optional(&mut *tx)
                .await?;
        found.ok_or(StoreError::Conflict)?;
        erase(&mut tx, id.as_str()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signed in anew: everything unfinished of the account gets the credential (sealed for each
    /// submission by `seal`), and what waited for it goes on. Gives how many there were.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn renew_credentials(
        &self,
        account: &str,
        seal: impl Fn(&DraftId) -> Vec<u8> + Send,
        now: UnixSeconds,
    ) -> Result<usize, StoreError> {
        let mut tx = self.begin().await?;
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT id FROM submissions WHERE account = $1 AND via = 'page' AND state NOT IN ('done', 'returned')",
        )
        .bind(account)
        .fetch_all(&mut *tx)
        .await?;
        for (id,) in &rows {
            let id = DraftId::parse(id).ok_or(StoreError::Corrupt("submission id"))?;
            sqlx::query(
                "UPDATE submissions SET credential = $2,
                     due = CASE WHEN state IN ('sign_in', 'accepted') THEN $3 ELSE due END,
                     attempts = CASE WHEN state = 'sign_in' THEN 0 ELSE attempts END,
                     state = CASE WHEN state = 'sign_in' THEN 'queued' ELSE state END
                 WHERE id = $1",
            )
            .bind(id.as_str())
            .bind(seal(&id))
            .bind(now)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(rows.len())
    }
}
