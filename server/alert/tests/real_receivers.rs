//! Alerts to receivers that listen: HTTP with and without TLS, syslog over UDP, TCP and a local socket.

use levee_alert::{Delivery, Failed, Line, Severity, Syslog, Webhook};
use levee_tls::Untrusted;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket, UnixDatagram};

const SECRET: &[u8] = b"a secret of thirty-two octets ok";
const DELIVERY: Delivery<'static> =
    Delivery { id: "storm:LV-0000-0001", event: "storm.tripped", at: 1_700_000_000, body: "{\"people\":600}" };
const LINE: Line<'static> = Line {
    severity: Severity::Notice,
    at: 1_700_000_000,
    host: "mail1",
    event: "stop.lifted",
    body: "{\"organisation\":\"Hospital\"}",
};

/// Reads a request with its body, answers it, and hands it on.
async fn answer<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, status: &str) -> String {
    let mut read = Vec::new();
    while !read.ends_with(DELIVERY.body.as_bytes()) {
        let mut part = [0; 1024];
        let octets = stream.read(&mut part).await.expect("a request");
        assert!(octets > 0, "it ended early: {}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&part[..octets]);
    }
    let reply = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:9/\r\n\r\n");
    stream.write_all(reply.as_bytes()).await.expect("an answer");
    stream.flush().await.expect("an answer");
    String::from_utf8(read).expect("text")
}

#[tokio::test]
async fn a_request_is_signed_and_only_taken_counts() {
    for (status, expected) in [
        ("204 No Content", Ok(())),
        ("500 Oops", Err(Failed::Answered(500))),
        ("302 Found", Err(Failed::Answered(302))),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let hook = Webhook::new(&format!("http://127.0.0.1:{port}/levee?to=ward"), SECRET, Vec::new()).expect("a hook");
        let receive = async {
            let (stream, _) = listener.accept().await.expect("a caller");
            answer(stream, status).await
        };
        let (sent, request) = tokio::join!(hook.post(&DELIVERY), receive);
        assert_eq!(sent, expected);
        let lines: Vec<&str> = request.lines().collect();
        assert_eq!(lines[0], "POST /levee?to=ward HTTP/1.1");
        for line in [
            &format!("host: 127.0.0.1:{port}"),
            "content-type: application/json",
            "levee-delivery: storm:LV-0000-0001",
            "levee-event: storm.tripped",
            "levee-timestamp: 1700000000",
        ] {
            assert!(lines.contains(&line), "{line} is not in {request}");
        }
        assert!(request.contains("levee-signature: v1="), "{request}");
    }
}

#[tokio::test]
async fn nobody_there_and_whoever_hangs_up_is_told_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("a port").port();
    let hook = Webhook::new(&format!("http://127.0.0.1:{port}/"), SECRET, Vec::new()).expect("a hook");
    let hang_up = async { drop(listener.accept().await.expect("a caller")) };
    let (sent, ()) = tokio::join!(hook.post(&DELIVERY), hang_up);
    assert!(matches!(sent, Err(Failed::Broken(_))), "{sent:?}");
    drop(listener);
    assert!(matches!(hook.post(&DELIVERY).await, Err(Failed::Unreached(_))));
    assert!(matches!(hook.try_line().await, Err(Failed::Unreached(_))));
}

#[tokio::test]
async fn https_reaches_whoever_the_authority_vouches_for() {
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    let certificate = certificate.signed_by(&key, &authority).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let server = server.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).expect("a server");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(server));

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("a port").port();
    let receive = async {
        let (stream, _) = listener.accept().await.expect("a caller");
        answer(acceptor.accept(stream).await.expect("TLS"), "200 OK").await
    };
    let roots = vec![authority.der().clone()];
    let hook = Webhook::new(&format!("https://localhost:{port}/levee"), SECRET, roots.clone()).expect("a hook");
    let (sent, request) = tokio::join!(hook.post(&DELIVERY), receive);
    assert_eq!(sent, Ok(()));
    assert!(request.ends_with(DELIVERY.body));

    let other = Webhook::new(&format!("https://127.0.0.1:{port}/levee"), SECRET, roots).expect("a hook");
    let refuse = async {
        let (stream, _) = listener.accept().await.expect("a caller");
        acceptor.accept(stream).await.err()
    };
    let (sent, _) = tokio::join!(other.post(&DELIVERY), refuse);
    assert_eq!(sent, Err(Failed::Untrusted(Untrusted::OtherName)), "nothing was said to a stranger");
}

#[tokio::test]
async fn a_line_arrives_over_udp_tcp_and_a_local_socket() {
    let expected = LINE.to_string();
    let udp = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let place: Syslog = format!("udp://{}", udp.local_addr().expect("a port")).parse().expect("a place");
    place.send(&LINE).await.expect("sent");
    let mut read = [0; 2048];
    let octets = udp.recv(&mut read).await.expect("a line");
    assert_eq!(String::from_utf8_lossy(&read[..octets]), expected);

    let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place: Syslog = format!("tcp://{}", tcp.local_addr().expect("a port")).parse().expect("a place");
    let receive = async {
        let mut text = String::new();
        tcp.accept().await.expect("a caller").0.read_to_string(&mut text).await.expect("a line");
        text
    };
    let (sent, text) = tokio::join!(place.send(&LINE), receive);
    sent.expect("sent");
    assert_eq!(text, format!("{} {expected}", expected.len()));

    let path = std::env::temp_dir().join(format!("levee-alert-{}.sock", std::process::id()));
    let socket = UnixDatagram::bind(&path).expect("a socket");
    let place = Syslog::Socket(path.clone());
    place.try_line().await.expect("there");
    place.send(&LINE).await.expect("sent");
    let octets = socket.recv(&mut read).await.expect("a line");
    assert_eq!(String::from_utf8_lossy(&read[..octets]), expected);
    std::fs::remove_file(&path).expect("removed");
    assert!(place.try_line().await.is_err());
}
