//! Where a filter is chosen, and how lists look.

use super::{Mailbox, plain};
use crate::path::MailPath;
use crate::view::lazy::{ListPart, list_part};
use crate::view::part::{Glyph, Icon};
use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlAnchorElement;
use levee_contract::Filter;

/// The filters, as links; below them how lists look in this browser.
#[component]
pub(crate) fn SiftMenu(page: Memo<MailPath>) -> impl IntoView {
    let Mailbox { alive, .. } = expect_context();
    // Of the page alone, so that it stays open while the list is read again.
    let here = Memo::new(move |_| page.with(MailPath::closed));
    let view_form = here.with_untracked(plain::view_form);
    let item = move |filter: Filter, label: &'static str| {
        let to = move || MailPath { filter, depth: 0, first: 0, ..here.get() }.href();
        let current = move || here.with(|here| here.filter == filter).then_some("true");
        view! { <a href=to aria-current=current>{label}</a> }.into_any()
    };
    let menu = NodeRef::<Div>::new();
    let close = move |event: MouseEvent| {
        // A filter was chosen: the menu has done its work.
        let chosen = event.target().and_then(|target| target.dyn_into::<HtmlAnchorElement>().ok());
        if let (Some(menu), Some(_)) = (menu.get_untracked(), chosen) {
            let _ = menu.hide_popover();
        }
    };
    view! {
        <button
            type="button"
            class="button subtle only-icon"
            class:on=move || here.with(|here| here.filter != Filter::All)
            popovertarget="sift"
            title="Filter and view"
        >
            <Icon glyph=Glyph::Filter />
            <span class="unseen">"Filter and view"</span>
        </button>
        <div id="sift" class="popover sift" popover="auto" node_ref=menu on:click=close>
            <h3>"Filter"</h3>
            {item(Filter::All, "All")}
            {item(Filter::Unread, "Unread")}
            {item(Filter::Flagged, "Flagged")}
            {item(Filter::Files, "With files")}
            <noscript inner_html=view_form></noscript>
            {move || alive.filter(|alive| alive.is()).map(|_| Suspend::new(list_part(ListPart::View)))}
        </div>
    }
    .into_any()
}
