//! Makes a new version of the policy.

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
#[cfg(feature = "ssr")]
use crate::view::admin::plain;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::{AppError, Field, PolicyChange};

/// Changes the policy. A form that is refused gets its page back with all that was typed.
#[server(prefix = "/api", endpoint = "change_policy", output = Json)]
pub(crate) async fn change_policy(
    base: u64,
    #[server(default)] values: Vec<(String, String)>,
    reason: String,
    #[server(default)] above_biggest_list: Option<String>,
) -> Result<u64, ApiError> {
    let (levee, who) = super::ask()?;
    let values = values.into_iter().map(|(name, typed)| (name, plain(&typed))).collect();
    let change = PolicyChange {
        base,
        values,
        reason: reason.trim().to_owned(),
        above_biggest_list: above_biggest_list.is_some(),
    };
    let done = levee.change_policy(&who, &change).await;
    super::answer_form(&match &done {
        Ok(_) => LocalPath::policy(),
        Err(problem) => typed_again(&change, problem),
    });
    Ok(done?)
}

/// The page with what was typed in its address, so that its fields can say what is wrong with them.
#[cfg(feature = "ssr")]
fn typed_again(change: &PolicyChange, problem: &AppError) -> LocalPath {
    let page = LocalPath::policy().telling(problem).with("reason", &change.reason);
    let page = change.values.iter().fold(page, |page, (name, value)| page.with(name, value));
    let biggest = |f: &&Field| f.problem == "above_biggest_list";
    match problem {
        AppError::Invalid { fields } => match fields.iter().find(biggest).and_then(|f| f.detail.as_deref()) {
            Some(biggest) => page.with("biggest", biggest),
            None => page,
        },
        _ => page,
    }
}
