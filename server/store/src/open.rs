//! Opens the database: one writer, some readers, every commit on the disk before it is answered.

use crate::StoreError;
use sqlx::SqlitePool;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous, SqliteTransaction,
};
use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

/// The store. Cheap to clone; all clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    write: SqlitePool,
    read: SqlitePool,
}

/// Migrations in order; a released one is never changed.
const MIGRATIONS: [(i64, &str, &str); 7] = [
    (1, "sessions", include_str!("../migrations/sqlite/1_sessions.sql")),
    (2, "directory", include_str!("../migrations/sqlite/2_directory.sql")),
    (3, "outbox", include_str!("../migrations/sqlite/3_outbox.sql")),
    (4, "history", include_str!("../migrations/sqlite/4_history.sql")),
    (5, "policy", include_str!("../migrations/sqlite/5_policy.sql")),
    (6, "directory version", include_str!("../migrations/sqlite/6_directory_version.sql")),
    (8, "console", include_str!("../migrations/sqlite/8_console.sql")),
];

impl Store {
    /// Opens or makes the database in the file and brings it up to date.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be opened or migrated.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL may lose the last commits at power loss; a submission answered "accepted" must not be one.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // 64 MB: the keys of a million people stay in memory while they are imported.
            .pragma("cache_size", "-65536")
            .busy_timeout(Duration::from_secs(5));
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone())
            .await?;
        let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
            let sql = sqlx::SqlSafeStr::into_sql_str(*sql);
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(migrations.collect()).run(&write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self { write, read })
    }

    /// Waits until everything is written and closes the file.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// Begins a write that nobody else interleaves with: `BEGIN IMMEDIATE`.
    pub(crate) async fn begin(&self) -> Result<SqliteTransaction<'static>, StoreError> {
        Ok(self.write.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub(crate) fn reader(&self) -> &SqlitePool {
        &self.read
    }

    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.write
    }

    /// A consistent view for reading, which does not keep anybody from writing.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot(self.read.begin().await?))
    }
}

/// A consistent view for reading.
#[derive(Debug)]
pub struct Snapshot(SqliteTransaction<'static>);

impl Snapshot {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}
