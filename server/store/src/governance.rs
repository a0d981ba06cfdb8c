//! What a source says of lists beside their members, taken in bulk.

use crate::lists::ListGovernance;
use crate::{Store, StoreError};

impl Store {
    /// Records what a source says of many lists in one transaction: declared size, when made, when the
    /// rule changed, and daily sizes, of which the last is yesterday's. What is acknowledged, released
    /// or counted at the mail server is our own record and stays. `today` is in days since 1970 in the
    /// organisation's time zone.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn govern_lists(&self, today: i64, lists: &[(u32, ListGovernance)]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        for (list, facts) in lists {
            sqlx::query(
                "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
                 VALUES ($1, $2, $3, $4, -1, -1, -1)
                 ON CONFLICT (list) DO UPDATE SET declared = $2, created = $3, rule_changed = $4",
            )
            .bind(i64::from(*list))
            .bind(facts.declared.map_or(-1, crate::to_i64))
            .bind(facts.created.unwrap_or(-1))
            .bind(facts.rule_changed.unwrap_or(-1))
            .execute(&mut *tx)
            .await?;
            for (days_ago, size) in (1..).zip(facts.daily.iter().rev().take(30)) {
                sqlx::query(
                    "INSERT INTO list_daily_sizes (list, day, size) VALUES ($1, $2, $3)
                     ON CONFLICT (list, day) DO UPDATE SET size = $3",
                )
                .bind(i64::from(*list))
                .bind(today - days_ago)
                .bind(i64::from(*size))
                .execute(&mut *tx)
                .await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
