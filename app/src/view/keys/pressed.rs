//! Does what a key asks for wherever one is. What a screen does with a key itself has been done before: screens
//! listen on the document, this on the window.

use super::regions::Regions;
use crate::path::{LocalPath, MailPath};
use crate::view::frame::{First, SignedIn};
use crate::view::part::keys::{Command, command, command_after_go};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::FolderRole;

/// How long the second key of *Go* may take, in milliseconds.
const SECOND_KEY: f64 = 1500.0;

/// What keys act with.
#[derive(Clone, Copy)]
struct Hand {
    /// Whether the dialog is there.
    shown: RwSignal<bool>,
    signed_in: SignedIn,
    regions: Regions,
    /// When *Go* was pressed, by the page's clock.
    gone: StoredValue<f64>,
}

/// Listens as long as its owner is there. In the browser only, as effects are.
pub(super) fn follow(shown: RwSignal<bool>, signed_in: SignedIn, first: First) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let hand = Hand { shown, signed_in, regions: Regions::new(), gone: StoredValue::new(f64::NEG_INFINITY) };
        let navigate = navigate.clone();
        let go = move |path: &str| navigate(path, NavigateOptions::default());
        match first.try_get_value().flatten().map(|event| event.take().dyn_into::<KeyboardEvent>()) {
            Some(Ok(key)) => press(hand, &go, &key),
            Some(Err(click)) => open_from_menu(hand, &click),
            None => {}
        }
        let keys = window_event_listener(ev::keydown, move |event| press(hand, &go, &event));
        let clicks = window_event_listener(ev::click, move |event| open_from_menu(hand, &event));
        on_cleanup(move || {
            keys.remove();
            clicks.remove();
        });
    });
}

/// *Keyboard shortcuts* in the menu of the account. The menu closes first: the focus comes back to its button.
fn open_from_menu(hand: Hand, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let entry = target.and_then(|target| target.closest(".show-keys").ok().flatten());
    if let Some(menu) = entry.and_then(|entry| entry.closest("[popover]").ok().flatten()) {
        let menu: HtmlElement = menu.unchecked_into();
        let _ = menu.hide_popover();
        hand.shown.set(true);
    }
}

fn press(hand: Hand, go: &impl Fn(&str), event: &KeyboardEvent) {
    if event.default_prevented() || event.is_composing() {
        return;
    }
    let follows_go = event.time_stamp() - hand.gone.get_value() < SECOND_KEY;
    let after_go = if follows_go { command_after_go(event) } else { None };
    hand.gone.set_value(f64::NEG_INFINITY);
    let Some(command) = after_go.or_else(|| command(event)) else { return };
    let done = match command {
        Command::New => click(".commands a[href='/compose'], .bottom-bar a[href='/compose']"),
        Command::Search => search(),
        Command::Undo => click(UNDO_SEND),
        Command::NextRegion => {
            hand.regions.go(true);
            true
        }
        Command::PreviousRegion => {
            hand.regions.go(false);
            true
        }
        Command::Help => {
            hand.shown.set(true);
            true
        }
        Command::Go => {
            hand.gone.set_value(event.time_stamp());
            true
        }
        Command::GoInbox => {
            go(LocalPath::inbox().as_str());
            true
        }
        Command::GoDrafts => {
            go(LocalPath::drafts().as_str());
            true
        }
        Command::GoSent => {
            let folders = untrack(|| hand.signed_in.folders());
            let sent = folders.into_iter().find(|folder| folder.role == Some(FolderRole::Sent));
            sent.map(|sent| go(&MailPath::newest(&sent.name).href())).is_some()
        }
        // The screen's own.
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

/// *Undo* of what was sent a moment ago.
pub(crate) const UNDO_SEND: &str = ".sending form button";

/// Does what the page offers, as if it had been clicked. Says whether it is there.
pub(crate) fn click(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.and_then(|found| found.dyn_into::<HtmlElement>().ok()).map(|found| found.click()).is_some()
}

/// The search of mail, or of the console's screen.
fn search() -> bool {
    let field = document().query_selector(".search input, .page [type=search]").ok().flatten();
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else { return false };
    let _ = field.focus();
    field.select();
    true
}
