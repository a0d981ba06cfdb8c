//! Looks a host up, connects, and protects the line; says of each step why it failed and what to do.

use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The name means no address.
    #[error("no host has this name; check its spelling, and this machine's name servers")]
    NoSuchHost,
    /// The host answers that nothing listens there.
    #[error("nothing listens there; check the port, and that the server runs")]
    Refused,
    /// Nothing answered in time.
    #[error("no answer; check that no firewall is in between")]
    Silent,
    /// Something else.
    #[error("no connection: {0}")]
    Other(String),
}

/// Why a line is not protected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// No authority that is trusted signed the certificate.
    #[error("its certificate is signed by nobody whom this machine trusts; name the authority's file as ca_file")]
    UnknownAuthority,
    /// The certificate is another host's.
    #[error("its certificate is for another name; set host to a name that the certificate carries")]
    OtherName,
    /// The certificate has run out, or is not valid yet.
    #[error("its certificate is not valid today; renew it, or set this machine's clock")]
    OutOfDate,
    /// The certificate is wrong in another way.
    #[error("its certificate cannot be accepted: {0}")]
    BadCertificate(String),
    /// What answers does not speak TLS there.
    #[error("it does not speak TLS there; check security and port (implicit TLS: 993, 465; STARTTLS: 143, 587)")]
    NoTls,
}

/// A connection to a host, and how it was found.
///
/// # Errors
/// [`Unreached`].
pub async fn reach(host: &str, port: u16, patience: Duration) -> Result<TcpStream, Unreached> {
    let connect = async {
        let found: Vec<_> = lookup_host((host, port)).await.map_err(|_| Unreached::NoSuchHost)?.collect();
        TcpStream::connect(&found[..]).await.map_err(|error| match error.kind() {
            io::ErrorKind::ConnectionRefused => Unreached::Refused,
            io::ErrorKind::TimedOut => Unreached::Silent,
            _ => Unreached::Other(error.to_string()),
        })
    };
    let stream = timeout(patience, connect).await.map_err(|_| Unreached::Silent)??;
    // A talk of small lines: each would wait for the acknowledgement of the one before.
    stream.set_nodelay(true).map_err(|error| Unreached::Other(error.to_string()))?;
    Ok(stream)
}

/// TLS over a connection, with the certificate's chain and host name checked.
///
/// # Errors
/// [`Untrusted`]; nothing was said over the line but the handshake.
pub async fn protect(
    config: Arc<ClientConfig>,
    host: &str,
    stream: TcpStream,
    patience: Duration,
) -> Result<TlsStream<TcpStream>, Untrusted> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Untrusted::OtherName)?;
    match timeout(patience, TlsConnector::from(config).connect(name, stream)).await {
        Err(_) => Err(Untrusted::NoTls),
        Ok(done) => done.map_err(|error| why(&error)),
    }
}

fn why(error: &io::Error) -> Untrusted {
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(wrong)) => match wrong {
            // Another key under the name of an authority that is trusted, as after it was made anew.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Untrusted::UnknownAuthority,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Untrusted::OtherName,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Untrusted::OutOfDate,
            // A certificate that signs itself and says that it is an authority.
            CertificateError::Other(_) => Untrusted::UnknownAuthority,
            other => Untrusted::BadCertificate(other.to_string()),
        },
        Some(_) | None => Untrusted::NoTls,
    }
}

/// Whether a host is this machine, by name and not by look-up: a DNS answer must not decide whether a
/// password goes out in the clear.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
