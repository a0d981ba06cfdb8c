//! Refuses what another site's page makes a browser send (security: no token is needed where the
//! browser says where a request comes from), and requests for a host that is not ours.

use super::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets a request pass when its `Host` is ours and, unless it only reads, it comes from our own pages.
pub(super) async fn refuse_strangers(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).map(str::to_owned);
    if host.as_deref() != Some(&*shared.host) {
        let say = format!("This server is {}; the request was for another host.\n", shared.host);
        return (StatusCode::MISDIRECTED_REQUEST, say).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) && !is_from_us(request.headers(), &shared.host) {
        return (StatusCode::FORBIDDEN, "This request did not come from a page of this server.\n").into_response();
    }
    // The framework answers a plain form by redirecting to the Referer; ours name their page themselves.
    request.headers_mut().remove(header::REFERER);
    next.run(request).await
}

/// `Sec-Fetch-Site: same-origin`; where a browser does not send it, an `Origin` of ours; neither: no.
fn is_from_us(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
        }
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(site: Option<&str>, origin: Option<&str>, expected: bool) {
        let mut headers = HeaderMap::new();
        if let Some(site) = site {
            headers.insert("sec-fetch-site", site.parse().unwrap());
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        assert_eq!(is_from_us(&headers, "mail.example"), expected, "{site:?} {origin:?}");
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        check(Some("same-origin"), None, true);
        check(Some("same-site"), Some("https://mail.example"), false);
        check(Some("cross-site"), Some("https://mail.example"), false);
        check(Some("none"), None, false);
        check(None, Some("https://mail.example"), true);
        check(None, Some("https://evil.example"), false);
        check(None, Some("null"), false);
        check(None, None, false);
    }
}
