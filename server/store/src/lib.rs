//! What must survive: sqlx over SQLite.
