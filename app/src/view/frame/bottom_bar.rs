//! The bar at the bottom of a phone.

use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;

/// Mail, *New mail* in the middle, and the folders.
#[component]
pub(crate) fn BottomBar() -> impl IntoView {
    view! {
        <nav class="bottom-bar" aria-label="Main">
            <a href="/mail/INBOX">
                <Icon glyph=Glyph::Mail class="large" />
                "Inbox"
            </a>
            <a class="new" href="/compose">
                <Icon glyph=Glyph::Compose />
                "New mail"
            </a>
            <button type="button" popovertarget="folders">
                <Icon glyph=Glyph::Folder class="large" />
                "Folders"
            </button>
        </nav>
    }
    .into_any()
}
