//! Keeps the list as somebody sees it while its rows are drawn anew: what has the focus, and what is in view.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

/// Rows of the list; each is known by where it leads.
const ROWS: &str = ".rows a[href]";

/// The row on which the arrow keys stand: it follows its message, whoever draws the rows.
const STANDING: &str = ".rows a[tabindex=\"0\"]";

/// Gives a row the focus again that loses it by being drawn anew, for it is no link for a moment: before the next
/// key can be pressed.
pub(super) fn keep_focus() {
    let listener = window_event_listener_untyped("focusout", |event| {
        let left = event.target().and_then(|left| left.dyn_into::<Element>().ok());
        if left.is_some_and(|left| left.matches(".rows a:not([href])").unwrap_or(false)) {
            queue_microtask(|| {
                if let Ok(Some(row)) = document().query_selector(STANDING) {
                    // Focusing fails only on what cannot have it.
                    drop(row.unchecked_into::<HtmlElement>().focus());
                }
            });
        }
    });
    on_cleanup(move || listener.remove());
}

/// The first row in view and where it stands; nothing at the top, where what is new is to be seen.
#[derive(Clone)]
pub(super) struct Place(Option<(String, f64)>);

impl Place {
    /// As it is now.
    pub(super) fn now() -> Self {
        Self(first_in_view())
    }

    /// As it was, if the row is still there.
    pub(super) fn restore(&self) {
        if let Some((href, top)) = &self.0
            && let (Some(rows), Some(row)) = (rows(), row(href))
        {
            let moved = row.get_bounding_client_rect().top() - top;
            rows.set_scroll_top(rows.scroll_top() + moved.round() as i32);
        }
    }
}

fn rows() -> Option<Element> {
    document().query_selector(".rows").ok().flatten()
}

/// Addresses of rows are escaped: no quotation mark is in them.
fn row(href: &str) -> Option<Element> {
    document().query_selector(&format!(".rows a[href=\"{href}\"]")).ok().flatten()
}

fn first_in_view() -> Option<(String, f64)> {
    let rows = rows().filter(|rows| rows.scroll_top() > 0)?;
    let top = rows.get_bounding_client_rect().top();
    let all = document().query_selector_all(ROWS).ok()?;
    let elements = (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<Element>().ok());
    let mut below = elements.map(|row| (row.get_bounding_client_rect().top(), row));
    below.find(|(at, _)| *at >= top).and_then(|(at, row)| Some((row.get_attribute("href")?, at)))
}
