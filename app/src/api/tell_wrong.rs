//! Says that a verdict was wrong, or takes that back.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::Telling;

/// Of a verdict on one's own mail; it changes no ruling. A form is answered with the outbox, where `open` is open.
#[server(prefix = "/api", endpoint = "tell_wrong", output = Json)]
pub(crate) async fn tell_wrong(
    reference: String,
    telling: Telling,
    #[server(default)] why: String,
    #[server(default)] open: String,
) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.tell_wrong(&who, &reference, telling, &why).await;
    super::answer_form(&LocalPath::outbox().with("open", &open).told(&done));
    Ok(done?)
}
