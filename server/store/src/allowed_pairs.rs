//! Pairs of units: lists scoped to one may hold people of the other.

use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError};

impl Store {
    /// Takes all pairs of a source in place of those it gave before.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn import_allowed_pairs(&self, source: &str, pairs: &[(String, String)]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let mut before: Vec<(String, String)> =
            sqlx::query_as("SELECT owner, member FROM allowed_pairs WHERE source = $1")
                .bind(source)
                .fetch_all(&mut *tx)
                .await?;
        let mut after = pairs.to_vec();
        before.sort_unstable();
        after.sort_unstable();
        after.dedup();
        if before == after {
            return Ok(());
        }
        sqlx::query("DELETE FROM allowed_pairs WHERE source = $1").bind(source).execute(&mut *tx).await?;
        for (owner, member) in pairs {
            sqlx::query(
                "INSERT INTO allowed_pairs (source, owner, member) VALUES ($1, $2, $3)
                 ON CONFLICT (source, owner, member) DO NOTHING",
            )
            .bind(source)
            .bind(owner)
            .bind(member)
            .execute(&mut *tx)
            .await?;
        }
        note_change(&mut tx, Changed::Everything).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All pairs: owner's unit, member's unit.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn allowed_pairs(&self) -> Result<Vec<(String, String)>, StoreError> {
        let pairs = sqlx::query_as("SELECT DISTINCT owner, member FROM allowed_pairs ORDER BY owner, member");
        Ok(pairs.fetch_all(self.reader()).await?)
    }
}
