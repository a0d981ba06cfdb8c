//! Whom a connection trusts: the authorities of this machine, or those of one file.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a file of authorities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaFileError {
    /// It is not there, may not be read, or a certificate in it is damaged.
    #[error("{0} cannot be read as certificates: {1}")]
    Unreadable(PathBuf, String),
    /// It holds no certificate.
    #[error("{0} holds no certificate; it must be PEM, with lines of BEGIN CERTIFICATE")]
    Empty(PathBuf),
}

/// No certificate of an authority: TLS could trust nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no trusted certificates found on this machine; install the package ca-certificates, or name a ca_file")]
pub struct NoRoots;

/// The authorities that this machine trusts.
#[must_use]
pub fn of_this_machine() -> Vec<CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

/// The authorities of a PEM file: an organisation's own.
///
/// # Errors
/// A [`CaFileError`] that names the file.
pub fn of_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, CaFileError> {
    let unreadable = |error: rustls::pki_types::pem::Error| {
        let why = match error {
            rustls::pki_types::pem::Error::Io(error) => error.to_string(),
            other => other.to_string(),
        };
        CaFileError::Unreadable(path.to_owned(), why)
    };
    let found = CertificateDer::pem_file_iter(path).map_err(unreadable)?;
    let roots = found.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    if roots.is_empty() { Err(CaFileError::Empty(path.to_owned())) } else { Ok(roots) }
}

/// What a connection is protected by: TLS 1.2 or 1.3, chain and host name checked, one crypto provider.
///
/// # Errors
/// [`NoRoots`] where there is nobody to trust.
pub fn trusting(roots: Vec<CertificateDer<'static>>) -> Result<Arc<ClientConfig>, NoRoots> {
    let mut store = RootCertStore::empty();
    let (added, _unreadable) = store.add_parsable_certificates(roots);
    if added == 0 {
        return Err(NoRoots);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| NoRoots)?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
