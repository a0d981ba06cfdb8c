//! All keys, by where they work, as the table has them; and the switch for those that are letters.

use crate::api::set_letter_keys;
use crate::view::part::keys::{Command, KEYS, Key, LETTERS, Place, With};
use crate::view::part::{Glyph, Icon};
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Headings, and whose keys stand under them.
const PARTS: [(&str, &[Place]); 4] = [
    ("Everywhere", &[Place::Everywhere, Place::NotWriting]),
    ("List and message", &[Place::Mail]),
    ("List", &[Place::List]),
    ("Writing", &[Place::Writing]),
];

/// Open while it is there. Closing it gives the focus back, which browsers do for dialogs.
#[component]
pub(crate) fn KeyDialog(shown: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let parts = PARTS.map(|(heading, places)| {
        let rows = commands(places).into_iter().map(|command| {
            view! { <div><dt>{command.says()}</dt><dd>{keys_of(command, places)}</dd></div> }.into_any()
        });
        view! { <section><h3>{heading}</h3><dl>{rows.collect::<Vec<_>>()}</dl></section> }.into_any()
    });
    view! {
        <dialog class="keys" node_ref=dialog aria-labelledby="keys-title" on:close=move |_| { shown.try_set(false); }>
            <div class="keys-head">
                <h2 id="keys-title">"Keyboard shortcuts"</h2>
                <button type="button" class="button subtle only-icon" title="Close" on:click=close>
                    <Icon glyph=Glyph::Cross />
                    <span class="unseen">"Close"</span>
                </button>
            </div>
            // Scrolled by key from the start.
            <div class="keys-all" tabindex="0" autofocus role="region" aria-labelledby="keys-title">
                {parts.into_iter().collect::<Vec<_>>()}
            </div>
            <Letters />
        </dialog>
    }
    .into_any()
}

/// At once, and kept for the next page.
#[component]
fn Letters() -> impl IntoView {
    let root = document().document_element();
    let on = root.as_ref().and_then(|root| root.get_attribute(LETTERS)).as_deref() != Some("off");
    let set = move |event| {
        let on = event_target_checked(&event);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute(LETTERS, if on { "on" } else { "off" });
        }
        // What was chosen holds on this page, whether it can be kept or not.
        spawn_local(async move { set_letter_keys(on).await.unwrap_or_default() });
    };
    view! {
        <div class="keys-foot">
            <label class="check">
                <input type="checkbox" checked=on on:change=set aria-describedby="keys-letters" />
                "Letters and signs by themselves are keys"
            </label>
            <p class="caption" id="keys-letters">
                "When off, N, R, ? and the like do nothing; this list is in the menu of your account. Kept in this browser."
            </p>
        </div>
    }
    .into_any()
}

/// The commands that have a key there, in the order of the table.
fn commands(places: &[Place]) -> Vec<Command> {
    let mut all = Vec::new();
    for key in KEYS.iter().filter(|key| places.contains(&key.place) && key.command != Command::Go) {
        if !all.contains(&key.command) {
            all.push(key.command);
        }
    }
    all
}

/// The keys of a command, set as keys: "V or Shift+E".
fn keys_of(command: Command, places: &[Place]) -> AnyView {
    let keys = KEYS.iter().filter(|key| key.command == command && places.contains(&key.place));
    let keys = keys.enumerate().map(|(n, key)| {
        let (before, joint) = held(key);
        let before = before.map(|before| view! { <kbd>{before}</kbd> {joint} }.into_any());
        view! { {(n > 0).then_some(" or ")} {before} <kbd>{label(key.key)}</kbd> }.into_any()
    });
    keys.collect::<Vec<_>>().into_any()
}

/// What comes before a key, and what joins them.
fn held(key: &Key) -> (Option<&'static str>, &'static str) {
    match key.with {
        With::Nothing => (None, ""),
        With::Shift => (Some("Shift"), " + "),
        With::Control => (Some("Ctrl"), " + "),
        With::Alt => (Some("Alt"), " + "),
        With::Go => (Some("G"), " then "),
    }
}

/// A key as it stands on keyboards.
fn label(key: &str) -> String {
    match key {
        " " => "Space".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "Escape" => "Esc".to_owned(),
        key if key.len() == 1 => key.to_ascii_uppercase(),
        key => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_listed() {
        for key in KEYS.iter().filter(|key| key.command != Command::Go) {
            let part = PARTS.iter().find(|(_, places)| places.contains(&key.place)).expect("a part of the list");
            assert!(commands(part.1).contains(&key.command), "{:?}", key.command);
        }
    }
}
