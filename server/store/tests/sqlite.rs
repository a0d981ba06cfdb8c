//! The store on SQLite: the cases that hold on both databases, and what is so of a file alone.

#[path = "cases/mod.rs"]
mod cases;

use levee_store::{Found, Store, StoreError, StorePlace};
use tempfile::TempDir;

/// A database of one test.
pub(crate) struct Database(TempDir);

impl Database {
    pub(crate) fn make() -> Option<Self> {
        Some(Self(tempfile::tempdir().unwrap()))
    }

    pub(crate) fn place(&self) -> StorePlace {
        self.0.path().join("levee.db").into()
    }

    /// What the database itself says against a statement of somebody who goes past Levee.
    pub(crate) async fn refusal(&self, sql: &'static str) -> Option<String> {
        let file = sqlx::SqlitePool::connect(&format!("sqlite://{}", self.place())).await.unwrap();
        sqlx::query(sql).execute(&file).await.err().map(|error| error.to_string())
    }
}

#[tokio::test]
async fn a_file_is_looked_at_without_being_made_or_changed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("levee ?50%#.db");
    let place = StorePlace::from(file.clone());
    assert_eq!(Store::find(&place).await.unwrap(), Found::Absent);
    assert!(!file.exists());
    let store = Store::open(&place).await.unwrap();
    assert_eq!(Store::find(&place).await.unwrap(), Found::Current, "also while somebody uses it");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "for its owner only");
    store.close().await;
    std::fs::write(&file, "something else").unwrap();
    assert!(matches!(Store::find(&place).await, Err(StoreError::Unavailable(_))));
    assert_eq!(std::fs::read(&file).unwrap(), b"something else");
}
