//! The head of a message as a table, read when it is asked for.

use crate::api::read_headers;
use crate::view::part::{Glyph, Icon, Said, sentence};
use leptos::html::Dialog;
use leptos::prelude::*;
use levee_contract::MessageRef;

/// Opens while `open` is set.
#[component]
pub(crate) fn HeaderDialog(message: MessageRef, open: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let read = Action::new(move |_: &()| read_headers(message.clone()));
    Effect::new(move |_| {
        if let (Some(dialog), true) = (dialog.get(), open.get())
            && !dialog.open()
        {
            // Refused only where it stands outside the document; then there is nobody to show it to.
            drop(dialog.show_modal());
            read.dispatch(());
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let lines = move || match read.value().get() {
        None => view! { <p class="caption">"One moment"</p> }.into_any(),
        Some(Err(error)) => {
            view! { <p class="problem-text" role="alert"><Said sentence=sentence(&error) /></p> }.into_any()
        }
        Some(Ok(lines)) => {
            let line = |line: levee_contract::HeaderLine| {
                view! { <tr><th scope="row">{line.name}</th><td>{line.value}</td></tr> }.into_any()
            };
            view! { <table><tbody>{lines.into_iter().map(line).collect_view()}</tbody></table> }.into_any()
        }
    };
    view! {
        <dialog class="lightbox" node_ref=dialog aria-labelledby="headers-title" on:close=move |_| _ = open.try_set(false)>
            <div class="lightbox-head">
                <h2 id="headers-title">"Headers"</h2>
                <button type="button" class="button subtle" on:click=move |_| close()>
                    <Icon glyph=Glyph::Cross />
                    <span class="unseen">"Close"</span>
                </button>
            </div>
            <div class="header-lines" tabindex="0">{lines}</div>
        </dialog>
    }
    .into_any()
}
