//! Conversations that readers ignore, known by keyed hashes alone.

use crate::{Store, StoreError, UnixSeconds};

/// A conversation that somebody ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoredConversation {
    /// Keyed hash of the account and the thread's first id.
    pub root: Vec<u8>,
    /// Since when.
    pub at: UnixSeconds,
}

impl Store {
    /// An account ignores a conversation from now on; one that it ignores already stays ignored since then.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn ignore_conversation(&self, account: &str, root: &[u8], at: UnixSeconds) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO ignored_conversations (account, root, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(account)
            .bind(root)
            .bind(at)
            .execute(self.writer())
            .await?;
        Ok(())
    }

    /// An account ignores a conversation no more.
    ///
    /// # Errors
    /// `Gone` when it did not; `Unavailable`.
    pub async fn stop_ignoring(&self, account: &str, root: &[u8]) -> Result<(), StoreError> {
        let done = sqlx::query("DELETE FROM ignored_conversations WHERE account = $1 AND root = $2")
            .bind(account)
            .bind(root)
            .execute(self.writer())
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)
    }

    /// What an account ignores.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn ignored_conversations(&self, account: &str) -> Result<Vec<IgnoredConversation>, StoreError> {
        let rows: Vec<(Vec<u8>, i64)> =
            sqlx::query_as("SELECT root, at FROM ignored_conversations WHERE account = $1 ORDER BY at, root")
                .bind(account)
                .fetch_all(self.reader())
                .await?;
        Ok(rows.into_iter().map(|(root, at)| IgnoredConversation { root, at }).collect())
    }
}
