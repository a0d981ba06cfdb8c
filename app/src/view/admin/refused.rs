//! Above a form: what was done, or why it was not. Both stand in the address, so that they are said
//! without script too.

use crate::path::told_problem;
use crate::view::part::when::local_minute;
use crate::view::part::{Glyph, InfoBar, Said, Tone};
use crate::words::en::{error, governed};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{AppError, Field, UnixSeconds};

/// What became of the act before, if there was one. `done` says it when it was done.
#[component]
pub(crate) fn Told(done: &'static str) -> impl IntoView {
    let query = use_query_map();
    move || {
        query.with(|query| {
            if query.get("saved").is_some() {
                let bar = view! { <InfoBar tone=Tone::Quiet glyph=Glyph::Tick>{done}</InfoBar> };
                return Some(view! { <div class="told" role="status">{bar}</div> }.into_any());
            }
            if query.get("scheduled").is_some() {
                let says = "Saved. It comes into force by itself at its time; until then it can be withdrawn.";
                let bar = view! { <InfoBar tone=Tone::Quiet glyph=Glyph::Tick>{says}</InfoBar> };
                return Some(view! { <div class="told" role="status">{bar}</div> }.into_any());
            }
            let problem = told_problem(query)?;
            // A field's problem is a word of ours: a link cannot make it say anything else.
            let why = query.get("why").map(|problem| Field { name: String::new(), problem, detail: None });
            let said = match (why, problem) {
                (Some(why), _) => governed(&why),
                (None, AppError::Conflict) => "This was changed meanwhile. Look at it again, then decide.".into(),
                (None, problem) => error(&problem),
            };
            let bar = view! { <InfoBar tone=Tone::Danger glyph=Glyph::Block><Said sentence=said /></InfoBar> };
            Some(view! { <div class="told">{bar}</div> }.into_any())
        })
    }
}

/// When a version comes into force: at once, where nothing is chosen.
#[component]
pub(crate) fn From(id: &'static str, typed: String, now: UnixSeconds) -> impl IntoView {
    view! {
        <label class="from" for=id>
            <span>"In force from"</span>
            <input type="datetime-local" id=id name="from" min=local_minute(now) value=typed title="Empty: at once" />
        </label>
    }
    .into_any()
}

/// The reason of a form: required, and there again when the form was refused.
#[component]
pub(crate) fn Reason(id: &'static str, #[prop(optional)] placeholder: &'static str) -> impl IntoView {
    let typed = use_query_map().with_untracked(|query| query.get("reason"));
    view! {
        <label class="reason" for=id>
            <span>"Reason"</span>
            <input
                type="text"
                id=id
                name="reason"
                required
                maxlength="500"
                autocomplete="off"
                placeholder=placeholder
                value=typed
            />
        </label>
    }
    .into_any()
}
