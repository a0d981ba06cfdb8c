//! Says what became of a submission that nobody can know of.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use leptos::server;
use levee_contract::Settle;
use levee_mail::DraftId;

/// Files it as sent, or sends it again, as its author says.
#[server(prefix = "/api", endpoint = "settle_unclear", output = Json)]
pub(crate) async fn settle_unclear(id: DraftId, how: Settle) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    let done = levee.settle(&who, &id, how).await;
    super::answer_form(&LocalPath::outbox().told(&done));
    Ok(done?)
}
