//! What came of a form that was sent without script stands in the address of the page that answers
//! it; written here and read again. Only codes, numbers and signed text are taken from an address.

use super::composing::{Composing, Phase};
use crate::api::ApiError;
#[cfg(feature = "ssr")]
use crate::path::LocalPath;
use crate::path::told_problem;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
#[cfg(feature = "ssr")]
use levee_contract::Outcome;
use levee_contract::{AppError, Field};

/// The page that shows an outcome.
#[cfg(feature = "ssr")]
pub(super) fn page_of(page: LocalPath, outcome: &Outcome) -> LocalPath {
    match outcome {
        Outcome::Pending { .. } | Outcome::Held { .. } => LocalPath::outbox(),
        Outcome::Ask { question, type_number, reference, .. } => {
            let page = page.with("question", question).with("verdict", reference);
            type_number.map_or(page.clone(), |number| page.with("number", &number.to_string()))
        }
        Outcome::Blocked { reference, .. } => page.with("blocked", reference),
    }
}

/// Begins where the form left off.
pub(super) fn show_answer(composing: Composing, query: &ParamsMap) {
    let judged = untrack(|| composing.judged.get());
    if query.get_str("told") == Some("wrong") {
        composing.called_wrong.set(reference(query, "blocked").or_else(|| reference(query, "verdict")));
    }
    let phase = match (query.get("question"), reference(query, "blocked"), judged) {
        (Some(question), _, Some(judged)) => Some(Phase::Asked {
            judged,
            question,
            type_number: query.get_str("number").and_then(|n| n.parse().ok()),
            reference: reference(query, "verdict").unwrap_or_default(),
        }),
        (None, Some(reference), Some(judged)) => Some(Phase::Blocked { judged, reference }),
        _ => problem(composing, query).map(|problem| Phase::Failed(ApiError::App(problem))),
    };
    if let Some(phase) = phase {
        composing.phase.set(phase);
    }
}

fn problem(composing: Composing, query: &ParamsMap) -> Option<AppError> {
    if query.get_str("problem") != Some("invalid") {
        return told_problem(query);
    }
    let unfinished = untrack(|| composing.draft()).unparsed;
    let field = |detail| Field { name: "to".to_owned(), problem: "not_an_address".to_owned(), detail };
    let fields: Vec<Field> = unfinished.into_iter().map(|typed| field(Some(typed))).collect();
    let none = Field { name: "to".to_owned(), problem: "empty".to_owned(), detail: None };
    Some(AppError::Invalid { fields: if fields.is_empty() { vec![none] } else { fields } })
}

fn reference(query: &ParamsMap, key: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    query.get(key).filter(|reference| reference.len() <= 40 && reference.chars().all(plain))
}
