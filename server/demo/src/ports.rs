//! Chooses free loopback ports, and remembers them so that the next start listens on the same ones.
//! Holds nothing open: a port may be taken between choosing and use; `stack` then says so.

use crate::StackError;
use serde::{Deserialize, Serialize};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

/// Where the stack listens on 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ports {
    /// IMAP without TLS.
    pub imap: u16,
    /// Submission with AUTH, without TLS.
    pub submission: u16,
    /// Where Postfix hands itself what the guard let pass.
    pub inside: u16,
}

impl Ports {
    /// The ports of the last start where they are free, others where not; written to `file`.
    ///
    /// # Errors
    /// `File` when no port can be had or the file cannot be written.
    pub fn choose(file: &Path) -> Result<Self, StackError> {
        let last: Option<Self> = fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok());
        // All are held until all are known, so that they differ.
        let imap = hold(last.map(|ports| ports.imap)).map_err(StackError::file(file))?;
        let submission = hold(last.map(|ports| ports.submission)).map_err(StackError::file(file))?;
        let inside = hold(last.map(|ports| ports.inside)).map_err(StackError::file(file))?;
        let port = |held: &TcpListener| held.local_addr().map(|address| address.port());
        let ports = Self {
            imap: port(&imap).map_err(StackError::file(file))?,
            submission: port(&submission).map_err(StackError::file(file))?,
            inside: port(&inside).map_err(StackError::file(file))?,
        };
        let text = serde_json::to_vec(&ports).map_err(|e| StackError::file(file)(e.into()))?;
        fs::write(file, text).map_err(StackError::file(file))?;
        Ok(ports)
    }
}

fn hold(wish: Option<u16>) -> std::io::Result<TcpListener> {
    let wished = wish.filter(|port| *port >= 1024).map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
    match wished {
        Some(Ok(held)) => Ok(held),
        _ => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_gets_the_same_ports_unless_they_are_taken() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("ports.json");
        let first = Ports::choose(&file).expect("ports");
        assert_eq!(Ports::choose(&file).expect("ports"), first);
        let _somebody = TcpListener::bind((Ipv4Addr::LOCALHOST, first.imap)).expect("free a moment ago");
        let third = Ports::choose(&file).expect("ports");
        assert_ne!(third.imap, first.imap);
        assert_eq!(third.submission, first.submission);
    }

    #[test]
    fn a_broken_file_is_no_reason_to_fail() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("ports.json");
        fs::write(&file, "{\"imap\": 22").expect("written");
        let ports = Ports::choose(&file).expect("ports");
        assert_ne!(ports.imap, ports.submission);
    }
}
