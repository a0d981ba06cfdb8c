//! Keeps the list as somebody sees it while its rows are drawn anew. The focus is kept by the list itself.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;

/// Rows of the list; each is known by where it leads.
const ROWS: &str = ".rows a[href]";

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
