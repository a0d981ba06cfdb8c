//! Sessions by the hash of their token, and attempts to sign in. Knows no passwords: a credential
//! arrives sealed. How long sessions live and how many attempts are too many, others decide.

use crate::{Store, StoreError, UnixSeconds};

/// A session as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the token in the cookie.
    pub token_hash: Vec<u8>,
    /// Canonical address.
    pub account: String,
    /// Sealed credential of the mail server.
    pub credential: Vec<u8>,
    /// When it began.
    pub created: UnixSeconds,
    /// When it was last used.
    pub seen: UnixSeconds,
    /// From when on it is no longer honoured.
    pub expires: UnixSeconds,
}

impl std::fmt::Debug for SessionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRow").field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl Store {
    /// Keeps a new session.
    ///
    /// # Errors
    /// `Conflict` when there is one with that hash; `Unavailable`.
    pub async fn open_session(&self, session: &SessionRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sessions (token_hash, account, credential, created, seen, expires)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&session.token_hash)
        .bind(&session.account)
        .bind(&session.credential)
        .bind(session.created)
        .bind(session.seen)
        .bind(session.expires)
        .execute(self.writer())
        .await?;
        Ok(())
    }

    /// The session with that hash which has not run out at `now`.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn session(&self, token_hash: &[u8], now: UnixSeconds) -> Result<SessionRow, StoreError> {
        let (account, credential, created, seen, expires) = sqlx::query_as(
            "SELECT account, credential, created, seen, expires FROM sessions WHERE token_hash = $1 AND expires > $2",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_one(self.reader())
        .await?;
        Ok(SessionRow { token_hash: token_hash.to_vec(), account, credential, created, seen, expires })
    }

    /// Notes that a session was used and moves its end.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn touch_session(
        &self,
        token_hash: &[u8],
        seen: UnixSeconds,
        expires: UnixSeconds,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE sessions SET seen = $2, expires = $3 WHERE token_hash = $1")
            .bind(token_hash)
            .bind(seen)
            .bind(expires)
            .execute(self.writer())
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)
    }

    /// Ends a session and forgets its credential. Not an error when it has ended already.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn end_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(token_hash).execute(self.writer()).await?;
        Ok(())
    }

    /// Ends all sessions of an account, on every node.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn end_sessions_of(&self, account: &str) -> Result<u64, StoreError> {
        let done = sqlx::query("DELETE FROM sessions WHERE account = $1").bind(account).execute(self.writer()).await?;
        Ok(done.rows_affected())
    }

    /// Counts an attempt to sign in before it is tried, and says how many there were without a
    /// pause of `window` seconds between them, this one included.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn count_attempt(&self, subject: &str, now: UnixSeconds, window: i64) -> Result<u32, StoreError> {
        let (count,): (i64,) = sqlx::query_as(
            "INSERT INTO sign_in_attempts (subject, count, latest) VALUES ($1, 1, $2)
             ON CONFLICT (subject) DO UPDATE SET
                 count = CASE WHEN sign_in_attempts.latest <= $2 - $3 THEN 1 ELSE sign_in_attempts.count + 1 END,
                 latest = $2
             RETURNING count",
        )
        .bind(subject)
        .bind(now)
        .bind(window)
        .fetch_one(self.writer())
        .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Attempts counted so far and when the latest was; `(0, 0)` for none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn attempts(&self, subject: &str) -> Result<(u32, UnixSeconds), StoreError> {
        let found: Option<(i64, i64)> = sqlx::query_as("SELECT count, latest FROM sign_in_attempts WHERE subject = $1")
            .bind(subject)
            .fetch_optional(self.reader())
            .await?;
        Ok(found.map_or((0, 0), |(count, latest)| (u32::try_from(count).unwrap_or(u32::MAX), latest)))
    }

    /// Forgets the attempts of a subject, after one that succeeded.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sign_in_attempts WHERE subject = $1").bind(subject).execute(self.writer()).await?;
        Ok(())
    }
}
