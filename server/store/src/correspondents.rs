//! Whom an account has written to lately: the first thing completion offers.

use crate::{Store, StoreError, UnixSeconds};
use levee_mail::{Address, Contact};
use sqlx::AnyConnection;

/// Somebody the account has written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correspondent {
    /// Name and address as last written.
    pub contact: Contact,
    /// When last.
    pub latest: UnixSeconds,
    /// How often.
    pub times: u32,
}

impl Store {
    /// The correspondents of an account, latest first, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn correspondents(&self, account: &str, limit: u32) -> Result<Vec<Correspondent>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT address, name, latest, times FROM correspondents WHERE account = $1
             ORDER BY latest DESC, address LIMIT $2",
        )
        .bind(account)
        .bind(i64::from(limit))
        .fetch_all(self.reader())
        .await?;
        rows.into_iter()
            .map(|(address, name, latest, times)| {
                let address = Address::parse(&address).map_err(|_| StoreError::Corrupt("correspondent"))?;
                let contact = Contact { name: (!name.is_empty()).then_some(name), address };
                Ok(Correspondent { contact, latest, times: u32::try_from(times).unwrap_or(u32::MAX) })
            })
            .collect()
    }
}

/// Notes that the account wrote to these. A name once known is not lost to a bare address.
pub(crate) async fn wrote_to(
    connection: &mut AnyConnection,
    account: &str,
    contacts: &[Contact],
    now: UnixSeconds,
) -> Result<(), StoreError> {
    for contact in contacts {
        sqlx::query(
            "INSERT INTO correspondents (account, address, name, latest, times) VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (account, address) DO UPDATE SET
                 name = CASE WHEN $3 = '' THEN correspondents.name ELSE $3 END,
                 latest = $4, times = correspondents.times + 1",
        )
        .bind(account)
        .bind(contact.address.to_string())
        .bind(contact.name.as_deref().unwrap_or(""))
        .bind(now)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
