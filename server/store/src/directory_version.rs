//! Counts the changes of people, lists and roles: whoever keeps a directory in memory sees by one
//! number that another process changed it.

use crate::{Store, StoreError};
use sqlx::AnyConnection;

impl Store {
    /// Rises with every change of people, lists or roles.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn directory_version(&self) -> Result<i64, StoreError> {
        let (version,): (i64,) =
            sqlx::query_as("SELECT version FROM directory_version").fetch_one(self.reader()).await?;
        Ok(version)
    }
}

/// Notes a change, in the transaction that makes it.
pub(crate) async fn note_change(connection: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::query("UPDATE directory_version SET version = version + 1").execute(connection).await?;
    Ok(())
}
