//! Which key file the store is used with. Nodes with different keys would not know each other's sessions, and what
//! the guard remembers under one key nobody would find under another.

use crate::{Store, StoreError};

impl Store {
    /// Notes the key's mark where none is noted; gives the one that is noted now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn note_key(&self, mark: &[u8]) -> Result<Vec<u8>, StoreError> {
        sqlx::query("INSERT INTO key_mark (only_row, mark) VALUES (1, $1) ON CONFLICT DO NOTHING")
            .bind(mark)
            .execute(self.writer())
            .await?;
        let (noted,) = sqlx::query_as("SELECT mark FROM key_mark").fetch_one(self.writer()).await?;
        Ok(noted)
    }

    /// Goes on with another key: everybody is signed out, for nothing sealed can be opened.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn change_key(&self, mark: &[u8]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO key_mark (only_row, mark) VALUES (1, $1) ON CONFLICT (only_row) DO UPDATE SET mark = $1",
        )
        .bind(mark)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM sessions").execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }
}
