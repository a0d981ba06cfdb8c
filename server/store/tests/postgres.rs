//! The store on PostgreSQL: the cases that hold on both databases, and what is so of a shared one alone. Left out,
//! with a word, where PostgreSQL is not installed.

#[path = "cases/mod.rs"]
mod cases;

use levee_postgres::Postgres;
use levee_store::{Found, Store, StoreError, StorePlace};
use std::sync::Arc;

/// A database of one test.
pub(crate) struct Database {
    server: Arc<Postgres>,
    address: String,
}

impl Database {
    pub(crate) fn make() -> Option<Self> {
        let server = Postgres::shared()?;
        let address = server.database();
        Some(Self { server, address })
    }

    pub(crate) fn place(&self) -> StorePlace {
        self.address.clone().into()
    }

    /// What the database itself says against a statement of somebody who goes past Levee.
    pub(crate) async fn refusal(&self, sql: &'static str) -> Option<String> {
        self.server.sql(&self.address, sql).err()
    }
}

#[tokio::test]
async fn a_database_is_looked_at_without_being_filled() {
    let Some(database) = Database::make() else { return };
    let place = database.place();
    assert_eq!(Store::find(&place).await.unwrap(), Found::Absent);
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    assert_eq!(database.server.sql(&database.address, tables).unwrap(), "0");
    // Two nodes that start at once bring it up to date once.
    let (one, two) = tokio::join!(Store::open(&place), Store::open(&place));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!(Store::find(&place).await.unwrap(), Found::Current);
    database.server.sql(&database.address, "UPDATE _sqlx_migrations SET version = version + 9999").unwrap();
    assert_eq!(Store::find(&place).await.unwrap(), Found::Newer);
    let nowhere = StorePlace::from("postgres://levee@127.0.0.1:1/levee".to_owned());
    assert!(matches!(Store::find(&nowhere).await, Err(StoreError::Unavailable(_))));
}
