//! Opens the database: every commit is on the disk before it is answered, and nobody interleaves with a write of
//! several steps. SQLite has one writer in a process and one transaction that writes in all of them; PostgreSQL
//! gets the same order from locks that last as long as a transaction.

use crate::migrations::Kind;
use crate::outside::Outside;
use crate::{StoreError, StorePlace};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Transaction};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

/// The store. Cheap to clone; all clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    kind: Kind,
    write: AnyPool,
    read: AnyPool,
    outside: Outside,
}

/// What is in a database, before it is opened for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no file, or nothing in the database.
    Absent,
    /// It is of this version.
    Current,
    /// It lacks some migrations, which opening it makes up for.
    Older {
        /// How many.
        steps: usize,
    },
    /// It has a migration that this program does not know.
    Newer,
}

/// What nobody interleaves with.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// Mail, and what is decided about it: short, and many of them.
    Mail,
    /// People and lists taken from a source: long, and mail goes on meanwhile.
    Directory,
}

/// When what is written is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durable {
    /// Before the commit is answered.
    AtOnce,
    /// Soon after: it outlives the process, and may be lost when the power is.
    Soon,
}

/// First half of the key of an advisory lock of PostgreSQL: ours among those of other programs.
const OURS: i32 = 0x1e7e_e000;

/// What each connection is told first. NORMAL of SQLite may lose the last commits at power loss; a submission that
/// was answered "accepted" must not be one of them. 64 MB of cache keep the keys of a million people in memory
/// while they are imported.
const SQLITE: [&str; 3] = ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -65536"];
/// Whoever holds a lock and says nothing any more loses it; whoever waits in vain is told.
const POSTGRES: [&str; 4] = [
    "SET synchronous_commit = on",
    "SET lock_timeout = '10s'",
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET client_min_messages = warning",
];

impl Store {
    /// Opens or makes the database and brings it up to date.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be opened or migrated.
    pub async fn open(place: &StorePlace) -> Result<Self, StoreError> {
        install_default_drivers();
        let (kind, writers, readers) = match place {
            StorePlace::File(file) => {
                make(file)?;
                (Kind::Sqlite, 1, 4)
            }
            StorePlace::Postgres(_) => (Kind::Postgres, 4, 8),
        };
        let write = pool(kind, true, writers, place.to_write()?).await?;
        kind.migrator().run(&write).await?;
        let read = pool(kind, false, readers, place.to_read()?).await?;
        Ok(Self { kind, write, read, outside: Outside::default() })
    }

    /// What is there, which is neither made nor changed.
    ///
    /// # Errors
    /// `Unavailable` when it is there and is no database of ours.
    pub async fn find(place: &StorePlace) -> Result<Found, StoreError> {
        install_default_drivers();
        let kind = match place {
            StorePlace::File(file) if !file.exists() => return Ok(Found::Absent),
            StorePlace::File(_) => Kind::Sqlite,
            StorePlace::Postgres(_) => Kind::Postgres,
        };
        let mut connection = place.to_read()?.connect().await?;
        if kind == Kind::Postgres {
            let (there,): (i64,) = sqlx::query_as(
                "SELECT COUNT(*) FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'",
            )
            .fetch_one(&mut connection)
            .await?;
            if there == 0 {
                return Ok(Found::Absent);
            }
        }
        let applied: Vec<(i64,)> =
            sqlx::query_as("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(match kind.lacking(&applied) {
            None => Found::Newer,
            Some(0) => Found::Current,
            Some(steps) => Found::Older { steps },
        })
    }

    /// Waits until everything is written and closes the connections.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// Begins a write that no other of its kind interleaves with.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.begin_in(Turn::Mail, Durable::AtOnce).await
    }

    /// Likewise, for what nobody is told to be kept: its commit does not wait for the disk.
    pub(crate) async fn begin_brief(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.begin_in(Turn::Mail, Durable::Soon).await
    }

    /// Likewise for what is taken from a source.
    pub(crate) async fn begin_import(&self) -> Result<Transaction<'static, Any>, StoreError> {
        self.begin_in(Turn::Directory, Durable::AtOnce).await
    }

    async fn begin_in(&self, turn: Turn, durable: Durable) -> Result<Transaction<'static, Any>, StoreError> {
        let begin = match durable {
            Durable::AtOnce => self.kind.of("BEGIN IMMEDIATE", "BEGIN"),
            // What it says holds for the connection in SQLite, until it is given back (`pool`).
            Durable::Soon => self
                .kind
                .of("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE", "BEGIN; SET LOCAL synchronous_commit = off"),
        };
        let mut tx = self.write.begin_with(begin).await?;
        if self.kind == Kind::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock($1, $2)").bind(OURS).bind(turn as i32).execute(&mut *tx).await?;
        }
        Ok(tx)
    }

    pub(crate) fn outside(&self) -> &Outside {
        &self.outside
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) fn reader(&self) -> &AnyPool {
        &self.read
    }

    pub(crate) fn writer(&self) -> &AnyPool {
        &self.write
    }

    /// A consistent view for reading, which does not keep anybody from writing.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let begin = self.kind.of("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Ok(Snapshot(self.read.begin_with(begin).await?, self.kind))
    }
}

/// Drafts and addresses are in it: for its owner only. SQLite gives its other files the same mode.
fn make(file: &Path) -> Result<(), StoreError> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(sqlx::Error::Io(error).into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

async fn pool(kind: Kind, writes: bool, connections: u32, to: AnyConnectOptions) -> Result<AnyPool, StoreError> {
    let pool = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        // A file does not hang up; a server may have.
        .test_before_acquire(kind == Kind::Postgres)
        .after_connect(move |connection, _| Box::pin(greet(kind, writes, connection)))
        .after_release(move |connection, _| Box::pin(given_back(kind, writes, connection)))
        .connect_with(to)
        .await?;
    Ok(pool)
}

async fn greet(kind: Kind, writes: bool, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    let words: &[&'static str] = match kind {
        // Only who may write can choose how it is written.
        Kind::Sqlite if writes => &SQLITE,
        Kind::Sqlite => &[],
        Kind::Postgres => &POSTGRES,
    };
    for sql in words {
        sqlx::query(*sql).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Whoever gets it next writes to the disk again.
async fn given_back(kind: Kind, writes: bool, connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    if writes && kind == Kind::Sqlite {
        sqlx::query("PRAGMA synchronous = FULL").execute(connection).await?;
    }
    Ok(true)
}

/// A consistent view for reading.
#[derive(Debug)]
pub struct Snapshot(Transaction<'static, Any>, Kind);

impl Snapshot {
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.0
    }

    pub(crate) fn kind(&self) -> Kind {
        self.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_need_not_wait_for_the_disk_leaves_the_next_write_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StorePlace::File(folder.path().join("levee.db"))).await.unwrap();
        async fn synchronous(connection: &mut AnyConnection) -> i64 {
            sqlx::query_as::<_, (i64,)>("PRAGMA synchronous").fetch_one(connection).await.unwrap().0
        }
        let [normal, full] = [1, 2];
        for commits in [true, false] {
            let mut brief = store.begin_brief().await.unwrap();
            assert_eq!(synchronous(&mut brief).await, normal);
            if commits {
                brief.commit().await.unwrap()
            } else {
                drop(brief)
            }
            assert_eq!(synchronous(&mut store.begin().await.unwrap()).await, full, "committed: {commits}");
            assert_eq!(synchronous(&mut store.writer().acquire().await.unwrap()).await, full);
        }
    }
}
