//! The quoted original, to be edited.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_mail::Draft;

/// The quote of a draft as HTML, without its pictures.
#[server(prefix = "/api", endpoint = "quoted_original", input = Json, output = Json)]
pub(crate) async fn quoted_original(draft: Draft) -> Result<String, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.quoted(&who, &draft).await?)
}
