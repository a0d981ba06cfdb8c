//! The original under an answer: folded, sent along as it is, shown in the frame that shows it when it
//! is read. Made part of the text where one wants to change it.

use super::composing::Composing;
use super::editor::Form;
use crate::api::quoted_original;
use crate::view::thread::BodyFrame;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The original, folded.
#[component]
pub(crate) fn Quoted(composing: Composing) -> impl IntoView {
    let quote = composing.quote.get_untracked();
    let lines = quote.lines().count();
    let first = quote.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    let formatted = move || composing.form.get() == Form::Formatted && composing.quote_url().is_some();
    let busy = RwSignal::new(false);
    let edit = move |_| {
        busy.set(true);
        let draft = untrack(|| composing.draft());
        spawn_local(async move {
            let quote = quoted_original(draft).await;
            if let (Ok(quote), Some(editor)) = (quote, composing.editor()) {
                editor.append(&quote);
                composing.quote.try_set(String::new());
            }
            busy.try_set(false);
        });
    };
    // As it looks only once it is unfolded: nobody waits for a frame that stays shut.
    let open = RwSignal::new(false);
    view! {
        <details class="quoted" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>
                <span aria-hidden="true">"…"</span>
                <span class="cut">{first} " · " {lines} " lines"</span>
            </summary>
            {move || match (formatted(), open.get()) {
                (true, true) => view! {
                    <div class="quote-acts">
                        <button type="button" class="button small" disabled=move || busy.get() on:click=edit>"Edit quoted text"</button>
                        <button type="button" class="button small" on:click=move |_| composing.quote.set(String::new())>"Leave it out"</button>
                    </div>
                    {composing.quote_url().map(|url| view! { <BodyFrame url /> })}
                }
                .into_any(),
                (true, false) => ().into_any(),
                (false, _) => view! { <pre>{composing.quote.get_untracked()}</pre> }.into_any(),
            }}
        </details>
    }
}
