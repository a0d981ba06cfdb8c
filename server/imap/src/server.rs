//! The mail server as configured: where it is, how the line is protected, what it may send and how
//! long it may take. Opens lines; speaks no more IMAP than STARTTLS needs.

use crate::imap_error::LoginError;
use crate::tap::Line;
use levee_tls::{is_loopback, trusting};
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How the line to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all; only for a server on this machine.
    PlainOnLoopback,
    /// STARTTLS before anything else (RFC 3501 section 6.2.1). No fallback.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    ImplicitTls,
}

/// Why a server cannot be configured like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Plain text to another machine would show passwords and mail to the network.
    #[error("plain IMAP is for loopback hosts only")]
    PlainOffLoopback,
    /// The host is neither a DNS name nor an IP address.
    #[error("the mail server's host is no host name")]
    NotAHost,
    /// No certificate of an authority was found on this machine, so that TLS could trust nobody.
    #[error("{}", levee_tls::NoRoots)]
    NoRoots,
}

/// How long the server may take.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Name look-up, TCP, TLS and greeting.
    pub connect: Duration,
    /// A command.
    pub command: Duration,
    /// A command that carries a message.
    pub transfer: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(15), command: seconds(60), transfer: seconds(300) }
    }
}

/// How much the server may send.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A message, bytes.
    pub message: u32,
    /// Any one answer beside a message, bytes.
    pub answer: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message: 40 << 20, answer: 8 << 20 }
    }
}

impl Limits {
    /// What the tap lets through at once.
    pub(crate) fn response(&self) -> usize {
        self.message as usize + self.answer as usize
    }
}

/// A mail server that may be used as configured.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    tls: Option<Arc<ClientConfig>>,
    pub(crate) deadlines: Deadlines,
    pub(crate) limits: Limits,
}

impl Server {
    /// A server trusted by the certificates of this machine.
    ///
    /// # Errors
    /// [`ServerError`]: plain text off loopback, no host name, or TLS without any root certificate.
    pub fn new(host: &str, port: u16, security: Security) -> Result<Self, ServerError> {
        Self::with_roots(host, port, security, levee_tls::of_this_machine())
    }

    /// A server trusted by the given authorities only: an organisation's own one.
    ///
    /// # Errors
    /// As [`Server::new`].
    pub fn with_roots(
        host: &str,
        port: u16,
        security: Security,
        roots: Vec<CertificateDer<'static>>,
    ) -> Result<Self, ServerError> {
        if ServerName::try_from(host).is_err() {
            return Err(ServerError::NotAHost);
        }
        let tls = match security {
            Security::PlainOnLoopback if is_loopback(host) => None,
            Security::PlainOnLoopback => return Err(ServerError::PlainOffLoopback),
            Security::StartTls | Security::ImplicitTls => Some(trusting(roots).map_err(|_| ServerError::NoRoots)?),
        };
        let (deadlines, limits) = (Deadlines::default(), Limits::default());
        Ok(Self { host: host.to_owned(), port, security, tls, deadlines, limits })
    }

    /// The same server with other deadlines.
    #[must_use]
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }

    /// The same server with other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn security(&self) -> Security {
        self.security
    }

    pub(crate) fn tls(&self) -> Option<Arc<ClientConfig>> {
        self.tls.clone()
    }

    pub(crate) fn unreachable(&self, why: &'static str) -> LoginError {
        LoginError::Unreachable { host: format!("{}:{}", self.host, self.port), why }
    }

    /// A line on which the greeting comes next, or after STARTTLS has come already.
    pub(crate) async fn open(&self) -> Result<(Box<dyn Line>, Greeting), LoginError> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port)).await;
        let tcp = tcp.map_err(|_| self.unreachable("no connection"))?;
        // Small commands: each would wait for the acknowledgement of the one before.
        tcp.set_nodelay(true).map_err(|_| self.unreachable("no connection"))?;
        match self.security {
            Security::PlainOnLoopback if tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback()) => {
                Ok((Box::new(tcp), Greeting::ToCome))
            }
            Security::PlainOnLoopback => Err(self.unreachable("not on this machine and not protected")),
            Security::ImplicitTls => Ok((self.protect(tcp).await?, Greeting::ToCome)),
            Security::StartTls => {
                let tcp = start_tls(tcp).await.map_err(|why| self.unreachable(why))?;
                Ok((self.protect(tcp).await?, Greeting::Heard))
            }
        }
    }

    async fn protect(&self, tcp: TcpStream) -> Result<Box<dyn Line>, LoginError> {
        let (Some(config), Ok(name)) = (self.tls.clone(), ServerName::try_from(self.host.clone())) else {
            return Err(self.unreachable("no TLS"));
        };
        match TlsConnector::from(config).connect(name, tcp).await {
            Ok(line) => Ok(Box::new(line)),
            Err(_) => Err(self.unreachable("no TLS, or its certificate is not trusted")),
        }
    }

    /// `open` within the deadline.
    pub(crate) async fn open_in_time(&self) -> Result<(Box<dyn Line>, Greeting), LoginError> {
        timeout(self.deadlines.connect, self.open()).await.unwrap_or_else(|_| Err(self.unreachable("no answer")))
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.security)
    }
}

/// Whether the greeting has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Greeting {
    ToCome,
    Heard,
}

/// Greeting and STARTTLS. PREAUTH is refused, and so is anything behind the answer: both are ways
/// to slip words in from before TLS.
pub(crate) async fn start_tls(tcp: TcpStream) -> Result<TcpStream, &'static str> {
    const LINES_LIMIT: u64 = 16 * 1024;
    let lost = "the connection ended before TLS";
    let mut line = BufReader::new(tcp.take(LINES_LIMIT));
    let mut text = String::new();
    line.read_line(&mut text).await.map_err(|_| lost)?;
    if !text.to_ascii_uppercase().starts_with("* OK") {
        return Err("no IMAP greeting");
    }
    line.get_mut().get_mut().write_all(b"S1 STARTTLS\r\n").await.map_err(|_| lost)?;
    loop {
        text.clear();
        if line.read_line(&mut text).await.map_err(|_| lost)? == 0 {
            return Err(lost);
        }
        match text.strip_prefix("S1 ") {
            Some(end) if end.to_ascii_uppercase().starts_with("OK") && line.buffer().is_empty() => {
                return Ok(line.into_inner().into_inner());
            }
            Some(_) => return Err("the server offers no STARTTLS"),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, security: Security, expected: Result<(), ServerError>) {
        let found = Server::with_roots(host, 143, security, Vec::new()).map(|_| ());
        assert_eq!(found, expected, "{host} {security:?}");
    }

    #[test]
    fn plain_text_stays_on_this_machine() {
        check("127.0.0.1", Security::PlainOnLoopback, Ok(()));
        check("localhost", Security::PlainOnLoopback, Ok(()));
        check("127.0.0.1.example", Security::PlainOnLoopback, Err(ServerError::PlainOffLoopback));
        check("192.0.2.1", Security::PlainOnLoopback, Err(ServerError::PlainOffLoopback));
        check("mx.hosp.example", Security::StartTls, Err(ServerError::NoRoots));
        check("two words", Security::ImplicitTls, Err(ServerError::NotAHost));
    }
}
