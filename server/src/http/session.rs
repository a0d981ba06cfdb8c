//! The session's cookie: read on every request, written at sign-in and sign-out.

use super::Shared;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header, request::Parts};
use axum::middleware::Next;
use axum::response::Response;
use leptos::prelude::{provide_context, use_context};
use levee_app::Peer;
use levee_contract::{AppError, Caller, SessionToken};
use std::net::{IpAddr, SocketAddr};

/// Name and attributes of the cookie. With TLS it carries the `__Host-` prefix, so that no other
/// host of the domain can set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionCookie {
    /// Behind TLS.
    Secure,
    /// On a loopback address without TLS.
    Loopback,
}

impl SessionCookie {
    /// The cookie for the public origin.
    #[must_use]
    pub(crate) fn new(https: bool) -> Self {
        if https { Self::Secure } else { Self::Loopback }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-levee",
            Self::Loopback => "levee",
        }
    }

    /// Reads the token from a request.
    fn read(self, headers: &HeaderMap) -> Option<SessionToken> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut pairs = cookies.flat_map(|c| c.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == self.name()).map(|(_, value)| SessionToken::new(value.to_owned()))
    }
}

impl levee_app::SetSession for SessionCookie {
    fn signed_in(&self, token: &SessionToken) -> String {
        let secure = if *self == Self::Secure { "; Secure" } else { "" };
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", self.name(), token.as_str())
    }

    fn signed_out(&self) -> String {
        let secure = if *self == Self::Secure { "; Secure" } else { "" };
        format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}", self.name())
    }
}

/// Finds out who asks and hands it on with the request: the caller, or why there is none.
pub(super) async fn recognise(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let caller = match shared.cookie.read(request.headers()) {
        Some(token) => shared.levee.caller(&token).await,
        None => Err(AppError::SignedOut),
    };
    request.extensions_mut().insert(Recognised(caller));
    next.run(request).await
}

/// What `recognise` found.
#[derive(Clone)]
pub(super) struct Recognised(pub(super) Result<Caller, AppError>);

/// Gives screens the caller of this request, and the address that it came from.
pub(super) fn provide_caller() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(Recognised(found)) = parts.extensions.get::<Recognised>().cloned() {
        provide_context(found.clone());
        provide_context(found.ok());
    }
    if let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
        provide_context(Peer(peer_address(&parts.headers, *peer)));
    }
}

/// Where a request came from. A proxy in front on this machine says it in `X-Forwarded-For`, whose
/// last entry it wrote itself; nobody else is believed.
fn peer_address(headers: &HeaderMap, peer: SocketAddr) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
    let last =
        forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim).filter(|a| a.parse::<IpAddr>().is_ok());
    match last {
        Some(address) if peer.ip().is_loopback() => address.to_owned(),
        _ => peer.ip().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use levee_app::SetSession;

    #[test]
    fn a_cookie_comes_back_as_it_was_set() {
        for cookie in [SessionCookie::Secure, SessionCookie::Loopback] {
            let set = cookie.signed_in(&SessionToken::new("abc123".to_owned()));
            let pair = set.split(';').next().unwrap();
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&format!("other=1; {pair}")).unwrap());
            assert_eq!(cookie.read(&headers).unwrap().as_str(), "abc123");
            assert!(set.contains("HttpOnly; SameSite=Strict"));
            assert_eq!(set.contains("Secure") && set.starts_with("__Host-"), cookie == SessionCookie::Secure);
        }
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.7, 203.0.113.9"));
        assert_eq!(peer_address(&headers, "127.0.0.1:4000".parse().unwrap()), "203.0.113.9");
        assert_eq!(peer_address(&headers, "192.0.2.1:4000".parse().unwrap()), "192.0.2.1");
    }
}
