//! What is seldom wanted of a message: its source, its head, a copy of it, other colours, paper. Links, so that
//! it works without script; the browser opens and closes the menu.

use super::header_dialog::HeaderDialog;
use super::ignoring::IgnoreButton;
use crate::path::{LocalPath, MailPath};
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The button and its menu.
#[component]
pub(crate) fn MoreMenu(page: MailPath, source_url: String, save_url: String) -> impl IntoView {
    let headers = RwSignal::new(false);
    let message = page.message();
    let page_again = message.as_ref().map(|_| page.clone());
    let look = use_query_map();
    let chosen = move || look.with(|query| query.get_str("look").map(str::to_owned));
    let colours = move |name: &'static str, label: &'static str| {
        let href = String::from(LocalPath::from(page.clone()).with("look", name));
        let is_chosen = move || (chosen().as_deref().unwrap_or("system") == name).then_some("true");
        view! { <a class="button subtle" href=href aria-current=is_chosen>{label}</a> }.into_any()
    };
    let show_headers = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        headers.set(true);
    };
    view! {
        <button type="button" class="button subtle more-button" popovertarget="message-menu">
            <Icon glyph=Glyph::More />
            <span class="unseen">"More for this message"</span>
        </button>
        <div id="message-menu" class="popover message-menu" popover="auto">
            <a class="button subtle" href=source_url.clone() target="_blank" rel="noopener">"View source"</a>
            <a class="button subtle" href=source_url target="_blank" rel="noopener" on:click=show_headers>"View headers"</a>
            <a class="button subtle" href=save_url download="">"Download (.eml)"</a>
            <button type="button" class="button subtle by-script" on:click=move |_| drop(window().print())>"Print"</button>
            {page_again.map(|page| view! { <IgnoreButton page class="subtle" /> }.into_any())}
            <hr />
            {colours("system", "Colours as this page")}
            {colours("light", "Light colours")}
            {colours("dark", "Dark colours")}
        </div>
        {message.map(|message| view! { <HeaderDialog message open=headers /> }.into_any())}
    }
    .into_any()
}
