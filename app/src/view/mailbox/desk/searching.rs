//! The search field while the script is there: it searches without leaving the page, first subjects and
//! names, then the text.

use super::{At, listen, target};
use crate::path::MailPath;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Event, HtmlInputElement, KeyboardEvent, MouseEvent};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::Scope;

/// Follows the field, and what it searches for.
pub(super) fn follow_words(at: At) {
    let page = at.mailbox.page;
    let go = use_navigate();
    let navigate = go.clone();
    listen("submit", move |event: Event| {
        if let Some(field) = field().filter(|_| target(&event).is_some_and(|form| form.class_list().contains("search")))
        {
            event.prevent_default();
            let words = field.value().trim().to_owned();
            let to = MailPath { words, ..MailPath::newest(&page.with_untracked(|page| page.mailbox.clone())) };
            navigate(&to.href(), NavigateOptions::default());
        }
    });
    let navigate = go.clone();
    listen("keydown", move |event: KeyboardEvent| {
        let here = target(&event).is_some_and(|element| element.closest(".search").ok().flatten().is_some());
        if here && event.key() == "Escape" {
            let (mailbox, words) = page.with_untracked(|page| (page.mailbox.clone(), page.words.clone()));
            if let Some(field) = field() {
                field.set_value("");
                let _ = field.blur();
            }
            if !words.is_empty() {
                navigate(&MailPath::newest(&mailbox).href(), NavigateOptions::default());
            }
        }
    });
    // Words whose text is not to be searched: somebody has cancelled it.
    let cancelled = StoredValue::new(String::new());
    listen("click", move |event: MouseEvent| {
        let link = target(&event).and_then(|element| element.closest(".sift-bar a").ok().flatten());
        if link.is_some() {
            cancelled.set_value(page.with_untracked(|page| page.words.clone()));
        }
    });
    Effect::new(move |_| {
        let here = page.get();
        if let Some(field) = field() {
            field.set_value(&here.words);
        }
        let list = at.mailbox.list.get();
        let listed = list.is_some_and(|list| list.is_ok_and(|list| list.value.sifted.is_some()));
        let again = cancelled.with_value(|words| *words == here.words);
        if listed && !here.words.is_empty() && here.scope == Scope::Heads && here.first == 0 && !again {
            // Once: whoever goes back to the first result stays there.
            cancelled.set_value(here.words.clone());
            let to = MailPath { scope: Scope::Text, ..here };
            go(&to.href(), NavigateOptions { replace: true, scroll: false, ..Default::default() });
        }
    });
}

/// Takes the focus to the search field.
pub(super) fn focus() {
    if let Some(field) = field() {
        let _ = field.focus();
        field.select();
    }
}

fn field() -> Option<HtmlInputElement> {
    document().query_selector(".search input").ok().flatten()?.dyn_into().ok()
}
