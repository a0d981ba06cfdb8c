//! One message of another mail program that waits for its own sender.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::OwnHeld;
use levee_mail::DraftId;

/// Opens it, with the question.
#[server(prefix = "/api", endpoint = "open_own", input = Json, output = Json)]
pub(crate) async fn open_own(id: DraftId) -> Result<Timed<OwnHeld>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.own_held(&who, &id).await? })
}
