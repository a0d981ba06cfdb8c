//! Members who left lists by themselves. A departure outlives every import, because it is kept beside what
//! the source says; coming back takes it away and leaves the source's word. Both stay on record.

use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Left the list.
    Left,
    /// Came back to it.
    CameBack,
}

impl Store {
    /// Records that a person left a list or came back.
    ///
    /// # Errors
    /// `Conflict` when it stands so already; `Unavailable`.
    pub async fn record_departure(
        &self,
        list: u32,
        person: u32,
        what: Departure,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let left = i64::from(what == Departure::Left);
        let mut tx = self.begin().await?;
        let (stands,): (i64,) = sqlx::query_as(
            "SELECT COALESCE((SELECT left_it FROM departures WHERE person = $1 AND list = $2
                 ORDER BY id DESC LIMIT 1), 0)",
        )
        .bind(i64::from(person))
        .bind(i64::from(list))
        .fetch_one(&mut *tx)
        .await?;
        if stands == left {
            return Err(StoreError::Conflict);
        }
        note_change(&mut tx, Changed::Lists(&[list])).await?;
        sqlx::query(
            "INSERT INTO departures (at, list, person, left_it, version)
             SELECT $1, $2, $3, $4, version FROM directory_version",
        )
        .bind(now)
        .bind(i64::from(list))
        .bind(i64::from(person))
        .bind(left)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The lists that a person left and did not come back to, with when.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn departures_of(&self, person: u32) -> Result<Vec<(u32, UnixSeconds)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT list, at FROM departures AS d WHERE person = $1 AND left_it = 1
             AND id = (SELECT MAX(id) FROM departures WHERE person = d.person AND list = d.list) ORDER BY list",
        )
        .bind(i64::from(person))
        .fetch_all(self.reader())
        .await?;
        rows.into_iter().map(|(list, at)| Ok((number(list)?, at))).collect()
    }
}

/// Everybody who left, by list.
pub(crate) async fn departed(connection: &mut AnyConnection) -> Result<HashMap<i64, Vec<u32>>, StoreError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT list, person FROM departures AS d WHERE left_it = 1
         AND id = (SELECT MAX(id) FROM departures WHERE person = d.person AND list = d.list)",
    )
    .fetch_all(connection)
    .await?;
    let mut by_list: HashMap<i64, Vec<u32>> = HashMap::new();
    for (list, person) in rows {
        by_list.entry(list).or_default().push(number(person)?);
    }
    Ok(by_list)
}

fn number(value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| StoreError::Corrupt("departure"))
}
