//! TLS where it is configured, and not one word of a password without it.

use levee_imap::{Client, LoginError, ProbeError, Security, Server};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// Certificate of "localhost", its own authority, and a server that shows it.
struct Identity {
    certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

fn identity() -> Identity {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    Identity { certificate, acceptor: TlsAcceptor::from(Arc::new(config)) }
}

/// Listens, has `serve` talk to the first that comes, and signs in to it; gives how that went and
/// what was said in the clear.
async fn sign_in<F, Fut>(security: Security, trusted: &Identity, serve: F) -> (Result<(), LoginError>, Vec<String>)
where
    F: FnOnce(TcpStream) -> Fut + Send + 'static,
    Fut: Future<Output = Vec<String>> + Send,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard: JoinHandle<Vec<String>> = tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
    let server = Server::with_roots("localhost", port, security, vec![trusted.certificate.clone()]).unwrap();
    let signed_in = async { Client::connect(&server).await?.login("a", "pw").await.map(drop) }.await;
    (signed_in, heard.await.unwrap())
}

/// Answers every command with OK until the other side leaves; gives the commands.
async fn talk(line: impl AsyncRead + AsyncWrite + Unpin) -> Vec<String> {
    let (mut line, mut heard) = (BufReader::new(line), Vec::new());
    let mut command = String::new();
    while let Ok(1..) = line.read_line(&mut command).await {
        let (tag, words) = command.trim_end().split_once(' ').unwrap();
        heard.push(words.to_owned());
        if line.write_all(format!("{tag} OK done\r\n").as_bytes()).await.is_err() {
            break;
        }
        line.flush().await.unwrap();
        command.clear();
    }
    heard
}

/// Greets, reads one line, answers; gives that line.
async fn until_starttls(tcp: &mut TcpStream, greeting: &str, answer: &str) -> Vec<String> {
    let mut line = BufReader::new(tcp);
    let mut command = String::new();
    line.write_all(format!("{greeting}\r\n").as_bytes()).await.unwrap();
    line.read_line(&mut command).await.unwrap();
    line.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    command.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn signs_in_under_tls() {
    let mine = identity();
    let acceptor = mine.acceptor.clone();
    let implicit = sign_in(Security::ImplicitTls, &mine, |tcp| async move {
        let mut line = acceptor.accept(tcp).await.unwrap();
        line.write_all(b"* OK ready\r\n").await.unwrap();
        talk(line).await
    });
    assert_eq!(implicit.await, (Ok(()), vec!["LOGIN \"a\" \"pw\"".to_owned(), "CAPABILITY".to_owned()]));

    let acceptor = mine.acceptor.clone();
    let starttls = sign_in(Security::StartTls, &mine, |mut tcp| async move {
        let mut heard = until_starttls(&mut tcp, "* OK ready", "S1 OK go ahead").await;
        heard.extend(talk(acceptor.accept(tcp).await.unwrap()).await);
        heard
    });
    let (signed_in, heard) = starttls.await;
    assert_eq!((signed_in, &heard[1..]), (Ok(()), &["LOGIN \"a\" \"pw\"".to_owned(), "CAPABILITY".to_owned()][..]));
}

#[tokio::test]
async fn a_stranger_hears_no_password() {
    let (mine, stranger) = (identity(), identity());
    let (signed_in, heard) = sign_in(Security::ImplicitTls, &mine, move |tcp| async move {
        match stranger.acceptor.accept(tcp).await {
            Ok(line) => talk(line).await,
            Err(_) => Vec::new(),
        }
    })
    .await;
    assert!(matches!(signed_in, Err(LoginError::Unreachable { .. })), "{signed_in:?}");
    assert!(heard.is_empty(), "{heard:?}");
}

/// Neither a refusal, nor a greeting that skips the sign-in, nor words slipped in behind the answer
/// make the client go on without TLS.
#[tokio::test]
async fn starttls_cannot_be_talked_away() {
    let mine = identity();
    for (greeting, answer, said) in [
        ("* OK ready", "S1 NO not today", 1),
        ("* OK ready", "S1 BAD what?", 1),
        ("* OK ready", "S1 OK go ahead\r\n* OK [ALERT] slipped in", 1),
        ("* PREAUTH hello a", "S1 OK", 0),
    ] {
        let (signed_in, heard) = sign_in(Security::StartTls, &mine, move |mut tcp| async move {
            let mut heard = until_starttls(&mut tcp, greeting, answer).await;
            heard.extend(talk(tcp).await);
            heard
        })
        .await;
        assert!(matches!(signed_in, Err(LoginError::Unreachable { .. })), "{greeting} {answer}: {signed_in:?}");
        assert_eq!(heard.len(), said, "{greeting} {answer}: {heard:?}");
    }
}

/// Somebody who sets a server up is told what it offers, under TLS as configured, and nobody signs in.
#[tokio::test]
async fn a_probe_tells_what_is_offered() {
    const ANSWER: &str = "* CAPABILITY IMAP4rev1 move Idle\r\nC1 OK done\r\n";
    let mine = identity();
    for security in [Security::ImplicitTls, Security::StartTls] {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let acceptor = mine.acceptor.clone();
        let heard = tokio::spawn(async move {
            let (mut tcp, _) = listener.accept().await.unwrap();
            if security == Security::StartTls {
                until_starttls(&mut tcp, "* OK ready", "S1 OK go ahead").await;
            }
            let mut line = BufReader::new(acceptor.accept(tcp).await.unwrap());
            if security == Security::ImplicitTls {
                line.write_all(b"* OK ready\r\n").await.unwrap();
            }
            let mut command = String::new();
            line.read_line(&mut command).await.unwrap();
            line.write_all(ANSWER.as_bytes()).await.unwrap();
            line.flush().await.unwrap();
            command
        });
        let server = Server::with_roots("localhost", address.port(), security, vec![mine.certificate.clone()]).unwrap();
        let offer = server.probe().await.unwrap();
        assert_eq!(
            (offer.peer, offer.capabilities),
            (address, ["IMAP4REV1", "MOVE", "IDLE"].map(str::to_owned).into())
        );
        assert_eq!(heard.await.unwrap(), "C1 CAPABILITY\r\n", "{security:?}");
    }
}

#[tokio::test]
async fn a_probe_of_something_else_says_so() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.write_all(b"220 mx.hosp.example ESMTP\r\n").await.unwrap();
        // Read on, so that what was said is not lost with the connection.
        talk(tcp).await
    });
    let server = Server::with_roots("localhost", port, Security::PlainOnLoopback, Vec::new()).unwrap();
    let said = server.probe().await.unwrap_err();
    assert!(matches!(said, ProbeError::NotImap(why) if why.contains("not an IMAP server")), "{said}");
}
