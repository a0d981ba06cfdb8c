//! How lists look in this browser: at once, and kept for the next page.

use crate::api::{DENSITIES, ListView, set_list_view};
use crate::path::MailPath;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Height of rows, and whether they show how messages begin.
#[component]
pub(crate) fn ViewOptions() -> impl IntoView {
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
