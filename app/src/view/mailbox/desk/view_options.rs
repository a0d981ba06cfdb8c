//! How lists look in this browser: at once, and kept for the next page.

use crate::api::{DENSITIES, ListView, set_list_view};
use crate::path::MailPath;
use crate::view::mailbox::Mailbox;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

/// Height of rows, and whether they show how messages begin.
#[component]
pub(crate) fn ViewOptions() -> impl IntoView {
    // Whoever has gone on to another screen while this was fetched needs it no more.
    let Some(Mailbox { page, .. }) = use_context() else { return ().into_any() };
    let here = Memo::new(move |_| page.with(MailPath::closed));
    Effect::new(move |before: Option<()>| {
        here.track();
        // A filter was chosen: the menu has done its work. Closing one that is not open throws.
        let menu = document().get_element_by_id("sift").and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
        if let Some(menu) = menu.filter(|_| before.is_some()) {
            let _ = menu.hide_popover();
        }
    });
    let root = document().document_element();
    let shown = root.as_ref().and_then(|root| root.get_attribute("data-list")).unwrap_or_default();
    let view = StoredValue::new(ListView::read(&shown));
    let set = move |change: &dyn Fn(&mut ListView)| {
        view.update_value(change);
        let now = view.get_value();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-list", &now.words());
        }
        spawn_local(async move {
            // What is on screen stays as it was chosen, whether it can be kept or not.
            set_list_view(MailPath::newest("INBOX"), now.density.to_owned(), now.preview).await.ok();
        });
    };
    let ListView { density, preview } = view.get_value();
    let option = |name: &'static str| {
        let label = match name {
            "roomy" => "Roomy",
            "compact" => "Compact",
            _ => "Cosy",
        };
        view! {
            <label>
                <input type="radio" name="density" checked=name == density on:change=move |_| set(&|view| view.density = name) />
                {label}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset>
            <legend>"Rows"</legend>
            {DENSITIES.map(option).into_iter().collect::<Vec<_>>()}
        </fieldset>
        <label>
            <input
                type="checkbox"
                checked=preview
                on:change=move |event| {
                    let checked = event_target_checked(&event);
                    set(&|view| view.preview = checked);
                }
            />
            "First words"
        </label>
    }
    .into_any()
}
