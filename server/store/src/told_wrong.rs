//! What senders say of verdicts on their own mail. It is written beside the verdict and changes nothing of it.

use crate::acceptance::Acceptance;
use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;

/// That a sender called a verdict wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldWrong {
    /// When.
    pub at: UnixSeconds,
    /// Why, in a few words; empty where none were given.
    pub why: String,
}

impl Store {
    /// The sender of a judged message calls its verdict wrong. A verdict that found nothing cannot be.
    ///
    /// # Errors
    /// `Gone` when the sender has no verdict with that reference; `Conflict` when it was said already;
    /// `Unavailable`.
    pub async fn tell_wrong(&self, sender: &[u8], reference: &str, told: &ToldWrong) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tell(&mut tx, sender, reference, told).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The sender takes back what was said of a verdict.
    ///
    /// # Errors
    /// `Gone` when the sender has no verdict with that reference; `Conflict` when nothing was said of it;
    /// `Unavailable`.
    pub async fn take_back_wrong(&self, sender: &[u8], reference: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE judgements SET told_wrong = 0, told_why = '' WHERE reference = $1 AND sender = $2 AND told_wrong > 0",
        )
        .bind(reference)
        .bind(sender)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Err(if is_of(&mut tx, sender, reference).await? { StoreError::Conflict } else { StoreError::Gone });
        }
        tx.commit().await?;
        Ok(())
    }

    /// What a sender said of verdicts, by reference, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn told_wrong(&self, sender: &[u8]) -> Result<Vec<(String, ToldWrong)>, StoreError> {
        let rows: Vec<(String, i64, String)> = sqlx::query_as(
            "SELECT reference, told_wrong, told_why FROM judgements WHERE sender = $1 AND told_wrong > 0 ORDER BY id DESC",
        )
        .bind(sender)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().map(|(reference, at, why)| (reference, ToldWrong { at, why })).collect())
    }
}

impl Acceptance {
    /// The same, together with what is accepted now.
    ///
    /// # Errors
    /// As [`Store::tell_wrong`].
    pub async fn tell_wrong(&mut self, sender: &[u8], reference: &str, told: &ToldWrong) -> Result<(), StoreError> {
        tell(&mut self.0, sender, reference, told).await
    }
}

async fn tell(
    connection: &mut AnyConnection,
    sender: &[u8],
    reference: &str,
    told: &ToldWrong,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE judgements SET told_wrong = $3, told_why = $4 WHERE reference = $1 AND sender = $2 AND told_wrong = 0
             AND EXISTS (SELECT 1 FROM judgement_codes AS c WHERE c.judgement = judgements.id)",
    )
    .bind(reference)
    .bind(sender)
    .bind(told.at)
    .bind(&told.why)
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() > 0 {
        return Ok(());
    }
    Err(if is_of(connection, sender, reference).await? { StoreError::Conflict } else { StoreError::Gone })
}

/// Whether a sender has a verdict with that reference of which something can be said.
async fn is_of(connection: &mut AnyConnection, sender: &[u8], reference: &str) -> Result<bool, StoreError> {
    let (found,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM judgements WHERE reference = $1 AND sender = $2
             AND EXISTS (SELECT 1 FROM judgement_codes AS c WHERE c.judgement = judgements.id)",
    )
    .bind(reference)
    .bind(sender)
    .fetch_one(connection)
    .await?;
    Ok(found > 0)
}
