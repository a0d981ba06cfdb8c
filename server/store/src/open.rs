//! Opens the database: one writer, some readers, every commit on the disk before it is answered.

use crate::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous, SqliteTransaction,
};
use sqlx::{ConnectOptions as _, Connection as _, SqlitePool};
use std::borrow::Cow;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

/// The store. Cheap to clone; all clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    write: SqlitePool,
    read: SqlitePool,
}

/// What is in a database file, before it is opened for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no file.
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

/// Migrations in order; a released one is never changed.
const MIGRATIONS: [(i64, &str, &str); 15] = [
    (1, "sessions", include_str!("../migrations/sqlite/1_sessions.sql")),
    (2, "directory", include_str!("../migrations/sqlite/2_directory.sql")),
    (3, "outbox", include_str!("../migrations/sqlite/3_outbox.sql")),
    (4, "history", include_str!("../migrations/sqlite/4_history.sql")),
    (5, "policy", include_str!("../migrations/sqlite/5_policy.sql")),
    (6, "directory version", include_str!("../migrations/sqlite/6_directory_version.sql")),
    (7, "departures", include_str!("../migrations/sqlite/7_departures.sql")),
    (8, "writing", include_str!("../migrations/sqlite/8_writing.sql")),
    (9, "console", include_str!("../migrations/sqlite/9_console.sql")),
    (10, "list addresses", include_str!("../migrations/sqlite/10_list_addresses.sql")),
    (11, "watch", include_str!("../migrations/sqlite/11_watch.sql")),
    (12, "replay", include_str!("../migrations/sqlite/12_replay.sql")),
    (13, "mail programs", include_str!("../migrations/sqlite/13_mail_programs.sql")),
    (30, "spread", include_str!("../migrations/sqlite/30_spread.sql")),
    (31, "schedule", include_str!("../migrations/sqlite/31_schedule.sql")),
];

impl Store {
    /// Opens or makes the database in the file and brings it up to date.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be opened or migrated.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        // Drafts and addresses are in it: for its owner only. SQLite gives its other files the same mode.
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(sqlx::Error::Io(error).into()),
            Ok(_) | Err(_) => {}
        }
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

    /// What is in the file, which is neither made nor changed.
    ///
    /// # Errors
    /// `Unavailable` when it is there and is no database of ours.
    pub async fn find(file: &Path) -> Result<Found, StoreError> {
        if !file.exists() {
            return Ok(Found::Absent);
        }
        let options = SqliteConnectOptions::new().filename(file).read_only(true);
        let mut connection = options.connect().await?;
        let applied: Vec<(i64,)> =
            sqlx::query_as("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(&mut connection).await?;
        connection.close().await?;
        let ours = |version: &i64| MIGRATIONS.iter().any(|(known, ..)| known == version);
        let known = applied.iter().filter(|(version,)| ours(version)).count();
        Ok(match MIGRATIONS.len() - known {
            _ if known < applied.len() => Found::Newer,
            0 => Found::Current,
            steps => Found::Older { steps },
        })
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
