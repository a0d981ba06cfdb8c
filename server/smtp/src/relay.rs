//! Where submissions are handed over, how the line to it is protected, and how long we wait.

use crate::size::Size;
use levee_tls::{is_loopback, trusting};
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How the line to the relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all; only for a relay on this machine.
    PlainOnLoopback,
    /// STARTTLS, and nothing is said before it is up (RFC 3207). No fallback.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    ImplicitTls,
}

/// Why a relay cannot be configured like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayError {
    /// Plain text to another machine would show passwords and mail to the network.
    #[error("plain SMTP is for loopback hosts only")]
    PlainOffLoopback,
    /// The host is neither a DNS name nor an IP address.
    #[error("the relay's host is no host name")]
    NotAHost,
    /// No certificate of an authority was found on this machine, so that TLS could trust nobody.
    #[error("{}", levee_tls::NoRoots)]
    NoRoots,
}

/// How long to wait, by RFC 5321 section 4.5.3.2. The defaults are its minimums.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// Name look-up, TCP and TLS.
    pub connect: Duration,
    /// The greeting, and the reply to each of EHLO, AUTH, MAIL and RCPT.
    pub command: Duration,
    /// The reply to DATA.
    pub data: Duration,
    /// Each MiB of content, or part of one.
    pub block: Duration,
    /// The reply to the final dot. Giving up early there makes duplicates (section 4.5.3.2.6).
    pub after_dot: Duration,
    /// The farewell, whose outcome changes nothing.
    pub quit: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        Self {
            connect: Duration::from_secs(30),
            command: minutes(5),
            data: minutes(2),
            block: minutes(3),
            after_dot: minutes(10),
            quit: Duration::from_secs(5),
        }
    }
}

/// A relay that may be used as configured.
#[derive(Clone)]
pub struct Relay {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) deadlines: Deadlines,
    pub(crate) tls: Option<Arc<ClientConfig>>,
    /// What it said of SIZE when it was last spoken to, octets; 0: nothing, or that it has no limit.
    takes: Arc<AtomicU64>,
}

impl Relay {
    /// A relay trusted by the certificates of this machine.
    ///
    /// # Errors
    /// [`RelayError`]: plain text off loopback, no host name, or TLS without any root certificate.
    pub fn new(host: &str, port: u16, security: Security) -> Result<Self, RelayError> {
        Self::with_roots(host, port, security, levee_tls::of_this_machine())
    }

    /// A relay trusted by the given authorities only: an organisation's own one.
    ///
    /// # Errors
    /// As [`Relay::new`].
    pub fn with_roots(
        host: &str,
        port: u16,
        security: Security,
        roots: Vec<CertificateDer<'static>>,
    ) -> Result<Self, RelayError> {
        if rustls::pki_types::ServerName::try_from(host).is_err() {
            return Err(RelayError::NotAHost);
        }
        let tls = match security {
            Security::PlainOnLoopback if is_loopback(host) => None,
            Security::PlainOnLoopback => return Err(RelayError::PlainOffLoopback),
            Security::StartTls | Security::ImplicitTls => Some(trusting(roots).map_err(|_| RelayError::NoRoots)?),
        };
        let takes = Arc::default();
        Ok(Self { host: host.to_owned(), port, security, deadlines: Deadlines::default(), tls, takes })
    }

    /// Octets of the largest message that it takes, as it said at the latest connection (SIZE, RFC 1870);
    /// nothing while it has not been spoken to, or when it named no limit. Clones know it of each other.
    #[must_use]
    pub fn largest_message(&self) -> Option<u64> {
        Some(self.takes.load(Ordering::Relaxed)).filter(|limit| *limit > 0)
    }

    /// Remembers what it said at a connection.
    pub(crate) fn note_size(&self, offered: Option<Size>) {
        let limit = match offered {
            Some(Size::Limit(limit)) => limit,
            Some(Size::Unlimited) | None => 0,
        };
        self.takes.store(limit, Ordering::Relaxed);
    }

    /// The same relay with other deadlines.
    #[must_use]
    pub fn deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.security)
    }
}

/// Who we are to the relay.
#[derive(Clone)]
pub enum SignIn {
    /// A relay that knows us by where we come from.
    Anonymous,
    /// AUTH PLAIN or LOGIN (RFC 4954).
    Password {
        /// The account.
        user: String,
        /// Its password.
        password: String,
    },
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Password { .. } => "Password",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, security: Security, expected: Result<(), RelayError>) {
        let found = Relay::with_roots(host, 25, security, Vec::new()).map(|_| ());
        assert_eq!(found, expected, "{host} {security:?}");
    }

    #[test]
    fn plain_text_stays_on_this_machine() {
        check("127.0.0.1", Security::PlainOnLoopback, Ok(()));
        check("::1", Security::PlainOnLoopback, Ok(()));
        check("LocalHost", Security::PlainOnLoopback, Ok(()));
        check("127.0.0.1.example", Security::PlainOnLoopback, Err(RelayError::PlainOffLoopback));
        check("mx.hosp.example", Security::PlainOnLoopback, Err(RelayError::PlainOffLoopback));
        check("192.0.2.1", Security::PlainOnLoopback, Err(RelayError::PlainOffLoopback));
        check("mx.hosp.example", Security::StartTls, Err(RelayError::NoRoots));
        check("two words", Security::ImplicitTls, Err(RelayError::NotAHost));
    }
}
