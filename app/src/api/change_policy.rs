//! Makes a new version of the policy.
#![expect(clippy::too_many_arguments, reason = "each argument is a field of the form")]

use super::ApiError;
use super::json::Json;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
#[cfg(feature = "ssr")]
use crate::view::admin::{field_of, plain};
#[cfg(feature = "ssr")]
use crate::view::part::when::read_local;
use leptos::server;
#[cfg(feature = "ssr")]
use levee_contract::{AppError, Field, PolicyChange, PolicyVersion};
#[cfg(feature = "ssr")]
use levee_guard::{Code, Observe, PolicyKey};

/// Changes the policy. `unit` comes with the numbers of a unit, `/` with what all of them may have. A form that is refused gets its page back with all that was typed. `mode` is
/// `enforce`, `some` (then `observed` names the codes) or `observe`; without it the modes stay.
#[server(prefix = "/api", endpoint = "change_policy", output = Json)]
pub(crate) async fn change_policy(
    base: u64,
    #[server(default)] values: Vec<(String, String)>,
    #[server(default)] mode: Option<String>,
    #[server(default)] observed: Vec<String>,
    #[server(default)] approvers: Option<String>,
    reason: String,
    #[server(default)] above_biggest_list: Option<String>,
    #[server(default)] from: Option<String>,
    #[server(default)] unit: Option<String>,
) -> Result<u64, ApiError> {
    let (levee, who) = super::ask()?;
    let page = match &unit {
        Some(unit) => LocalPath::unit(unit),
        None if values.is_empty() => LocalPath::modes(),
        None => LocalPath::policy(),
    };
    let read = |(name, typed): (String, String)| {
        let value = plain(&name, &typed);
        (name, value)
    };
    let values = values.into_iter().map(read).collect();
    let change = PolicyChange {
        base,
        values,
        observe: match mode.as_deref() {
            Some("enforce") => Some(Observe::Nothing),
            Some("observe") => Some(Observe::All),
            Some("some") => Some(Observe::Codes(observed.iter().filter_map(|code| Code::parse(code)).collect())),
            _ => None,
        },
        approvers_apart: approvers.map(|approvers| approvers == "apart"),
        reason: reason.trim().to_owned(),
        above_biggest_list: above_biggest_list.is_some(),
        from: from.as_deref().and_then(read_local),
    };
    let from = from.filter(|from| !from.trim().is_empty());
    let done = match (&from, change.from) {
        // What is no time is not taken for now.
        (Some(_), None) => Err(AppError::Invalid { fields: vec![no_time()] }),
        _ => levee.change_policy(&who, &change).await,
    };
    let change = match done {
        Err(AppError::Conflict) => own_changes(levee.policy_versions(&who).await.unwrap_or_default(), change),
        _ => change,
    };
    super::answer_form(&match &done {
        Ok(version) => match &from {
            None => page.with("saved", &version.to_string()),
            Some(_) => page.with("scheduled", &version.to_string()),
        },
        Err(problem) => {
            let page = typed_again(page, &change, mode.as_deref(), problem);
            from.iter().fold(page, |page, from| page.with("from", from))
        }
    });
    Ok(done?)
}

#[cfg(feature = "ssr")]
fn no_time() -> Field {
    Field { name: "from".to_owned(), problem: "no_time".to_owned(), detail: None }
}

/// Of a form that came too late, only what its author changed: the other numbers are those of a version
/// that no longer holds, and saving them again would undo what a colleague saved.
#[cfg(feature = "ssr")]
fn own_changes(versions: Vec<PolicyVersion>, change: PolicyChange) -> PolicyChange {
    let base = versions.into_iter().find(|version| version.in_force.version == change.base);
    let base = base.map(|version| version.in_force.policy);
    let changed = |(name, value): &(String, String)| {
        let Some(key) = PolicyKey::parse(name) else { return true };
        let by_itself = key.is_by_itself(value);
        match &base {
            Some(base) if base.value(&key).is_none() => !by_itself,
            Some(base) => plain(name, &field_of(base, &key)) != *value,
            // Who administers a unit does not see versions: a field left empty may be a colleague's number by now.
            None => !by_itself,
        }
    };
    PolicyChange { values: change.values.into_iter().filter(changed).collect(), ..change }
}

/// The page with what was typed in its address, so that its fields can say what is wrong with them.
#[cfg(feature = "ssr")]
fn typed_again(page: LocalPath, change: &PolicyChange, mode: Option<&str>, problem: &AppError) -> LocalPath {
    let page = page.refused(problem).with("reason", &change.reason);
    let page = change.values.iter().fold(page, |page, (name, value)| page.with(name, value));
    let page = match change.approvers_apart {
        Some(apart) => page.with("approvers", if apart { "apart" } else { "any" }),
        None => page,
    };
    let page = match (mode, &change.observe) {
        (Some(mode), Some(Observe::Codes(codes))) => {
            codes.iter().fold(page.with("mode", mode), |page, code| page.with("observed", code.as_str()))
        }
        (Some(mode), _) => page.with("mode", mode),
        (None, _) => page,
    };
    let biggest = |f: &&Field| f.problem == "above_biggest_list";
    match problem {
        AppError::Invalid { fields } => match fields.iter().find(biggest).and_then(|f| f.detail.as_deref()) {
            Some(biggest) => page.with("biggest", biggest),
            None => page,
        },
        _ => page,
    }
}
