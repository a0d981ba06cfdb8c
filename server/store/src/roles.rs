//! What people may do beyond writing mail, as granted here. Roles are words; the directory knows them.

use crate::audit::{self, AuditEntry};
use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;

/// A role that somebody has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleRow {
    /// Canonical address.
    pub address: String,
    /// The role's name.
    pub role: String,
    /// When it was given.
    pub granted: UnixSeconds,
    /// Who gave it; empty when a source of the directory did.
    pub granted_by: String,
}

impl Store {
    /// Takes the roles that a source names. What an address has already stays as it is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn import_roles(&self, roles: &[(String, &str)], now: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let mut changed = Vec::new();
        for (address, role) in roles {
            if insert(&mut tx, address, role, "", now).await? > 0 {
                changed.push(address.as_str());
            }
        }
        note_change(&mut tx, Changed::Roles(&changed)).await?;
        Ok(tx.commit().await?)
    }

    /// Grants a role to a canonical address by hand.
    ///
    /// # Errors
    /// `Conflict` when it has it already; `Unavailable`.
    pub async fn grant_role(&self, address: &str, role: &str, by: &str, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let granted = insert(&mut tx, address, role, by, entry.at).await?;
        crate::one_row(granted, StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Roles(&[address])).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// `Gone` when the address does not have it; `Conflict` when somebody must have the role and nobody
    /// else does; `Unavailable`.
    pub async fn revoke_role(
        &self,
        address: &str,
        role: &str,
        keep: AtLeast,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query("DELETE FROM roles WHERE address = $1 AND role = $2")
            .bind(address)
            .bind(role)
            .execute(&mut *tx)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Gone)?;
        let (left,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM roles WHERE role = $1").bind(role).fetch_one(&mut *tx).await?;
        if keep == AtLeast::One && left == 0 {
            return Err(StoreError::Conflict);
        }
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Roles(&[address])).await?;
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

    /// All grants, by address and role.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn roles(&self) -> Result<Vec<RoleRow>, StoreError> {
        let rows: Vec<(String, String, i64, String)> =
            sqlx::query_as("SELECT address, role, granted, granted_by FROM roles ORDER BY address, role")
                .fetch_all(self.reader())
                .await?;
        let row = |(address, role, granted, granted_by)| RoleRow { address, role, granted, granted_by };
        Ok(rows.into_iter().map(row).collect())
    }
}

/// How many have to keep a role that is taken from somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLeast {
    /// Nobody has to.
    None,
    /// One, or nobody could give it again.
    One,
}

async fn insert(
    connection: &mut AnyConnection,
    address: &str,
    role: &str,
    by: &str,
    at: UnixSeconds,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "INSERT INTO roles (address, role, granted, granted_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (address, role) DO NOTHING",
    )
    .bind(address)
    .bind(role)
    .bind(at)
    .bind(by)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
