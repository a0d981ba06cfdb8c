//! Syslog (RFC 5424): one line an alert, over UDP (RFC 5426), TCP (RFC 6587, octets counted) or a local socket.

use crate::failed::Failed;
use levee_tls::reach;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{UdpSocket, UnixDatagram, lookup_host};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);
/// The mail system (RFC 5424 section 6.2.1).
const FACILITY: u8 = 2;
/// Longest name of a host in a line.
const LONGEST_HOST: usize = 255;

/// Where lines go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Syslog {
    /// One datagram a line; nobody says whether it came.
    Udp {
        /// Name or address.
        host: String,
        /// Port, usually 514.
        port: u16,
    },
    /// A connection a line.
    Tcp {
        /// Name or address.
        host: String,
        /// Port, usually 601.
        port: u16,
    },
    /// A socket of this machine, usually `/dev/log`.
    Socket(PathBuf),
}

/// It names no place for syslog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs the form udp://logs.example.org:514, tcp://logs.example.org:601 or /dev/log")]
pub struct SyslogError;

/// How grave a line is (RFC 5424 section 6.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Somebody should look now.
    Warning,
    /// Normal, and worth knowing.
    Notice,
}

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// How grave.
    pub severity: Severity,
    /// When it happened, seconds since 1970.
    pub at: i64,
    /// This machine.
    pub host: &'a str,
    /// What happened, as `storm.tripped`.
    pub event: &'a str,
    /// JSON, on one line.
    pub body: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => 4,
            Severity::Notice => 5,
        };
        let moment = OffsetDateTime::from_unix_timestamp(self.at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let moment = moment.format(&Rfc3339).unwrap_or_else(|_| "-".to_owned());
        let host: String = self.host.chars().filter(char::is_ascii_graphic).take(LONGEST_HOST).collect();
        let host = if host.is_empty() { "-" } else { &host };
        // No structured data: its names would have to be registered. Collectors know JSON by this mark.
        let (priority, process) = (FACILITY * 8 + severity, std::process::id());
        write!(f, "<{priority}>1 {moment} {host} levee {process} {} - @cee: {}", self.event, self.body)
    }
}

impl FromStr for Syslog {
    type Err = SyslogError;

    fn from_str(text: &str) -> Result<Self, SyslogError> {
        if text.starts_with('/') {
            return Ok(Self::Socket(text.into()));
        }
        let (over, place) = text.split_once("://").ok_or(SyslogError)?;
        let (host, port) = place.rsplit_once(':').ok_or(SyslogError)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = port.parse().ok().filter(|port| *port > 0).ok_or(SyslogError)?;
        if host.is_empty() || host.contains(['/', '@', ' ']) {
            return Err(SyslogError);
        }
        match over {
            "udp" => Ok(Self::Udp { host, port }),
            "tcp" => Ok(Self::Tcp { host, port }),
            _ => Err(SyslogError),
        }
    }
}

impl Syslog {
    /// Finds the place, and says nothing there.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn try_line(&self) -> Result<(), Failed> {
        match self {
            Self::Udp { host, port } => udp(host, *port).await.map(drop),
            Self::Tcp { host, port } => Ok(reach(host, *port, PATIENCE).await.map(drop)?),
            Self::Socket(path) => local(path).map(drop),
        }
    }

    /// Sends one line.
    ///
    /// # Errors
    /// [`Failed`] when it surely did not leave.
    pub async fn send(&self, line: &Line<'_>) -> Result<(), Failed> {
        let line = line.to_string();
        match self {
            Self::Udp { host, port } => {
                let socket = udp(host, *port).await?;
                socket.send(line.as_bytes()).await.map(drop).map_err(broken)
            }
            Self::Tcp { host, port } => {
                let mut stream = reach(host, *port, PATIENCE).await?;
                let frame = format!("{} {line}", line.len());
                let write = async {
                    stream.write_all(frame.as_bytes()).await?;
                    stream.shutdown().await
                };
                timeout(PATIENCE, write).await.map_err(|_| Failed::Silent)?.map_err(broken)
            }
            Self::Socket(path) => {
                let socket = local(path)?;
                let sent = timeout(PATIENCE, socket.send(line.as_bytes())).await;
                sent.map_err(|_| Failed::Silent)?.map(drop).map_err(broken)
            }
        }
    }
}

async fn udp(host: &str, port: u16) -> Result<UdpSocket, Failed> {
    let found = lookup_host((host, port)).await.ok().and_then(|mut found| found.next());
    let there = found.ok_or(Failed::Unreached(levee_tls::Unreached::NoSuchHost))?;
    let here = if there.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(here).await.map_err(broken)?;
    socket.connect(there).await.map_err(broken)?;
    Ok(socket)
}

fn local(path: &PathBuf) -> Result<UnixDatagram, Failed> {
    let socket = UnixDatagram::unbound().map_err(broken)?;
    socket.connect(path).map_err(|error| Failed::Broken(format!("{}: {error}", path.display())))?;
    Ok(socket)
}

fn broken(error: std::io::Error) -> Failed {
    Failed::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read() {
        let udp = |host: &str, port| Ok(Syslog::Udp { host: host.into(), port });
        for (text, expected) in [
            ("udp://logs.example:514", udp("logs.example", 514)),
            ("udp://[::1]:514", udp("::1", 514)),
            ("tcp://10.0.0.1:601", Ok(Syslog::Tcp { host: "10.0.0.1".into(), port: 601 })),
            ("/dev/log", Ok(Syslog::Socket("/dev/log".into()))),
            ("logs.example:514", Err(SyslogError)),
            ("udp://logs.example", Err(SyslogError)),
            ("tls://logs.example:6514", Err(SyslogError)),
            ("udp://:514", Err(SyslogError)),
            ("tcp://logs.example:0", Err(SyslogError)),
        ] {
            assert_eq!(text.parse::<Syslog>(), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_one_of_rfc_5424() {
        let line = Line {
            severity: Severity::Warning,
            at: 1_700_000_000,
            host: "mail 1\n",
            event: "storm.tripped",
            body: "{\"people\":600}",
        };
        let process = std::process::id();
        let expected =
            format!("<20>1 2023-11-14T22:13:20Z mail1 levee {process} storm.tripped - @cee: {{\"people\":600}}");
        assert_eq!(line.to_string(), expected);
        assert!(Line { host: "\u{1F30A}", ..line }.to_string().contains("Z - levee "));
    }
}
