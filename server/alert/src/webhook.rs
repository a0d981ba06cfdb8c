//! A webhook: JSON by HTTP POST, signed with a secret that both sides know.

use crate::failed::Failed;
use hmac::{Hmac, Mac as _};
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::uri::{Scheme, Uri};
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use levee_tls::{CertificateDer, NoRoots, is_loopback, protect, reach, trusting};
use rustls::ClientConfig;
use sha2::Sha256;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// Octets that a secret has at least: fewer could be found by trying.
pub const SECRET_OCTETS: usize = 16;
/// For connecting, and again for protecting the line.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the whole attempt.
const WHOLE: Duration = Duration::from_secs(20);

/// Where alerts are posted.
#[derive(Clone)]
pub struct Webhook {
    uri: Uri,
    host: String,
    port: u16,
    secret: Arc<[u8]>,
    tls: Option<Arc<ClientConfig>>,
}

/// Why settings name no webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// It is not an address of HTTP.
    #[error("needs the form https://hooks.example.org/levee")]
    NoAddress,
    /// What is said there could be read on the way.
    #[error("must be https, except on a loopback address")]
    Unprotected,
    /// Name and password in an address end up in logs.
    #[error("must not hold a user or password; the secret signs each request")]
    Credentials,
    /// The secret could be found by trying.
    #[error("needs a secret of at least {SECRET_OCTETS} characters; make one with: openssl rand -hex 32")]
    ShortSecret,
    /// Nobody to trust.
    #[error(transparent)]
    NoRoots(#[from] NoRoots),
}

/// One alert on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery<'a> {
    /// The same at each attempt: who receives it twice knows it by this.
    pub id: &'a str,
    /// What happened, as `storm.tripped`.
    pub event: &'a str,
    /// When this attempt is made, seconds since 1970: part of what is signed, so that an old request is no new one.
    pub at: i64,
    /// JSON.
    pub body: &'a str,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path may be a secret of its own.
        f.debug_struct("Webhook").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Webhook {
    /// Takes an address and a secret; `roots` are whom to trust, none where the address is plain HTTP.
    ///
    /// # Errors
    /// A [`WebhookError`] that says what to do.
    pub fn new(address: &str, secret: &[u8], roots: Vec<CertificateDer>) -> Result<Self, WebhookError> {
        let uri: Uri = address.parse().map_err(|_| WebhookError::NoAddress)?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(WebhookError::NoAddress);
        };
        if authority.as_str().contains('@') {
            return Err(WebhookError::Credentials);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let is_https = *scheme == Scheme::HTTPS;
        if (!is_https && *scheme != Scheme::HTTP) || host.is_empty() {
            return Err(WebhookError::NoAddress);
        }
        if !is_https && !is_loopback(&host) {
            return Err(WebhookError::Unprotected);
        }
        if secret.len() < SECRET_OCTETS {
            return Err(WebhookError::ShortSecret);
        }
        let port = authority.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let tls = is_https.then(|| trusting(roots)).transpose()?;
        Ok(Self { uri, host, port, secret: secret.into(), tls })
    }

    /// Host and port, for people who set it up.
    #[must_use]
    pub fn host(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Connects, protects the line, and says nothing.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn try_line(&self) -> Result<(), Failed> {
        let stream = reach(&self.host, self.port, PATIENCE).await?;
        if let Some(tls) = &self.tls {
            protect(tls.clone(), &self.host, stream, PATIENCE).await?;
        }
        Ok(())
    }

    /// Posts an alert. An answer of 200 to 299 says that it was taken.
    ///
    /// # Errors
    /// [`Failed`]; after some of them it may have been taken all the same.
    pub async fn post(&self, delivery: &Delivery<'_>) -> Result<(), Failed> {
        let attempt = async {
            let stream = reach(&self.host, self.port, PATIENCE).await?;
            match &self.tls {
                None => self.talk(stream, delivery).await,
                Some(tls) => self.talk(protect(tls.clone(), &self.host, stream, PATIENCE).await?, delivery).await,
            }
        };
        let status = timeout(WHOLE, attempt).await.map_err(|_| Failed::Silent)??;
        if status.is_success() { Ok(()) } else { Err(Failed::Answered(status.as_u16())) }
    }

    async fn talk<S>(&self, stream: S, delivery: &Delivery<'_>) -> Result<StatusCode, Failed>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let broken = |error: &dyn fmt::Display| Failed::Broken(error.to_string());
        let (mut requests, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| broken(&error))?;
        let request = self.request(delivery).map_err(|error| broken(&error))?;
        let mut answer = std::pin::pin!(requests.send_request(request));
        let answer = tokio::select! {
            answer = &mut answer => answer,
            // Whoever answers and hangs up at once has answered.
            _ = connection => answer.await,
        };
        answer.map(|answer| answer.status()).map_err(|error| broken(&error))
    }

    fn request(&self, delivery: &Delivery<'_>) -> http::Result<Request<Full<Bytes>>> {
        let Delivery { id, event, at, body } = *delivery;
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = self.uri.authority().map_or("", |authority| authority.as_str());
        Request::post(path)
            .header(HOST, authority)
            .header(USER_AGENT, "Levee")
            .header(CONTENT_TYPE, "application/json")
            .header("levee-delivery", id)
            .header("levee-event", event)
            .header("levee-timestamp", at)
            .header("levee-signature", self.signature(at, body))
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
    }

    /// `v1=` and the HMAC-SHA256 (RFC 2104) of `TIMESTAMP.BODY` in hexadecimal digits.
    fn signature(&self, at: i64, body: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return String::new() };
        mac.update(format!("{at}.{body}").as_bytes());
        mac.finalize().into_bytes().iter().fold("v1=".to_owned(), |mut text, octet| {
            let _ = write!(text, "{octet:02x}");
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret of thirty-two octets ok";

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        for (address, secret, expected) in [
            ("http://127.0.0.1:8080/hook", SECRET, None),
            ("http://[::1]:8080/hook", SECRET, None),
            ("http://hooks.example/levee", SECRET, Some(WebhookError::Unprotected)),
            ("https://user:word@hooks.example/levee", SECRET, Some(WebhookError::Credentials)),
            ("hooks.example/levee", SECRET, Some(WebhookError::NoAddress)),
            ("ftp://127.0.0.1/levee", SECRET, Some(WebhookError::NoAddress)),
            ("http://127.0.0.1:8080/hook", b"short".as_slice(), Some(WebhookError::ShortSecret)),
            ("https://hooks.example/levee", SECRET, Some(WebhookError::NoRoots(NoRoots))),
        ] {
            assert_eq!(Webhook::new(address, secret, Vec::new()).err(), expected, "{address}");
        }
    }

    #[test]
    fn the_signature_is_the_hmac_of_time_and_body() {
        let hook = Webhook::new("http://127.0.0.1:1/", SECRET, Vec::new()).unwrap();
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of thirty-two octets ok'
        let expected = "v1=77008b7bfc93b2032b3270e93b4f33feae03c4f3fc24309d2239742b5acfbe29";
        assert_eq!(hook.signature(1_700_000_000, "{\"a\":1}"), expected);
        assert_ne!(hook.signature(1_700_000_001, "{\"a\":1}"), expected);
    }

    #[test]
    fn what_is_shown_of_it_holds_neither_secret_nor_path() {
        let hook = Webhook::new("http://127.0.0.1:1/T0P/S3CRET", SECRET, Vec::new()).unwrap();
        let shown = format!("{hook:?}");
        assert!(!shown.contains("S3CRET") && !shown.contains("thirty"), "{shown}");
    }
}
