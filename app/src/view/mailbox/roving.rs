//! Arrow keys in the list. Until the script is there every row is reached by Tab; then one is, and
//! the arrows move on from it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

/// Which row Tab leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roving {
    at: RwSignal<Option<usize>>,
}

impl Roving {
    pub(crate) fn new() -> Self {
        let at = RwSignal::new(None);
        // Effects run in the browser only: the rows that the server renders are all reached by Tab.
        Effect::new(move |_| at.update(|at| *at = Some(at.unwrap_or(0))));
        Self { at }
    }

    pub(crate) fn tabindex(self, number: usize) -> Option<&'static str> {
        self.at.get().map(|at| if at == number { "0" } else { "-1" })
    }

    pub(crate) fn focused(self, number: usize) {
        self.at.set(Some(number));
    }

    /// Moves the focus: one up or down, or to the first or last row.
    pub(crate) fn move_by_key(self, event: &KeyboardEvent) {
        let Some(rows) = event.current_target().and_then(|list| list.dyn_into::<Element>().ok()) else { return };
        let row = |number: usize| rows.query_selector(&format!("[data-row=\"{number}\"]")).ok().flatten();
        let at = self.at.get_untracked().unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" => row(at + 1),
            "ArrowUp" => at.checked_sub(1).and_then(row),
            "Home" => row(0),
            "End" => rows.query_selector("ol:last-of-type > li:last-child > a").ok().flatten(),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to.and_then(|to| to.dyn_into::<HtmlElement>().ok()) {
            let _ = to.focus();
        }
    }
}
