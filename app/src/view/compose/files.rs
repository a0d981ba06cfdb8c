//! Files of a message: as cards, those on their way in with how far they are.

mod card;
mod upload;

pub(crate) use card::Files;
pub(crate) use upload::Uploading;

use super::composing::Composing;
use crate::words::en::size;
use leptos::ev::DragEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::web_sys::File;
use levee_mail::Placing;
use upload::begin;

/// What a button lets one choose: the kinds of files, and how they go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    title: &'static str,
    accept: &'static str,
    placing: Placing,
}

/// Files beside the text.
pub(crate) const ANY_FILES: Choice = Choice { title: "Attach files", accept: "", placing: Placing::Attached };
/// Pictures in it.
pub(crate) const PICTURES: Choice = Choice {
    title: "Picture in the text",
    accept: "image/png,image/jpeg,image/gif,image/webp",
    placing: Placing::InText,
};

/// A button that opens the system's dialog for choosing files. `children` is what stands on it.
#[component]
pub(crate) fn Choose(composing: Composing, what: Choice, class: &'static str, children: Children) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let press = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    let chosen = move |_| {
        let Some(field) = field.get_untracked() else { return };
        let list = field.files();
        let files = list.iter().flat_map(|list| (0..list.length()).filter_map(|n| list.get(n))).collect();
        add_files(composing, files, what.placing);
        // The same file may be chosen again.
        field.set_value("");
    };
    let title = move || match what.placing {
        Placing::Attached => format!("{}, up to {} together", what.title, size(composing.room())),
        Placing::InText => what.title.to_owned(),
    };
    view! {
        <button type="button" class=format!("button {class}") title=title() on:click=press>{children()}</button>
        <input type="file" class="chooser" hidden multiple tabindex="-1" aria-hidden="true" accept=what.accept node_ref=field on:change=chosen />
    }
    .into_any()
}

/// Sends files up, each by itself. What cannot fit is said at once, and not sent.
pub(crate) fn add_files(composing: Composing, files: Vec<File>, placing: Placing) {
    composing.dragging.try_set(false);
    for file in files {
        begin(composing, file, placing);
    }
}

/// Shows where files can be let go.
pub(crate) fn show_drag(composing: Composing, event: &DragEvent) {
    let files = event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind == "Files"));
    if files {
        event.prevent_default();
        composing.dragging.set(true);
    }
}

/// Takes files that are let go over the composer.
pub(crate) fn drop_files(composing: Composing, event: &DragEvent) {
    let Some(list) = event.data_transfer().and_then(|data| data.files()).filter(|list| list.length() > 0) else {
        return;
    };
    event.prevent_default();
    add_files(composing, (0..list.length()).filter_map(|n| list.get(n)).collect(), ANY_FILES.placing);
}
