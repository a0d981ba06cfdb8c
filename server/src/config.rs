//! The settings of a server, read from TOML; every value is checked before anything starts.

use levee_mail::Domains;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Settings of `levee serve`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Name of the organisation, shown in the header and in sentences.
    pub(crate) organisation: String,
    /// Where browsers connect; TLS is ended by the proxy in front.
    pub(crate) listen: SocketAddr,
    /// The address that people type, scheme and host: `https://mail.example`. Requests for another host are refused.
    pub(crate) public_origin: String,
    /// Folder of the site, as the builder made it; beside the program when left out.
    #[serde(default)]
    pub(crate) site: Option<PathBuf>,
    /// The SQLite file.
    pub(crate) store: PathBuf,
    /// 32 random bytes that seal credentials and sign questions; made at the first start.
    pub(crate) key_file: PathBuf,
    /// The organisation's mail domains.
    pub(crate) domains: Domains,
    /// Where mail is read.
    pub(crate) imap: MailServer,
    /// Where mail is handed over.
    pub(crate) smtp: MailServer,
    /// Bytes of the largest message that `smtp` takes (Postfix: `message_size_limit`).
    #[serde(default = "largest_message")]
    pub(crate) largest_message: u64,
    /// Where the MTA asks the guard; none when it does not.
    #[serde(default)]
    pub(crate) milter: Option<SocketAddr>,
    /// Where the MTA asks for lists and people (Postfix socketmap); none when it has its own.
    #[serde(default)]
    pub(crate) socketmap: Option<SocketAddr>,
}

/// What nearly every mail server takes.
pub(crate) fn largest_message() -> u64 {
    25_000_000
}

/// One mail server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailServer {
    /// Host name; its certificate must carry it.
    pub(crate) host: String,
    /// Port.
    pub(crate) port: u16,
    /// How the connection is protected.
    #[serde(default)]
    pub(crate) security: Security,
}

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// STARTTLS, required.
    StartTls,
    /// None: loopback addresses only.
    Plain,
}

/// Why settings cannot be used: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// It is not TOML, or has an unknown or missing setting.
    #[error("{0}: {1}")]
    Malformed(PathBuf, String),
    /// A value cannot be.
    #[error("{0}: {1}")]
    Value(&'static str, &'static str),
}

impl Config {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// A [`ConfigError`] naming the file and the setting.
    pub(crate) fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|e| ConfigError::Unreadable(path.to_owned(), e))?;
        let config: Self =
            toml::from_str(&text).map_err(|e| ConfigError::Malformed(path.to_owned(), in_one_line(&text, &e)))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let Some(host) = self.public_host() else {
            return Err(ConfigError::Value("public_origin", "needs the form https://mail.example, without a path"));
        };
        if !self.is_https() && !is_loopback(host) {
            return Err(ConfigError::Value("public_origin", "must be https, except on a loopback address"));
        }
        if !(100_000..=200_000_000).contains(&self.largest_message) {
            return Err(ConfigError::Value("largest_message", "is a number of bytes from 100000 to 200000000"));
        }
        if self.domains.accepted.is_empty() {
            return Err(ConfigError::Value("domains.accepted", "needs at least one domain"));
        }
        for (name, server) in [("imap.security", &self.imap), ("smtp.security", &self.smtp)] {
            if server.security == Security::Plain && !is_loopback(&server.host) {
                return Err(ConfigError::Value(name, "plain is for loopback addresses only; use tls or start_tls"));
            }
        }
        Ok(())
    }

    /// Whether browsers reach us by TLS: then the cookie is bound to it.
    #[must_use]
    pub(crate) fn is_https(&self) -> bool {
        self.public_origin.starts_with("https://")
    }

    /// Host and port of the public origin, as browsers send them in `Host`.
    #[must_use]
    pub(crate) fn public_host(&self) -> Option<&str> {
        let host =
            self.public_origin.strip_prefix("https://").or_else(|| self.public_origin.strip_prefix("http://"))?;
        (!host.is_empty() && !host.contains('/')).then_some(host)
    }
}

/// Where the text is wrong and how, without the picture that the reader of TOML draws of it.
fn in_one_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| Some(text.get(..span.start)?.matches('\n').count() + 1));
    let at = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{at}{}", error.message().replace('\n', ", "))
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.parse::<u16>().is_ok() { name } else { host });
    name == "localhost" || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        organisation = "Northmoor Health"
        listen = "127.0.0.1:3000"
        public_origin = "http://127.0.0.1:3000"
        store = "levee.sqlite"
        key_file = "levee.key"
        domains = { accepted = ["northmoor.example"], aliases = [], sub_address = "+" }
        imap = { host = "127.0.0.1", port = 1143, security = "plain" }
        smtp = { host = "127.0.0.1", port = 1587, security = "plain" }
    "#;

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        let text = GOOD.replacen(from, to, 1);
        let dir = tempfile_path();
        std::fs::write(&dir, text).unwrap();
        let answer = Config::load(&dir).map_or_else(|e| e.to_string(), |_| "good".to_owned());
        std::fs::remove_file(&dir).unwrap();
        assert!(answer.contains(expected), "{answer}");
    }

    fn tempfile_path() -> PathBuf {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        std::env::temp_dir().join(format!("levee-config-{}-{n}.toml", std::process::id()))
    }

    #[test]
    fn says_what_is_wrong() {
        check("", "", "good");
        check("http://127.0.0.1:3000", "https://mail.northmoor.example", "good");
        check("http://127.0.0.1:3000", "http://mail.northmoor.example", "must be https");
        check("http://127.0.0.1:3000", "mail.northmoor.example", "needs the form");
        check("\"127.0.0.1\", port = 1143", "\"imap.northmoor.example\", port = 143", "imap.security");
        check("[\"northmoor.example\"]", "[]", "domains.accepted");
        check("store =", "largest_message = 5\n        store =", "largest_message");
        check("organisation", "organization", "organization");
    }
}
