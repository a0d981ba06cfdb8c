//! A path that leads nowhere.

use super::{Art, Empty};
use leptos::prelude::*;
use leptos_meta::Title;

/// The whole page, outside of everything.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <main id="main" class="alone">
            <Lost />
        </main>
    }
}

/// The same inside the frame: says so, and leads back to the mail.
#[component]
pub(crate) fn Lost() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::answer_status(http::StatusCode::NOT_FOUND);
    view! {
        <Title text="Not found" />
        <h1 class="unseen">"Not found"</h1>
        <Empty art=Art::Letter title="There is no such page" text="The link may be old, or a part of it is missing.">
            <a class="button" href="/mail/INBOX">"Go to the inbox"</a>
        </Empty>
    }
}
