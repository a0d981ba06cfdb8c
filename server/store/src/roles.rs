//! What people may do beyond writing mail, as granted here. Roles are words; the directory knows them.

use crate::directory_version::note_change;
use crate::{Store, StoreError, UnixSeconds};

impl Store {
    /// Grants a role to a canonical address. Not an error when it has it already.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn grant_role(&self, address: &str, role: &str, now: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO roles (address, role, granted) VALUES ($1, $2, $3) ON CONFLICT (address, role) DO NOTHING",
        )
        .bind(address)
        .bind(role)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        note_change(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// `Gone` when the address does not have it; `Unavailable`.
    pub async fn revoke_role(&self, address: &str, role: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("DELETE FROM roles WHERE address = $1 AND role = $2")
            .bind(address)
            .bind(role)
            .execute(&mut *tx)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)?;
        note_change(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Roles of an address.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn roles_of(&self, address: &str) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as("SELECT role FROM roles WHERE address = $1 ORDER BY role")
            .bind(address)
            .fetch_all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(role,)| role).collect())
    }

    /// All grants: address and role.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn roles(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(sqlx::query_as("SELECT address, role FROM roles ORDER BY address, role").fetch_all(self.reader()).await?)
    }
}
