//! What the server hands to every request, and how a form that was sent without script is answered.

use super::ApiError;
use crate::path::LocalPath;
use http::StatusCode;
use http::header::{ACCEPT, COOKIE, HeaderValue, LOCATION, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use levee_contract::{AppError, Caller, Levee, SessionToken, UnixSeconds};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Everything that screens may ask. The server provides it as context, with `Option<Caller>`,
/// `Arc<dyn SetSession>` and [`Peer`].
pub type Contract = Arc<dyn Levee>;

/// Writes the session's cookie. Provided as `Arc<dyn SetSession>`, because only the server knows
/// whether it stands behind TLS.
pub trait SetSession: Send + Sync {
    /// The `Set-Cookie` value that begins a session.
    fn signed_in(&self, token: &SessionToken) -> String;
    /// The `Set-Cookie` value that ends it.
    fn signed_out(&self) -> String;
}

/// The address that a request came from, for the limits on sign-in attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer(pub String);

/// The contract and who asks.
///
/// # Errors
/// `SignedOut`, or why the session could not be looked up.
pub(crate) fn ask() -> Result<(Contract, Caller), ApiError> {
    // The server may say why there is no caller: a store that is down must not look like signed out.
    if let Some(Err(why)) = use_context::<Result<Caller, AppError>>()
        && why != AppError::SignedOut
    {
        return Err(why.into());
    }
    let Some(caller) = use_context::<Option<Caller>>().flatten() else {
        return Err(lead_to_sign_in());
    };
    Ok((contract()?, caller))
}

/// A page or a plain form is answered with the sign-in page, which leads back to the page asked for.
fn lead_to_sign_in() -> ApiError {
    let page = use_context::<Parts>().filter(|parts| parts.method == http::Method::GET);
    let page = page.and_then(|parts| LocalPath::parse(&parts.uri.to_string()));
    answer_status(StatusCode::UNAUTHORIZED);
    answer_form(&LocalPath::sign_in_for(&page.unwrap_or_else(LocalPath::inbox)));
    AppError::SignedOut.into()
}

/// The contract, for those who are not signed in yet.
///
/// # Errors
/// `Internal` when the server provided none.
pub(crate) fn contract() -> Result<Contract, ApiError> {
    use_context::<Contract>().ok_or_else(|| AppError::Internal { reference: "no contract".to_owned() }.into())
}

/// Answers a form with a page. Only a browser that sent the form by itself (it accepts HTML) is
/// led there; a script that called decides for itself what to show.
pub(crate) fn answer_form(page: &LocalPath) {
    let (Some(asked), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else { return };
    let accepts = asked.headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html")
        && let Ok(page) = HeaderValue::from_str(page.as_str())
    {
        response.insert_header(LOCATION, page);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Sets the cookie that begins a session.
///
/// # Errors
/// `Internal` when the server provided no way to set one.
pub(crate) fn begin_session(token: &SessionToken) -> Result<(), AppError> {
    let cookie = use_context::<Arc<dyn SetSession>>();
    let cookie = cookie.ok_or_else(|| AppError::Internal { reference: "no cookie".to_owned() })?;
    set_cookie(&cookie.signed_in(token));
    Ok(())
}

/// Takes the cookie away.
pub(crate) fn end_session() {
    if let Some(cookie) = use_context::<Arc<dyn SetSession>>() {
        set_cookie(&cookie.signed_out());
    }
}

/// Sets the cookie that keeps how this browser shows lists.
pub(crate) fn keep_list_view(view: super::ListView) {
    set_cookie(&view.cookie());
}

/// Name of the cookie that says `off` where letters by themselves are no keys. A script may read it.
const LETTER_KEYS: &str = "levee-keys";

/// Sets the cookie that keeps whether letters by themselves are keys, for a year.
pub(crate) fn keep_letter_keys(on: bool) {
    let says = if on { "on" } else { "off" };
    set_cookie(&format!("{LETTER_KEYS}={says}; Path=/; Max-Age=31536000; SameSite=Lax"));
}

/// `off` where the browser that asks for this page has switched them off; they are on for all others.
pub(crate) fn letter_keys() -> &'static str {
    if cookie(LETTER_KEYS).as_deref() == Some("off") { "off" } else { "on" }
}

/// What the browser that asks has kept under this name.
pub(crate) fn cookie(name: &str) -> Option<String> {
    let asked = use_context::<Parts>()?;
    let lines = asked.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split("; "));
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

fn set_cookie(line: &str) {
    if let (Some(response), Ok(line)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(line)) {
        response.append_header(SET_COOKIE, line);
    }
}

/// Sets the status of the page being rendered, so that programs see what people read.
pub(crate) fn answer_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// The server's clock.
pub(crate) fn now() -> UnixSeconds {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixSeconds::try_from(since.as_secs()).unwrap_or(UnixSeconds::MAX)
}
