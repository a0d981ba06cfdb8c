//! Subject and text. The fields keep what is typed in them by themselves, from before the script
//! came; the draft follows them. How the text is written is in `editor.rs`.

use super::composing::Composing;
use super::editor::Written;
use super::quoted::Quoted;
use leptos::html::Input;
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
    let quotes = Memo::new(move |_| composing.quote.with(|quote| !quote.is_empty()));
    view! {
        <div class="composer-text">
            <Written />
            {move || quotes.get().then(|| view! { <Quoted composing /> })}
        </div>
    }
}
