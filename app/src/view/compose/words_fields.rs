//! Subject, importance and text. The fields keep what is typed in them by themselves, from before the script
//! came; the draft follows them. How the text is written is in `editor.rs`.

use super::composing::Composing;
use super::editor::Written;
use super::quoted::Quoted;
use leptos::html::{Input, Select};
use leptos::prelude::*;
use levee_mail::Importance as Matters;

/// One line.
#[component]
pub(crate) fn Subject() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            composing.subject.set(field.value());
        }
    });
    view! {
        <input
            type="text"
            class="composer-subject"
            name="form[subject]"
            placeholder="Subject"
            aria-label="Subject"
            maxlength="900"
            autocomplete="off"
            value=composing.subject.get_untracked()
            node_ref=field
            on:input=move |event| composing.subject.set(event_target_value(&event))
        />
    }
}

/// How much the message matters to its author. After the text: whoever goes on from the subject with Tab and writes
/// shall write, and not choose.
#[component]
pub(crate) fn Importance() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let field = NodeRef::<Select>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            choose(composing, &field.value());
        }
    });
    let chosen = composing.importance.get_untracked();
    let options = Matters::ALL.map(|one| {
        let words = match one {
            Matters::Normal => "Normal",
            Matters::High => "High",
            Matters::Low => "Low",
        };
        view! { <option value=one.as_str() selected=one == chosen>{words}</option> }
    });
    view! {
        <div class="importance" class:high=move || composing.importance.get() == Matters::High>
            <label for="importance">"Importance"</label>
            <select
                id="importance"
                name="form[importance]"
                aria-describedby="importance-hint"
                node_ref=field
                on:change=move |event| choose(composing, &event_target_value(&event))
            >
                {options.collect_view()}
            </select>
            <span class="hint" id="importance-hint">{move || hint(composing.importance.get())}</span>
        </div>
    }
}

fn hint(importance: Matters) -> &'static str {
    match importance {
        Matters::High => "If it is held and nobody decides, deputies and who is on call are told.",
        Matters::Normal | Matters::Low => "",
    }
}

fn choose(composing: Composing, word: &str) {
    composing.importance.set(Matters::parse(word).unwrap_or_default());
}

/// The author's own text, and the message that it answers under it.
#[component]
pub(crate) fn Words() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let quotes = Memo::new(move |_| composing.quote.with(|quote| !quote.is_empty()));
    view! {
        <div class="composer-text">
            <Written />
            {move || quotes.get().then(|| view! { <Quoted composing /> })}
        </div>
    }
}
