//! Picking a folder: type a part of its name, Enter moves.

use super::At;
use super::choosing::back_to_list;
use crate::view::frame::mailbox_title;
use crate::view::mailbox::Wish;
use crate::view::part::{Glyph, Icon};
use crate::words::en::counted;
use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use levee_contract::{Act, Folder};

/// Opens when messages are to be moved and nobody has said where to.
#[component]
pub(super) fn MoveDialog(at: At) -> impl IntoView {
    let (dialog, field) = (NodeRef::<Dialog>::new(), NodeRef::<Input>::new());
    let (typed, marked) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    Effect::new(move |_| {
        let open = at.moving.with(|messages| !messages.is_empty());
        let (Some(dialog), Some(field)) = (dialog.get(), field.get()) else { return };
        if open {
            field.set_value("");
            typed.set(String::new());
            marked.set(0);
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let fitting = Memo::new(move |_| {
        let here = at.mailbox.page.with(|page| page.mailbox.clone());
        let typed = typed.read().trim().to_lowercase();
        let folders = at.folders.get().into_iter().filter(|folder| folder.selectable && folder.name != here);
        let named = folders.map(|folder| (label(&folder), folder));
        named
            .filter(|(label, folder)| {
                label.to_lowercase().contains(&typed) || folder.name.to_lowercase().contains(&typed)
            })
            .collect::<Vec<_>>()
    });
    let pick = move |place: usize| {
        let Some((_, folder)) = fitting.get_untracked().get(place).cloned() else { return };
        let messages = at.moving.get_untracked();
        at.moving.set(Vec::new());
        at.mailbox.wish.set(Some(Wish { act: Act::Move, messages, to: Some(folder.name) }));
        back_to_list(at);
    };
    let press = move |event: KeyboardEvent| {
        let last = fitting.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => marked.update(|place| *place = (*place + 1).min(last)),
            "ArrowUp" => marked.update(|place| *place = place.saturating_sub(1)),
            "Enter" => pick(marked.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let many = move || at.moving.with(Vec::len) as u64;
    let id = |place: usize| format!("move-to-{place}");
    view! {
        <dialog class="move-to" node_ref=dialog aria-labelledby="move-to" on:close=move |_| {
            at.moving.set(Vec::new());
            back_to_list(at);
        }>
            <h2 id="move-to">{move || format!("Move {} to", counted(many(), "message"))}</h2>
            <div class="field">
                <input
                    node_ref=field
                    role="combobox"
                    aria-label="Folder"
                    aria-expanded="true"
                    aria-controls="move-to-folders"
                    aria-activedescendant=move || id(marked.get())
                    autocomplete="off"
                    placeholder="Type a part of the folder's name"
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        marked.set(0);
                    }
                    on:keydown=press
                />
            </div>
            <ul id="move-to-folders" role="listbox" aria-label="Folders">
                {move || fitting.get().into_iter().enumerate().map(|(place, (label, folder))| {
                    let below = folder.name != label && folder.role.is_none();
                    view! {
                        <li
                            id=id(place)
                            role="option"
                            aria-selected=move || (marked.get() == place).to_string()
                            on:click=move |_| pick(place)
                        >
                            <Icon glyph=Glyph::Folder />
                            <span class="cut">{label}</span>
                            {below.then(|| view! { <span class="caption cut">{folder.name}</span> }.into_any())}
                        </li>
                    }
                    .into_any()
                }).collect::<Vec<_>>()}
            </ul>
            {move || fitting.with(Vec::is_empty).then(|| view! { <p class="caption">"No folder has this in its name."</p> }.into_any())}
            <button type="button" class="button" on:click=move |_| at.moving.set(Vec::new())>"Cancel"</button>
        </dialog>
    }
    .into_any()
}

fn label(folder: &Folder) -> String {
    mailbox_title(folder.role, &folder.name)
}
