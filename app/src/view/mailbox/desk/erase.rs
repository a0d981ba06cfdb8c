//! Asks before messages are deleted for good: there is no way back from that.

use super::At;
use super::choosing::back_to_list;
use crate::view::mailbox::Wish;
use crate::words::en::counted;
use leptos::html::Dialog;
use leptos::prelude::*;
use levee_contract::Act;

/// "Delete 3 messages for good?"
#[component]
pub(super) fn EraseDialog(at: At) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let open = at.erasing.with(|messages| !messages.is_empty());
        match (dialog.get(), open) {
            (Some(dialog), true) => drop(dialog.show_modal()),
            (Some(dialog), false) => dialog.close(),
            (None, _) => {}
        }
    });
    let many = move || at.erasing.with(Vec::len) as u64;
    let erase = move |_| {
        let messages = at.erasing.get_untracked();
        at.erasing.set(Vec::new());
        at.mailbox.wish.set(Some(Wish { act: Act::Erase, messages, to: None }));
        back_to_list(at);
    };
    view! {
        <dialog class="erase" node_ref=dialog aria-labelledby="erase" on:close=move |_| {
            at.erasing.set(Vec::new());
            back_to_list(at);
        }>
            <h2 id="erase">{move || format!("Delete {} for good?", counted(many(), "message"))}</h2>
            <p>"This cannot be undone."</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| at.erasing.set(Vec::new())>"Keep"</button>
                <button type="button" class="button primary" on:click=erase>"Delete for good"</button>
            </div>
        </dialog>
    }
    .into_any()
}
