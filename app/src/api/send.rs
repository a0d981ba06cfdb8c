//! Hands a draft over to be sent.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::{Outcome, SendRequest};

/// Sends; asked, held and blocked come back as values.
#[server(name = SendDraft, prefix = "/api", endpoint = "send", input = Json, output = Json)]
pub(crate) async fn send(request: SendRequest) -> Result<Timed<Outcome>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.send(&who, &request).await? })
}
