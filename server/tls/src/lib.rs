//! Reaches a mail server and protects the line, once for IMAP and SMTP: whom to trust, and why it failed.
//! Speaks neither protocol.

mod line;
mod roots;

pub use line::{Unreached, Untrusted, is_loopback, protect, reach};
pub use roots::{CaFileError, NoRoots, of_file, of_this_machine, trusting};

/// A certificate as it travels.
pub type CertificateDer = rustls::pki_types::CertificateDer<'static>;
