//! Begins a session.

use super::ApiError;
use super::json::Json;
use crate::path::LocalPath;
use leptos::server;

/// Signs in with the credentials of the mail server. Always a plain form: the cookie begins with
/// the page that answers it, `next`, or the sign-in page again with what went wrong.
#[server(prefix = "/api", endpoint = "sign_in", output = Json)]
pub(crate) async fn sign_in(address: String, password: String, next: LocalPath) -> Result<(), ApiError> {
    let from = leptos::prelude::use_context::<super::Peer>().map_or_else(String::new, |peer| peer.0);
    let token = super::contract()?.sign_in(&address, &password, &from).await;
    let done = token.and_then(|token| super::begin_session(&token));
    super::answer_form(&if done.is_ok() { next } else { LocalPath::sign_in_for(&next).told(&done) });
    Ok(done?)
}
