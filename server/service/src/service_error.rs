//! Why the use cases cannot be opened, and how errors of other rooms become the one that screens meet.

use levee_contract::AppError;
use levee_store::StoreError;
use std::path::PathBuf;

/// Why nothing can be served: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be used.
    #[error("the store cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// The key file cannot be used.
    #[error(transparent)]
    Key(#[from] crate::KeyError),
    /// It is not the one that the store is used with.
    #[error(
        "{0} is not the key file that this store is used with; put that one there, from a backup or from another \
         machine that uses the store. If it is lost: levee new-key (everybody signs in again, and mail that is under \
         way waits until its author has)"
    )]
    OtherKey(PathBuf),
}

/// What screens are told of a store's error.
pub(crate) fn from_store(error: StoreError) -> AppError {
    match error {
        StoreError::Unavailable(why) => {
            tracing::error!(why, "the store cannot be reached");
            AppError::StoreDown
        }
        StoreError::Conflict => AppError::Conflict,
        StoreError::Gone => AppError::Gone,
        StoreError::Corrupt(what) => {
            tracing::error!(what, "the store holds something unreadable");
            AppError::Internal { reference: format!("store: {what}") }
        }
    }
}
