//! Keeps the list as somebody sees it while its rows are drawn anew: what has the focus, and what is in view.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

/// Rows of the list; each is known by where it leads.
const ROWS: &str = ".rows a[href]";

/// What is in view.
#[derive(Clone)]
pub(super) struct Place {
    focused: Option<String>,
    /// The first row in view and where it stands; nothing at the top, where what is new is to be seen.
    row: Option<(String, f64)>,
}

impl Place {
    /// As it is now.
    pub(super) fn now() -> Self {
        Self { focused: focused_row(), row: first_in_view() }
    }

    /// As it was, as far as the rows are still there.
    pub(super) fn restore(&self) {
        if let Some(href) = self.focused.as_ref().filter(|href| focused_row().as_ref() != Some(href))
            && let Some(row) = row(href).and_then(|row| row.dyn_into::<HtmlElement>().ok())
        {
            // Focusing fails only on what cannot have it.
            drop(row.focus());
        }
        if let Some((href, top)) = &self.row
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

fn focused_row() -> Option<String> {
    let focused = document().active_element()?;
    focused.matches(ROWS).ok()?.then(|| focused.get_attribute("href")).flatten()
}

fn first_in_view() -> Option<(String, f64)> {
    let rows = rows().filter(|rows| rows.scroll_top() > 0)?;
    let top = rows.get_bounding_client_rect().top();
    let all = document().query_selector_all(ROWS).ok()?;
    let elements = (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<Element>().ok());
    let mut below = elements.map(|row| (row.get_bounding_client_rect().top(), row));
    below.find(|(at, _)| *at >= top).and_then(|(at, row)| Some((row.get_attribute("href")?, at)))
}
