//! `/` goes to the search of the screen, unless somebody is typing.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// The id of the field that a screen is searched by.
pub(crate) const SEARCH: &str = "search";

/// Listens as long as the console is open.
pub(crate) fn listen() {
    Effect::new(|_| {
        let listening = window_event_listener(ev::keydown, |event| {
            let typing = document()
                .active_element()
                .is_some_and(|at| matches!(at.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
            let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
            if event.key() == "/" && plain && !typing {
                let field = document().get_element_by_id(SEARCH);
                if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                    event.prevent_default();
                    // A field that is gone again takes no focus; nothing is lost.
                    let _ = field.focus();
                }
            }
        });
        on_cleanup(move || listening.remove());
    });
}
