//! A relay on loopback that plays a script and remembers what it was told.

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What the relay does at one point of the talk.
#[derive(Clone)]
pub(crate) enum Act {
    /// Writes a reply.
    Say(&'static str),
    /// Writes a reply that a script computes.
    Write(String),
    /// Closes the line.
    Drop,
    /// Writes a reply, then closes.
    SayAndDrop(&'static str),
    /// Never answers.
    Hush,
}

/// Points are "greeting", "EHLO", "AUTH", "MAIL", "RCPT 1" (or "RCPT" for all), "DATA", "content"
/// (some of it has arrived), "dot", "QUIT", "STARTTLS".
pub(crate) type Script = HashMap<&'static str, Act>;

/// What the relay was told.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) commands: Vec<String>,
    /// Bytes between 354 and the final dot, stuffing still in.
    pub(crate) content: Option<Vec<u8>>,
}

impl Heard {
    pub(crate) fn verbs(&self) -> Vec<&str> {
        self.commands.iter().map(|c| c.split([' ', ':']).next().unwrap_or(c)).collect()
    }
}

/// Certificate and key of "localhost", its own authority.
pub(crate) struct Identity {
    pub(crate) certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

impl Identity {
    pub(crate) fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        Self { certificate, acceptor: TlsAcceptor::from(Arc::new(config)) }
    }
}

/// Plays the script for one connection.
pub(crate) async fn play(script: Script) -> (u16, JoinHandle<Heard>) {
    let (port, tcp) = listen().await;
    (port, tokio::spawn(async move { Player::new(script).talk(tcp.await.unwrap()).await }))
}

/// The same under TLS from the first byte.
pub(crate) async fn play_tls(script: Script, identity: &Identity) -> (u16, JoinHandle<Heard>) {
    let (port, tcp) = listen().await;
    let acceptor = identity.acceptor.clone();
    let task = tokio::spawn(async move {
        match acceptor.accept(tcp.await.unwrap()).await {
            Ok(line) => Player::new(script).talk(line).await,
            Err(_) => Heard::default(),
        }
    });
    (port, task)
}

/// Plain until STARTTLS is answered with 220, then the same talk under TLS, without a greeting.
pub(crate) async fn play_starttls(script: Script, identity: &Identity) -> (u16, JoinHandle<Heard>) {
    let (port, tcp) = listen().await;
    let acceptor = identity.acceptor.clone();
    let task = tokio::spawn(async move {
        let mut player = Player::new(script);
        let mut line = BufReader::new(tcp.await.unwrap());
        if !player.until_starttls(&mut line).await {
            return player.heard;
        }
        match acceptor.accept(line.into_inner()).await {
            Ok(line) => player.greeted().talk(line).await,
            Err(_) => player.heard,
        }
    });
    (port, task)
}

async fn listen() -> (u16, JoinHandle<TcpStream>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (port, tokio::spawn(async move { listener.accept().await.unwrap().0 }))
}

struct Player {
    script: Script,
    heard: Heard,
    recipients: usize,
    greeted: bool,
}

/// The talk is over.
struct Over;

impl Player {
    fn new(script: Script) -> Self {
        Self { script, heard: Heard::default(), recipients: 0, greeted: false }
    }

    fn greeted(mut self) -> Self {
        self.greeted = true;
        self
    }

    async fn until_starttls(&mut self, line: &mut BufReader<TcpStream>) -> bool {
        if self.act(line, "greeting", "220 relay.test ESMTP").await.is_err() {
            return false;
        }
        loop {
            let Some(command) = read_command(line).await else { return false };
            self.heard.commands.push(command.clone());
            let starttls = command == "STARTTLS";
            let (point, usual) =
                if starttls { ("STARTTLS", "220 go ahead") } else { ("plain EHLO", "250-relay.test\r\n250 STARTTLS") };
            if self.act(line, point, usual).await.is_err() {
                return false;
            }
            if starttls {
                return true;
            }
        }
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(mut self, line: S) -> Heard {
        // Whoever hangs up first, what was heard until then counts.
        let _over = self.converse(&mut BufReader::new(line)).await;
        self.heard
    }

    async fn converse<S: AsyncRead + AsyncWrite + Unpin>(&mut self, line: &mut BufReader<S>) -> Result<(), Over> {
        if !self.greeted {
            self.act(line, "greeting", "220 relay.test ESMTP").await?;
        }
        loop {
            let command = read_command(line).await.ok_or(Over)?;
            self.heard.commands.push(command.clone());
            let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.act(line, "EHLO", "250-relay.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN").await?,
                "AUTH" => self.act(line, "AUTH", "235 2.7.0 Authentication successful").await?,
                "MAIL" => self.act(line, "MAIL", "250 2.1.0 Ok").await?,
                "RCPT" => {
                    self.recipients += 1;
                    let nth = format!("RCPT {}", self.recipients);
                    let key = self.script.keys().find(|k| **k == nth).copied().unwrap_or("RCPT");
                    self.act(line, key, "250 2.1.5 Ok").await?;
                }
                "DATA" => {
                    self.act(line, "DATA", "354 End data with <CR><LF>.<CR><LF>").await?;
                    let refused = matches!(self.script.get("DATA"), Some(Act::Say(text)) if !text.starts_with("354"));
                    if !refused {
                        self.content(line).await?;
                    }
                }
                "QUIT" => {
                    self.act(line, "QUIT", "221 2.0.0 Bye").await?;
                    return Ok(());
                }
                _ => self.act(line, "?", "500 5.5.2 what?").await?,
            }
        }
    }

    async fn content<S: AsyncRead + AsyncWrite + Unpin>(&mut self, line: &mut BufReader<S>) -> Result<(), Over> {
        if self.script.contains_key("content") {
            let mut some = [0; 4096];
            line.read_exact(&mut some).await.map_err(|_| Over)?;
            return self.act(line, "content", "").await;
        }
        let mut content = Vec::new();
        while !content.ends_with(b"\r\n.\r\n") {
            let read = line.read_until(b'\n', &mut content).await.map_err(|_| Over)?;
            if read == 0 {
                return Err(Over);
            }
        }
        content.truncate(content.len() - 3);
        self.heard.content = Some(content);
        self.act(line, "dot", "250 2.0.0 Ok: queued as 4Q1b2C").await
    }

    async fn act<S>(&self, line: &mut BufReader<S>, point: &str, usual: &str) -> Result<(), Over>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let (text, go_on) = match self.script.get(point) {
            None => (usual.to_owned(), true),
            Some(Act::Say(text)) => ((*text).to_owned(), true),
            Some(Act::Write(text)) => (text.clone(), true),
            Some(Act::SayAndDrop(text)) => ((*text).to_owned(), false),
            Some(Act::Drop) => return Err(Over),
            Some(Act::Hush) => {
                // The other side gives up; until then nothing is said.
                let mut rest = Vec::new();
                let _ended = line.read_to_end(&mut rest).await;
                return Err(Over);
            }
        };
        line.write_all(format!("{text}\r\n").as_bytes()).await.map_err(|_| Over)?;
        line.flush().await.map_err(|_| Over)?;
        if go_on { Ok(()) } else { Err(Over) }
    }
}

async fn read_command<S: AsyncRead + Unpin>(line: &mut BufReader<S>) -> Option<String> {
    let mut text = String::new();
    match line.read_line(&mut text).await {
        Ok(n) if n > 0 => Some(text.trim_end().to_owned()),
        _ => None,
    }
}
