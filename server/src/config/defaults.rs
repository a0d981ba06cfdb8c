//! What holds where a setting is left out: the places of the package.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

pub(super) fn listen() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 3000).into()
}

pub(super) fn store() -> PathBuf {
    PathBuf::from("/var/lib/levee/levee.sqlite")
}

pub(super) fn key_file() -> PathBuf {
    PathBuf::from("/var/lib/levee/levee.key")
}

/// What nearly every mail server takes.
pub(crate) fn largest_message() -> u64 {
    25_000_000
}
