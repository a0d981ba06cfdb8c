//! Counts the changes of people, lists and roles, and keeps what was changed with each: whoever keeps a
//! directory in memory sees by one number that another process changed it, and reads only that again.

use crate::{Store, StoreError};
use sqlx::AnyConnection;

/// What one change is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Changed<'a> {
    /// More than is worth telling.
    Everything,
    /// People, addresses outside and outside lists: new, different or gone.
    People(&'a [u32]),
    /// Lists, likewise, and what is recorded about them.
    Lists(&'a [u32]),
    /// Roles of canonical addresses.
    Roles(&'a [&'a str]),
    /// The sizes of a day, of all lists.
    DailySizes,
}

/// What was changed between two versions of the directory, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryChanges {
    /// Numbers of people, addresses outside and outside lists: new, different or gone.
    pub people: Vec<u32>,
    /// Numbers of lists, likewise.
    pub lists: Vec<u32>,
    /// Canonical addresses whose roles are others.
    pub roles: Vec<String>,
    /// Whether sizes of a day were recorded, of all lists.
    pub daily_sizes: DailySizes,
}

/// Whether sizes of a day were recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DailySizes {
    /// They are as they were.
    #[default]
    Same,
    /// Read them again.
    Recorded,
}

/// People and lists of one change up to which each is told; of more, everything is read again.
const TOLD: usize = 2_000;
/// Versions whose changes are kept.
const KEPT: i64 = 10_000;

const EVERYTHING: i64 = 0;
const PERSON: i64 = 1;
const LIST: i64 = 2;
const ROLES: i64 = 3;
const DAILY_SIZES: i64 = 4;

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

    /// What was changed after one version, up to another; `None` when it was too much or is too long ago
    /// to be told: then everything has to be read.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn directory_changes(&self, after: i64, until: i64) -> Result<Option<DirectoryChanges>, StoreError> {
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(
            "SELECT version, what, number, address FROM directory_changes WHERE version > $1 AND version <= $2
             ORDER BY version, what, number, address",
        )
        .bind(after)
        .bind(until)
        .fetch_all(self.reader())
        .await?;
        let mut changes = DirectoryChanges::default();
        let mut next = after + 1;
        for (version, what, number, address) in rows {
            if version > next {
                return Ok(None);
            }
            next = version + 1;
            let number = u32::try_from(number).map_err(|_| StoreError::Corrupt("directory change"))?;
            match what {
                PERSON => changes.people.push(number),
                LIST => changes.lists.push(number),
                ROLES => changes.roles.push(address),
                DAILY_SIZES => changes.daily_sizes = DailySizes::Recorded,
                _ => return Ok(None),
            }
        }
        for numbers in [&mut changes.people, &mut changes.lists] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        changes.roles.sort_unstable();
        changes.roles.dedup();
        Ok((next == until + 1).then_some(changes))
    }
}

/// Notes a change, in the transaction that makes it. A change of nobody is none.
pub(crate) async fn note_change(connection: &mut AnyConnection, changed: Changed<'_>) -> Result<(), StoreError> {
    let numbered = |what: i64, numbers: &[u32]| match numbers.len() {
        0..=TOLD => numbers.iter().map(|number| (what, i64::from(*number), "")).collect(),
        _ => vec![(EVERYTHING, 0, "")],
    };
    let rows: Vec<(i64, i64, &str)> = match changed {
        Changed::Everything => vec![(EVERYTHING, 0, "")],
        Changed::People(people) => numbered(PERSON, people),
        Changed::Lists(lists) => numbered(LIST, lists),
        Changed::Roles(addresses) => match addresses.len() {
            0..=TOLD => addresses.iter().map(|address| (ROLES, 0, *address)).collect(),
            _ => vec![(EVERYTHING, 0, "")],
        },
        Changed::DailySizes => vec![(DAILY_SIZES, 0, "")],
    };
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query("UPDATE directory_version SET version = version + 1").execute(&mut *connection).await?;
    for (what, number, address) in rows {
        sqlx::query(
            "INSERT INTO directory_changes (version, what, number, address)
             SELECT version, $1, $2, $3 FROM directory_version WHERE only_row = 1
             ON CONFLICT (version, what, number, address) DO NOTHING",
        )
        .bind(what)
        .bind(number)
        .bind(address)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("DELETE FROM directory_changes WHERE version <= (SELECT version FROM directory_version) - $1")
        .bind(KEPT)
        .execute(connection)
        .await?;
    Ok(())
}
