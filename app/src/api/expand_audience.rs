//! Whom the recipients of a draft really are.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::Audience;
use levee_mail::Draft;

/// People reached, a chip for each recipient, and the facts to judge by.
#[server(prefix = "/api", endpoint = "expand_audience", input = Json, output = Json)]
pub(crate) async fn expand_audience(draft: Draft) -> Result<Audience, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.audience(&who, &draft).await?)
}
