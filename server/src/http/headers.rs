//! Response headers that make a browser careful: policies for pages, and for everything else.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

const POLICY: HeaderName = header::CONTENT_SECURITY_POLICY;

/// Sets the policy of the page being rendered, with the nonce of its scripts.
pub(super) fn provide_page_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(POLICY, value);
    }
}

/// What makes a browser careful with any answer.
const ALL: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What it asks only of documents (HTML Living Standard, "cross-origin opener policies"; W3C Permissions Policy): what a
/// page is made of goes without, which is a hundred and fifty bytes for each file of a first load.
const DOCUMENTS: [(HeaderName, &str); 3] = [
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("x-dns-prefetch-control"), "off"),
];

/// Adds what every answer carries; a policy that forbids everything where none was set. Pages and
/// mail are not kept by any cache; files of the site say themselves how long they hold.
pub(super) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let type_of = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_part = ["text/css", "text/javascript", "application/wasm"].iter().any(|part| type_of.starts_with(part));
    let documents = if is_part { &[][..] } else { &DOCUMENTS[..] };
    for (name, value) in ALL.iter().chain(documents) {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let nothing = "default-src 'none'; frame-ancestors 'none'; sandbox";
    headers.entry(POLICY).or_insert(HeaderValue::from_static(nothing));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
