//! Where the store is: a file of SQLite on one machine, or a PostgreSQL database that many share.

use serde::{Deserialize, Serialize};
use sqlx::ConnectOptions as _;
use sqlx::any::AnyConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use crate::StoreError;

/// Where the store is. Shown without the password that it may hold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum StorePlace {
    /// The file of an SQLite database: one machine, any number of processes.
    File(PathBuf),
    /// The address of a PostgreSQL database, `postgres://user@host/database`: any number of machines. Options of
    /// the connection follow as parameters, `?sslmode=verify-full&sslrootcert=...`.
    Postgres(String),
}

impl StorePlace {
    /// The file, where there is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Postgres(_) => None,
        }
    }

    /// The same with a password, for a database that asks for one.
    #[must_use]
    pub fn with_password(self, password: &str) -> Self {
        let Self::Postgres(address) = &self else { return self };
        match AnyConnectOptions::from_str(address) {
            Ok(mut options) => match options.database_url.set_password(Some(password)) {
                Ok(()) => Self::Postgres(options.database_url.into()),
                Err(()) => self,
            },
            Err(_) => self,
        }
    }

    /// Whether it can be understood at all; a file always can.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        match self {
            Self::File(_) => true,
            Self::Postgres(address) => PgConnectOptions::from_str(address).is_ok(),
        }
    }

    pub(crate) fn to_write(&self) -> Result<AnyConnectOptions, StoreError> {
        Ok(match self {
            Self::File(file) => sqlite(&SqliteConnectOptions::new().filename(file).create_if_missing(true))?,
            Self::Postgres(address) => AnyConnectOptions::from_str(address)?,
        })
    }

    pub(crate) fn to_read(&self) -> Result<AnyConnectOptions, StoreError> {
        match self {
            Self::File(file) => sqlite(&SqliteConnectOptions::new().filename(file).read_only(true)),
            Self::Postgres(_) => self.to_write(),
        }
    }
}

fn sqlite(options: &SqliteConnectOptions) -> Result<AnyConnectOptions, StoreError> {
    Ok(AnyConnectOptions::from_url(&options.to_url_lossy())?)
}

impl From<String> for StorePlace {
    fn from(text: String) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text)
        } else {
            Self::File(PathBuf::from(text))
        }
    }
}

impl From<StorePlace> for String {
    fn from(place: StorePlace) -> Self {
        match place {
            StorePlace::File(file) => file.to_string_lossy().into_owned(),
            StorePlace::Postgres(address) => address,
        }
    }
}

impl From<PathBuf> for StorePlace {
    fn from(file: PathBuf) -> Self {
        Self::File(file)
    }
}

impl std::fmt::Display for StorePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(file) => write!(f, "{}", file.display()),
            Self::Postgres(address) => match PgConnectOptions::from_str(address) {
                Ok(known) => {
                    let database = known.get_database().unwrap_or(known.get_username());
                    write!(f, "the database {database} of {}:{}", known.get_host(), known.get_port())
                }
                Err(_) => f.write_str("an address of PostgreSQL that cannot be read"),
            },
        }
    }
}

impl std::fmt::Debug for StorePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StorePlace({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_or_an_address_and_keeps_its_password_to_itself() {
        let file = StorePlace::from("/var/lib/levee/a ?b#.sqlite".to_owned());
        assert_eq!(file.file(), Some(Path::new("/var/lib/levee/a ?b#.sqlite")));
        assert_eq!(file.to_string(), "/var/lib/levee/a ?b#.sqlite");
        let address = "postgres://levee:secret@db.hosp.example:5433/mail?sslmode=verify-full";
        let shared = StorePlace::from(address.to_owned());
        assert_eq!(shared.to_string(), "the database mail of db.hosp.example:5433");
        assert!(!format!("{shared:?}").contains("secret"), "{shared:?}");
        assert!(shared.is_readable());
        let other = String::from(shared.clone().with_password("p@ss/word"));
        assert_eq!(other, "postgres://levee:p%40ss%2Fword@db.hosp.example:5433/mail?sslmode=verify-full");
        assert_eq!(String::from(shared), address);
        let wrong = StorePlace::from("postgres://levee:secret@db:port/x".to_owned());
        assert!(!wrong.is_readable());
        assert!(!format!("{wrong}").contains("secret"), "{wrong}");
    }
}
