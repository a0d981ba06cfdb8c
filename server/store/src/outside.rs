//! Addresses that no source names: each gets a number when it is first written to, once and for good.

use crate::people::{give, next_id, to_id, write};
use crate::{PersonEntry, PersonKind, Store, StoreError};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Numbers that were looked up lately: what is given never changes, and most mail goes to whom mail went before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outside(Arc<Mutex<HashMap<String, u32>>>);

/// Addresses that are remembered at most: some megabytes.
const MOST: usize = 50_000;

impl Outside {
    /// Their numbers, where all of them are remembered.
    fn of(&self, addresses: &[String]) -> Option<Vec<u32>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        addresses.iter().map(|address| known.get(address).copied()).collect()
    }

    fn remember(&self, addresses: &[String], numbers: &[u32]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + addresses.len() > MOST {
            known.clear();
        }
        known.extend(addresses.iter().cloned().zip(numbers.iter().copied()).take(MOST));
    }
}

impl Store {
    /// Numbers for addresses that no source names (canonical), given now where they have none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn number_outside(&self, addresses: &[String]) -> Result<Vec<u32>, StoreError> {
        // Mostly they have been written to before; then nobody has to wait for the writer.
        let known: Option<Vec<u32>> = self.numbers_outside(addresses).await?.into_iter().collect();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut tx = self.begin_import().await?;
        let mut next = next_id(&mut tx).await?;
        let mut ids = Vec::with_capacity(addresses.len());
        for address in addresses {
            if let Some(id) = number_of(&mut tx, address).await? {
                ids.push(id);
                continue;
            }
            let id = give(&mut next)?;
            let entry = PersonEntry {
                key: address.clone(),
                kind: PersonKind::Outside,
                address: address.clone(),
                ..PersonEntry::default()
            };
            write(self.kind(), &mut tx, "outside", &[(&entry, id)]).await?;
            ids.push(id);
        }
        tx.commit().await?;
        self.outside().remember(addresses, &ids);
        Ok(ids)
    }

    /// The numbers that such addresses have already, in their order.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn numbers_outside(&self, addresses: &[String]) -> Result<Vec<Option<u32>>, StoreError> {
        if let Some(known) = self.outside().of(addresses) {
            return Ok(known.into_iter().map(Some).collect());
        }
        let mut snapshot = self.snapshot().await?;
        let mut numbers = Vec::with_capacity(addresses.len());
        for address in addresses {
            numbers.push(number_of(snapshot.connection(), address).await?);
        }
        if let Some(all) = numbers.iter().copied().collect::<Option<Vec<u32>>>() {
            self.outside().remember(addresses, &all);
        }
        Ok(numbers)
    }
}

async fn number_of(connection: &mut AnyConnection, outside: &str) -> Result<Option<u32>, StoreError> {
    let found: Option<(i64,)> = sqlx::query_as("SELECT id FROM people WHERE source = 'outside' AND key = $1")
        .bind(outside)
        .fetch_optional(connection)
        .await?;
    found.map(|(id,)| to_id(id)).transpose()
}
