//! Alerts: what programs outside are told of. Written with what they tell of, in one transaction; claimed by one
//! node at a time, and there until they were taken, whatever happens to who tries.

use crate::acceptance::Acceptance;
use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;

/// One alert for one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// Who is told: `webhook` or `syslog`.
    pub receiver: String,
    /// What happened; the same is told once.
    pub occasion: String,
    /// When.
    pub at: UnixSeconds,
    /// What is told, in the caller's form.
    pub body: String,
}

/// An alert that is being tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedAlert {
    /// Its number.
    pub id: i64,
    /// What happened.
    pub occasion: String,
    /// When.
    pub at: UnixSeconds,
    /// What is told.
    pub body: String,
    /// How often it was tried, this attempt included.
    pub attempts: u32,
}

impl Acceptance {
    /// Puts alerts into the queue, with what they tell of.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn raise(&mut self, alerts: &[AlertRow]) -> Result<(), StoreError> {
        raise(&mut self.0, alerts).await
    }
}

impl Store {
    /// Puts alerts into the queue. What was raised before is not raised again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn raise(&self, alerts: &[AlertRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        raise(&mut tx, alerts).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the oldest alert that is due for a receiver; nobody else gets it before `until`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn claim_alert(
        &self,
        receiver: &str,
        now: UnixSeconds,
        until: UnixSeconds,
    ) -> Result<Option<ClaimedAlert>, StoreError> {
        let mut tx = self.begin().await?;
        // The condition stands twice: of two nodes that find the same row the second one gets nothing.
        let row: Option<(i64, String, i64, String, i64)> = sqlx::query_as(
            "UPDATE alerts SET due = $1, attempts = attempts + 1
             WHERE taken = 0 AND due <= $2 AND id = (
                 SELECT id FROM alerts WHERE receiver = $3 AND taken = 0 AND due <= $2 ORDER BY id LIMIT 1
             ) RETURNING id, occasion, at, body, attempts",
        )
        .bind(until)
        .bind(now)
        .bind(receiver)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(row.map(|(id, occasion, at, body, attempts)| ClaimedAlert {
            id,
            occasion,
            at,
            body,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        }))
    }

    /// Notes that an alert was taken.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn alert_taken(&self, id: i64, now: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE alerts SET taken = $2 WHERE id = $1").bind(id).bind(now).execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }

    /// Puts an alert off that was not taken.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn alert_later(&self, id: i64, due: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE alerts SET due = $2 WHERE id = $1 AND taken = 0")
            .bind(id)
            .bind(due)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Forgets alerts of what happened before a moment; says how many of them nobody took.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn forget_alerts(&self, before: UnixSeconds) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let lost = sqlx::query("DELETE FROM alerts WHERE at < $1 AND taken = 0").bind(before).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM alerts WHERE at < $1").bind(before).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(lost.rows_affected())
    }
}

pub(crate) async fn raise(connection: &mut AnyConnection, alerts: &[AlertRow]) -> Result<(), StoreError> {
    for alert in alerts {
        sqlx::query(
            "INSERT INTO alerts (receiver, occasion, at, body, due) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (receiver, occasion) DO NOTHING",
        )
        .bind(&alert.receiver)
        .bind(&alert.occasion)
        .bind(alert.at)
        .bind(&alert.body)
        .bind(alert.at)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
