//! Subject and text. The fields keep what is typed in them by themselves, from before the script
//! came; the draft follows them.

use super::composing::Composing;
use crate::view::part::focus;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;

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

/// The author's own text, and the message that it answers under it.
#[component]
pub(crate) fn Words() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let field = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            composing.text.set(field.value());
            let goes_on_here = composing.wells.with_untracked(|wells| !wells.recipients().is_empty());
            if goes_on_here {
                focus::take_if_free(move || {
                    let _ = field.focus();
                    let _ = field.set_selection_range(0, 0);
                });
            }
        }
    });
    let quote = composing.quote();
    view! {
        <div class="composer-text">
            <textarea
                name="form[text]"
                aria-label="Text"
                node_ref=field
                // A text area holds text only, so its markup is its text, escaped.
                inner_html=escaped(&composing.text.get_untracked())
                on:input=move |event| composing.text.set(event_target_value(&event))
            ></textarea>
            {(!quote.is_empty()).then(|| view! { <Quoted quote /> })}
        </div>
    }
}

/// The original, folded; it is sent with the text.
#[component]
fn Quoted(quote: String) -> impl IntoView {
    let lines = quote.lines().count();
    let first = quote.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    view! {
        <details class="quoted">
            <summary>
                <span aria-hidden="true">"…"</span>
                <span class="cut">{first} " · " {lines} " lines"</span>
            </summary>
            <pre>{quote}</pre>
        </details>
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
