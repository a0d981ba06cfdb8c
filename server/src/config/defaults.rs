//! What holds where a setting is left out: the places of the package.

use levee_store::StorePlace;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Where the package puts the settings.
const INSTALLED: &str = "/etc/levee/levee.toml";

/// The settings that a command works with when it is not told which: those of the service that is installed on
/// this machine, else the ones in the current folder.
pub(crate) fn settings_file() -> PathBuf {
    found(Path::new(INSTALLED))
}

fn found(installed: &Path) -> PathBuf {
    if installed.is_file() { installed.to_owned() } else { PathBuf::from("levee.toml") }
}

pub(super) fn listen() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 3000).into()
}

pub(super) fn store() -> StorePlace {
    PathBuf::from("/var/lib/levee/levee.sqlite").into()
}

pub(super) fn key_file() -> PathBuf {
    PathBuf::from("/var/lib/levee/levee.key")
}

/// What nearly every mail server takes.
pub(crate) fn largest_message() -> u64 {
    25_000_000
}

pub(crate) fn time_zone() -> String {
    "UTC".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_those_of_the_service_where_one_is_installed() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (installed, missing) = (here.join("levee.example.toml"), here.join("nowhere.toml"));
        assert_eq!(found(&installed), installed);
        assert_eq!(found(&missing), PathBuf::from("levee.toml"));
    }
}
