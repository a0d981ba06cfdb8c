//! A picture of a message, larger, over the page.

use crate::view::part::{Glyph, Icon};
use leptos::html::Dialog;
use leptos::prelude::*;

/// A picture among a message's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) name: String,
    /// Path that shows it.
    pub(crate) shown: String,
    /// Path that saves it.
    pub(crate) saved: String,
}

/// Shows the picture of this number; nothing while there is none.
#[component]
pub(crate) fn Lightbox(pictures: Vec<Picture>, open: RwSignal<Option<usize>>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let count = pictures.len();
    Effect::new(move |_| {
        if let (Some(dialog), true) = (dialog.get(), open.read().is_some())
            && !dialog.open()
        {
            // Refused only where it stands outside the document; then there is nobody to show it to.
            drop(dialog.show_modal());
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let turn = move |by: usize| open.update(|open| *open = open.map(|at| (at + by) % count));
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => turn(1),
        "ArrowLeft" => turn(count - 1),
        _ => {}
    };
    let shown = Memo::new(move |_| open.get().and_then(|at| pictures.get(at).cloned()));
    view! {
        <dialog class="lightbox" node_ref=dialog aria-labelledby="lightbox-name" on:close=move |_| _ = open.try_set(None) on:keydown=keys>
            <div class="lightbox-head">
                <h2 id="lightbox-name" class="cut">{move || shown.get().map(|picture| picture.name)}</h2>
                <a
                    class="button"
                    href=move || shown.get().map(|picture| picture.saved)
                    download=move || shown.get().map(|picture| picture.name)
                >
                    <Icon glyph=Glyph::Download />
                    "Download"
                </a>
                <button type="button" class="button subtle" on:click=move |_| close()>
                    <Icon glyph=Glyph::Cross />
                    <span class="unseen">"Close"</span>
                </button>
            </div>
            // Pressed beside the picture it goes away, as such views do.
            <div class="lightbox-body" on:click=move |_| close()>
                {move || shown.get().map(|picture| view! {
                    <img src=picture.shown alt=picture.name on:click=|event| event.stop_propagation() />
                }.into_any())}
            </div>
            {(count > 1).then(|| view! {
                <div class="lightbox-turn">
                    <button type="button" class="button" on:click=move |_| turn(count - 1)>
                        <Icon glyph=Glyph::Left />
                        "Previous"
                    </button>
                    <button type="button" class="button" on:click=move |_| turn(1)>
                        "Next"
                        <Icon glyph=Glyph::Right />
                    </button>
                </div>
            }.into_any())}
        </dialog>
    }
    .into_any()
}
