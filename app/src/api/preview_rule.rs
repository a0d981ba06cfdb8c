//! What a list by a rule would reach.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{RuleDraft, RulePreview};

/// Looks at it; nothing is kept. Administrators only.
#[server(prefix = "/api", endpoint = "preview_rule", input = Json, output = Json)]
pub(crate) async fn preview_rule(draft: RuleDraft) -> Result<RulePreview, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.preview_rule(&who, &draft).await?)
}
