//! What a caller of the store can meet, named by what to do about it.

/// Why the store did not do what was asked. Whatever the case, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be read or written now: try later.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// Somebody else changed it first: read again.
    #[error("it was changed meanwhile")]
    Conflict,
    /// There is no such thing, or not for this account.
    #[error("it is not there")]
    Gone,
    /// A row that cannot be understood: tell an administrator which.
    #[error("the store holds an unreadable {0}")]
    Corrupt(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(e: sqlx::Error) -> Self {
        match &e {
            sqlx::Error::RowNotFound => Self::Gone,
            sqlx::Error::Database(d) if d.is_unique_violation() => Self::Conflict,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Corrupt("column"),
            _ => Self::Unavailable(e.to_string()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(e: sqlx::migrate::MigrateError) -> Self {
        Self::Unavailable(e.to_string())
    }
}
