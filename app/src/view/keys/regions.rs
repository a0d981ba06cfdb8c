//! The parts of a page, one after the other: F6 leads on, Shift+F6 back.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement, HtmlIFrameElement};

/// The parts, in the order in which they are read, and where one begins in each. One inside of another comes after
/// it.
const REGIONS: [(&str, &str); 10] = [
    (".header", ".search input, .brand"),
    (".commands", "a, button"),
    ("#folders", "[aria-current], a"),
    (".console-nav", "[aria-current], a"),
    (".list", ".row[tabindex='0'], .row, .held-row, a, button"),
    (".reading", ".subject-card h1, .well input, .approval-scroll, a, button, input"),
    (".format-bar", "select, button"),
    (".page", "a, button, input, select, summary, [tabindex]"),
    (".bottom-bar", "a"),
    (".sending", "button"),
];

/// Where the focus was last in each of them.
#[derive(Clone, Copy)]
pub(super) struct Regions(StoredValue<[Option<HtmlElement>; REGIONS.len()], LocalStorage>);

impl Regions {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local([const { None }; REGIONS.len()]))
    }

    /// Takes the focus to the next part that can take it, or to the one before.
    pub(super) fn go(self, on: bool) {
        let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        let here = focused.as_ref().and_then(|focused| {
            REGIONS.iter().rposition(|(region, _)| focused.closest(region).ok().flatten().is_some())
        });
        if let Some(here) = here {
            self.0.update_value(|last| last[here] = focused);
        }
        let many = REGIONS.len();
        let from = here.unwrap_or(if on { many - 1 } else { 0 });
        let step = if on { 1 } else { many - 1 };
        let mut place = (from + step) % many;
        for _ in 0..many {
            if self.enter(place) {
                return;
            }
            place = (place + step) % many;
        }
    }

    /// Goes back to where one was there; else to where one begins. Says whether the focus is there now.
    fn enter(self, place: usize) -> bool {
        let (region, begin) = REGIONS[place];
        let Some(region) = all(&document().document_element(), region).into_iter().find(is_seen) else { return false };
        let last = self.0.with_value(|last| last[place].clone());
        let last = last.filter(|last| last.is_connected() && region.contains(Some(last)) && is_seen(last));
        let first =
            begin.split(", ").filter_map(|one| all(&Some(region.clone().into()), one).into_iter().find(is_seen));
        last.into_iter().chain(first).any(|to| {
            let _ = to.focus();
            // The text that is being written is a page in the page.
            let frame = to.dyn_ref::<HtmlIFrameElement>().and_then(|frame| frame.content_document());
            let text = frame.and_then(|page| page.query_selector("[contenteditable]").ok().flatten());
            if let Some(text) = text {
                let _ = text.unchecked_into::<HtmlElement>().focus();
            }
            document().active_element().is_some_and(|now| now.is_same_node(Some(to.as_ref())))
        })
    }
}

fn all(within: &Option<Element>, selector: &str) -> Vec<HtmlElement> {
    let Some(found) = within.as_ref().and_then(|within| within.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect()
}

/// Whether it takes any room: what is hidden takes no focus.
fn is_seen(element: &HtmlElement) -> bool {
    let room = element.get_bounding_client_rect();
    room.width() > 0.0 && room.height() > 0.0
}
