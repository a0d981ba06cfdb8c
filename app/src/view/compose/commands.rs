//! The draft's commands in the bar above the panes, while one writes.

use super::composing::Composing;
use super::editor::{Form, Mark, MarkIcon};
use super::files::{ANY_FILES, Choose, PICTURES};
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;

/// Files, pictures, links, the signature.
#[component]
pub(crate) fn Commands(composing: Composing) -> impl IntoView {
    // The bar outlives the draft for a moment when another one takes its place.
    let formatted = move || {
        composing.cursor.try_with(Option::is_some) == Some(true) && composing.form.try_get() == Some(Form::Formatted)
    };
    view! {
        <Choose composing what=ANY_FILES class="subtle">
            <Icon glyph=Glyph::Clip />
            "Attach"
        </Choose>
        {move || formatted().then(|| view! {
            <Choose composing what=PICTURES class="subtle">
                <MarkIcon mark=Mark::Picture />
                "Picture"
            </Choose>
            <button type="button" class="button subtle" on:click=move |_| composing.linking.set(true)>
                <MarkIcon mark=Mark::Link />
                "Link"
            </button>
        })}
        <button type="button" class="button subtle" on:click=move |_| composing.signing.set(true)>
            <MarkIcon mark=Mark::Signature />
            "Signature"
        </button>
    }
}
