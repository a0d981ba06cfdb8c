//! Reaches the relay and protects the line. STARTTLS is done here and not by lettre, whose read
//! buffer outlives it: a reply injected before TLS would be taken for one that came under it.

use crate::attempt::WhyLater;
use crate::classify::Phase;
use crate::gate::{Gate, GatedLine, Overheard};
use crate::relay::{Relay, Security};
use crate::reply::Reply;
use crate::size::Size;
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A greeting or an EHLO answer is shorter than this.
const REPLY_LIMIT: u64 = 16 * 1024;

/// A connection that has been greeted and has said EHLO, under TLS if the relay wants it; and what the relay
/// said then of how large a message may be, which it remembers.
pub(crate) async fn connect(relay: &Relay, gate: &Gate) -> Result<(AsyncSmtpConnection, Option<Size>), WhyLater> {
    let tcp = timeout(relay.deadlines.connect, TcpStream::connect((relay.host.as_str(), relay.port)))
        .await
        .map_err(|_| WhyLater::Unreachable)?
        .map_err(|_| WhyLater::Unreachable)?;
    // A talk of small lines: each would wait for the acknowledgement of the one before.
    tcp.set_nodelay(true).map_err(|_| WhyLater::Unreachable)?;
    let peer = tcp.peer_addr().map_err(|_| WhyLater::Unreachable)?;
    let overheard = Overheard::begin();
    let parts = (gate.clone(), overheard.clone());
    let line: Box<dyn AsyncTokioStream> = match relay.security {
        Security::PlainOnLoopback if peer.ip().is_loopback() => Box::new(GatedLine::new(tcp, peer, parts, Vec::new())),
        Security::PlainOnLoopback => return Err(WhyLater::NoTls),
        Security::ImplicitTls => Box::new(GatedLine::new(protect(relay, tcp).await?, peer, parts, Vec::new())),
        Security::StartTls => {
            let (tcp, greeting) = timeout(relay.deadlines.command, start_tls(tcp))
                .await
                .map_err(|_| WhyLater::Silent(Phase::Greeting))??;
            Box::new(GatedLine::new(protect(relay, tcp).await?, peer, parts, greeting))
        }
    };
    let hello = ClientId::default();
    let greeted = AsyncSmtpConnection::connect_with_transport(line, &hello);
    match timeout(relay.deadlines.command, greeted).await {
        Err(_) => Err(WhyLater::Silent(Phase::Greeting)),
        Ok(Ok(connection)) => {
            let size = Size::of_answer(&overheard.take());
            relay.note_size(size);
            Ok((connection, size))
        }
        Ok(Err(error)) => Err(Reply::of_error(&error).map_or(WhyLater::Lost(Phase::Greeting), WhyLater::Reply)),
    }
}

async fn protect(relay: &Relay, tcp: TcpStream) -> Result<TlsStream<TcpStream>, WhyLater> {
    let (Some(config), Ok(name)) = (relay.tls.clone(), ServerName::try_from(relay.host.clone())) else {
        return Err(WhyLater::NoTls);
    };
    match timeout(relay.deadlines.connect, TlsConnector::from(config).connect(name, tcp)).await {
        Ok(Ok(line)) => Ok(line),
        Ok(Err(_)) | Err(_) => Err(WhyLater::NoTls),
    }
}

/// Greeting, EHLO, STARTTLS; then nothing may be left to read (RFC 3207 section 5). Gives back the
/// line and the greeting.
pub(crate) async fn start_tls(tcp: TcpStream) -> Result<(TcpStream, Vec<u8>), WhyLater> {
    let mut line = BufReader::new(tcp);
    let (greeting, raw) = read_reply(&mut line).await?;
    let said = |reply: &Response| WhyLater::Reply(Reply::of(reply));
    if !greeting.has_code(220) {
        return Err(said(&greeting));
    }
    let hello = format!("EHLO {}\r\n", ClientId::default());
    line.write_all(hello.as_bytes()).await.map_err(|_| WhyLater::Lost(Phase::Greeting))?;
    let (offer, _) = read_reply(&mut line).await?;
    if !offer.has_code(250) {
        return Err(said(&offer));
    }
    if !offer.message().any(|word| word.trim().eq_ignore_ascii_case("STARTTLS")) {
        return Err(WhyLater::NoTls);
    }
    line.write_all(b"STARTTLS\r\n").await.map_err(|_| WhyLater::Lost(Phase::Greeting))?;
    let (ready, _) = read_reply(&mut line).await?;
    if !ready.has_code(220) || !line.buffer().is_empty() {
        return Err(WhyLater::NoTls);
    }
    Ok((line.into_inner(), raw))
}

async fn read_reply(line: &mut BufReader<TcpStream>) -> Result<(Response, Vec<u8>), WhyLater> {
    let mut raw = Vec::new();
    loop {
        let start = raw.len();
        let mut bounded = (&mut *line).take(REPLY_LIMIT.saturating_sub(start as u64));
        let read = bounded.read_until(b'\n', &mut raw).await.map_err(|_| WhyLater::Lost(Phase::Greeting))?;
        if read == 0 {
            return Err(WhyLater::Lost(Phase::Greeting));
        }
        if raw[start..].get(3) != Some(&b'-') {
            break;
        }
    }
    let reply = std::str::from_utf8(&raw).ok().and_then(|text| text.parse().ok());
    reply.map(|reply| (reply, raw)).ok_or(WhyLater::Lost(Phase::Greeting))
}
