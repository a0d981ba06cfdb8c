//! Judgements on messages of the past, filed from others' logs, each once.

use crate::judgements::{JudgementRow, record};
use crate::{Store, StoreError, UnixSeconds};

impl Store {
    /// Files judgements, each under a hash that is the same whenever it is read; those filed before are passed
    /// over. Says how many were new.
    ///
    /// # Errors
    /// `Unavailable`; nothing is filed then.
    pub async fn import_judgements(&self, judgements: &[(Vec<u8>, JudgementRow)]) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let mut new = 0;
        for (hash, judgement) in judgements {
            let done =
                sqlx::query("INSERT INTO imported_record (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING")
                    .bind(hash)
                    .bind(judgement.at)
                    .execute(&mut *tx)
                    .await?;
            if done.rows_affected() == 1 {
                record(&mut tx, judgement).await?;
                new += 1;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Forgets which messages were filed that were sent before a moment.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn forget_imported(&self, before: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM imported_record WHERE at < $1").bind(before).execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }
}
