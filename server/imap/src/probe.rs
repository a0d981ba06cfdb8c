//! Asks a mail server what it is, step by step, for somebody who sets one up. Signs nobody in.

use crate::server::{Security, Server, start_tls};
use crate::session::Session;
use crate::tap::Line;
use levee_tls::{Unreached, Untrusted, protect, reach};
use rustls::ClientConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;

/// A greeting and the answer to CAPABILITY are shorter than this, octets.
const ANSWER_LIMIT: u64 = 16 * 1024;

/// What a server says before anybody has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The address that answered.
    pub peer: SocketAddr,
    /// Extensions, in capitals. After a sign-in there may be more.
    pub capabilities: Vec<String>,
}

/// Why a server could not be asked.
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
    NotImap(&'static str),
}

impl Server {
    /// Connects as configured, reads the greeting and asks for capabilities (RFC 9051 section 6.1.1).
    ///
    /// # Errors
    /// A [`ProbeError`] that says what to do.
    pub async fn probe(&self) -> Result<Offer, ProbeError> {
        let stream = reach(self.host(), self.port(), self.deadlines.connect).await?;
        let peer = stream.peer_addr().map_err(|error| Unreached::Other(error.to_string()))?;
        let silent = ProbeError::NotImap("it accepts connections and says nothing; is this the port of IMAP?");
        let (line, greeted): (Box<dyn Line>, bool) = match (self.security(), self.tls()) {
            (Security::StartTls, Some(tls)) => {
                let asked = timeout(self.deadlines.connect, start_tls(stream)).await.map_err(|_| silent.clone())?;
                let stream = asked.map_err(ProbeError::NotImap)?;
                (self.protected(tls, stream).await?, true)
            }
            (Security::ImplicitTls, Some(tls)) => (self.protected(tls, stream).await?, false),
            _ => (Box::new(stream), false),
        };
        let asked = timeout(self.deadlines.connect, capabilities(line, greeted)).await;
        let capabilities = asked.map_err(|_| silent)?.map_err(ProbeError::NotImap)?;
        Ok(Offer { peer, capabilities })
    }

    /// Whether something accepts connections there, asked without a word.
    ///
    /// # Errors
    /// [`Unreached`].
    pub async fn reachable(&self, patience: Duration) -> Result<(), Unreached> {
        reach(self.host(), self.port(), patience).await.map(drop)
    }

    async fn protected(
        &self,
        tls: Arc<ClientConfig>,
        stream: tokio::net::TcpStream,
    ) -> Result<Box<dyn Line>, ProbeError> {
        Ok(Box::new(protect(tls, self.host(), stream, self.deadlines.connect).await?))
    }
}

async fn capabilities(line: Box<dyn Line>, greeted: bool) -> Result<Vec<String>, &'static str> {
    const LOST: &str = "it ended the connection before it said what it offers";
    let mut line = BufReader::new(line.take(ANSWER_LIMIT));
    let mut text = String::new();
    if !greeted {
        line.read_line(&mut text).await.map_err(|_| LOST)?;
        if !text.to_ascii_uppercase().starts_with("* OK") {
            return Err("what answers there is not an IMAP server that takes sign-ins");
        }
    }
    line.get_mut().get_mut().write_all(b"C1 CAPABILITY\r\n").await.map_err(|_| LOST)?;
    line.get_mut().get_mut().flush().await.map_err(|_| LOST)?;
    let mut offered = Vec::new();
    loop {
        text.clear();
        if line.read_line(&mut text).await.map_err(|_| LOST)? == 0 {
            return Err(LOST);
        }
        let upper = text.trim_end().to_ascii_uppercase();
        if let Some(words) = upper.strip_prefix("* CAPABILITY ") {
            offered = words.split(' ').map(str::to_owned).collect();
        } else if upper.starts_with("C1 ") {
            return Ok(offered);
        }
    }
}

impl Session {
    /// Extensions that the server offers to whoever is signed in, in capitals, in no order.
    pub fn capabilities(&self) -> impl Iterator<Item = &str> {
        self.offered().iter().map(String::as_str)
    }
}
