//! The bar of commands above the panes. A screen puts its own after *New mail*.

use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;

/// *New mail* and the screen's commands; below 1024 px also the button that opens the folders.
#[component]
pub(crate) fn CommandBar(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="commands" role="group" aria-label="Commands">
            <button type="button" class="button subtle only-icon folders-button" popovertarget="folders" title="Folders">
                <Icon glyph=Glyph::Menu />
                <span class="unseen">"Folders"</span>
            </button>
            <a class="button primary" href="/compose">
                <Icon glyph=Glyph::Compose />
                "New mail"
            </a>
            {children.map(|children| view! { <span class="divider"></span> {children()} }.into_any())}
        </div>
    }
    .into_any()
}
