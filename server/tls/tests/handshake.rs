//! What is said when a line cannot be protected, with servers that are wrong in one way each.

use levee_tls::{CaFileError, Unreached, Untrusted, of_file, protect, reach, trusting};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const PATIENCE: Duration = Duration::from_secs(10);

/// A certificate that is its own authority.
struct Identity {
    pem: String,
    certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

fn identity(name: &str, until: Option<i32>) -> Identity {
    let mut parameters = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    if let Some(year) = until {
        parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
    }
    let key = rcgen::KeyPair::generate().unwrap();
    let made = parameters.self_signed(&key).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    Identity { pem: pem(made.der()), certificate: made.der().clone(), acceptor: TlsAcceptor::from(Arc::new(config)) }
}

/// RFC 7468.
fn pem(certificate: &[u8]) -> String {
    let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, certificate);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// Connects as "localhost" to a server that shows this identity, trusting another or the same.
async fn shown(server: &Identity, trusted: &Identity) -> Result<(), Untrusted> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = server.acceptor.clone();
    tokio::spawn(async move { acceptor.accept(listener.accept().await.unwrap().0).await.is_ok() });
    let stream = reach("127.0.0.1", port, PATIENCE).await.unwrap();
    let config = trusting(vec![trusted.certificate.clone()]).unwrap();
    protect(config, "localhost", stream, PATIENCE).await.map(drop)
}

#[tokio::test]
async fn each_fault_of_a_certificate_is_told_apart() {
    let (mine, other) = (identity("localhost", None), identity("mx.hosp.example", None));
    let expired = identity("localhost", Some(2001));
    assert_eq!(shown(&mine, &mine).await, Ok(()));
    assert_eq!(shown(&mine, &identity("localhost", None)).await, Err(Untrusted::UnknownAuthority));
    assert_eq!(shown(&other, &other).await, Err(Untrusted::OtherName));
    assert_eq!(shown(&expired, &expired).await, Err(Untrusted::OutOfDate));
}

#[tokio::test]
async fn a_server_without_tls_is_no_fault_of_the_certificate() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.write_all(b"220 mx.hosp.example ESMTP\r\n").await.unwrap();
    });
    let stream = reach("127.0.0.1", port, PATIENCE).await.unwrap();
    let config = trusting(vec![identity("localhost", None).certificate]).unwrap();
    assert_eq!(protect(config, "localhost", stream, PATIENCE).await.map(drop), Err(Untrusted::NoTls));
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_is_told_by_its_cause() {
    let port = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
    assert_eq!(reach("127.0.0.1", port, PATIENCE).await.map(drop), Err(Unreached::Refused));
    assert_eq!(reach("no-such-host.invalid", port, PATIENCE).await.map(drop), Err(Unreached::NoSuchHost));
}

#[test]
fn authorities_are_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    assert!(matches!(of_file(&path), Err(CaFileError::Unreadable(..))));
    std::fs::write(&path, "not a certificate\n").unwrap();
    assert!(matches!(of_file(&path), Err(CaFileError::Empty(_))));
    let mine = identity("localhost", None);
    std::fs::write(&path, format!("{}{}", mine.pem, identity("mx.hosp.example", None).pem)).unwrap();
    let found = of_file(&path).unwrap();
    assert_eq!((found.len(), &found[0]), (2, &mine.certificate));
}
