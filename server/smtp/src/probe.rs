//! Asks a relay what it is, step by step, for somebody who sets one up. Sends nothing.

use crate::connect::{connect, start_tls};
use crate::gate::Gate;
use crate::relay::{Relay, Security};
use crate::reply::Reply;
use crate::size::Size;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::extension::ClientId;
use levee_tls::{Unreached, Untrusted, protect, reach};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A greeting and the answer to EHLO are shorter than this, octets.
const ANSWER_LIMIT: u64 = 16 * 1024;

/// What a relay says before anybody has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The address that answered.
    pub peer: SocketAddr,
    /// Lines of the answer to EHLO, in capitals: `AUTH PLAIN LOGIN`, `SIZE 10240000`.
    pub extensions: Vec<String>,
}

impl Offer {
    /// The words behind an extension's name, if it is offered.
    #[must_use]
    pub fn extension(&self, name: &str) -> Option<&str> {
        self.extensions.iter().find_map(|line| {
            let rest = line.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
        })
    }

    /// How large a message may be, if it says (RFC 1870).
    #[must_use]
    pub fn size(&self) -> Option<Size> {
        self.extension("SIZE").map(Size::parse)
    }
}

/// Why a relay could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// There is no connection.
    #[error(transparent)]
    Unreached(#[from] Unreached),
    /// The connection cannot be protected as configured.
    #[error(transparent)]
    Untrusted(#[from] Untrusted),
    /// What answers speaks something else, or not now.
    #[error("{0}")]
    NotSmtp(&'static str),
    /// The user or password is not accepted, in the relay's words.
    #[error("the sign-in is refused: {0}")]
    Refused(String),
}

impl Relay {
    /// Connects as configured and says EHLO (RFC 5321 section 4.1.1.1); remembers SIZE.
    ///
    /// # Errors
    /// A [`ProbeError`] that says what to do.
    pub async fn probe(&self) -> Result<Offer, ProbeError> {
        let stream = reach(&self.host, self.port, self.deadlines.connect).await?;
        let peer = stream.peer_addr().map_err(|error| Unreached::Other(error.to_string()))?;
        let silent = || ProbeError::NotSmtp("it accepts connections and says nothing; is this the port of submission?");
        let asking = async {
            match self.security {
                Security::PlainOnLoopback => extensions(stream, false).await,
                Security::ImplicitTls => extensions(self.protected(stream).await?, false).await,
                Security::StartTls => {
                    let asked = start_tls(stream).await;
                    let no = ProbeError::NotSmtp("it offers no STARTTLS there; use security = \"tls\" and its port");
                    extensions(self.protected(asked.map_err(|_| no)?.0).await?, true).await
                }
            }
        };
        let extensions = timeout(self.deadlines.connect, asking).await.map_err(|_| silent())??;
        let offer = Offer { peer, extensions };
        self.note_size(offer.size());
        Ok(offer)
    }

    /// Signs in and leaves, sending nothing.
    ///
    /// # Errors
    /// `Refused` with the relay's words; `NotSmtp`.
    pub async fn try_sign_in(&self, user: &str, password: &str) -> Result<(), ProbeError> {
        let gate = Gate::default();
        let connection = connect(self, &gate).await;
        let (mut connection, _) = connection.map_err(|_| ProbeError::NotSmtp("it can no longer be reached"))?;
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        let credentials = Credentials::new(user.to_owned(), password.to_owned());
        let asked = timeout(self.deadlines.connect, connection.auth(&mechanisms, &credentials)).await;
        let answer = asked.map_err(|_| ProbeError::NotSmtp("no answer to the sign-in"))?;
        let refused = |error: lettre::transport::smtp::Error| {
            let words = Reply::of_error(&error).map_or_else(|| "no reason given".to_owned(), |reply| reply.to_string());
            ProbeError::Refused(words)
        };
        answer.map_err(refused)?;
        // What it says to the farewell changes nothing.
        drop(timeout(self.deadlines.quit, connection.quit()).await);
        Ok(())
    }

    /// Whether something accepts connections there, asked without a word.
    ///
    /// # Errors
    /// [`Unreached`].
    pub async fn reachable(&self, patience: Duration) -> Result<(), Unreached> {
        reach(&self.host, self.port, patience).await.map(drop)
    }

    async fn protected(&self, stream: TcpStream) -> Result<tokio_rustls::client::TlsStream<TcpStream>, ProbeError> {
        let tls = self.tls.clone().ok_or(Untrusted::NoTls)?;
        Ok(protect(tls, &self.host, stream, self.deadlines.connect).await?)
    }
}

async fn extensions(line: impl AsyncRead + AsyncWrite + Unpin, greeted: bool) -> Result<Vec<String>, ProbeError> {
    const LOST: ProbeError = ProbeError::NotSmtp("it ended the connection before it said what it offers");
    let mut line = BufReader::new(line.take(ANSWER_LIMIT));
    if !greeted {
        let greeting = reply(&mut line).await.ok_or(LOST)?;
        if !greeting.first().is_some_and(|line| line.starts_with("220")) {
            return Err(ProbeError::NotSmtp("what answers there is not an SMTP server that takes mail"));
        }
    }
    let hello = format!("EHLO {}\r\n", ClientId::default());
    line.get_mut().get_mut().write_all(hello.as_bytes()).await.map_err(|_| LOST)?;
    line.get_mut().get_mut().flush().await.map_err(|_| LOST)?;
    let offered = reply(&mut line).await.ok_or(LOST)?;
    if !offered.first().is_some_and(|line| line.starts_with("250")) {
        return Err(ProbeError::NotSmtp("it does not answer EHLO; Levee needs ESMTP (RFC 5321)"));
    }
    let words = offered.iter().skip(1).filter_map(|line| line.get(4..));
    Ok(words.map(|words| words.trim().to_ascii_uppercase()).collect())
}

/// The lines of one reply; nothing when the connection ends in it.
async fn reply(line: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut text = String::new();
        if line.read_line(&mut text).await.ok()? == 0 {
            return None;
        }
        let more = text.as_bytes().get(3) == Some(&b'-');
        lines.push(text);
        if !more {
            return Some(lines);
        }
    }
}
