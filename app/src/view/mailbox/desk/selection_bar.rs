//! In place of the list's head while rows are chosen: how many, and what can be done with them.

use super::At;
use super::choosing::back_to_list;
use crate::view::part::{Glyph, Icon};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::{Act, FolderRole};

/// "3 selected" and the commands.
#[component]
pub(super) fn SelectionBar(at: At) -> impl IntoView {
    let many = move || at.chosen.with(Vec::len);
    let any = Memo::new(move |_| many() > 0);
    view! {
        // A live region has to be there before what it says.
        <div class="unseen" role="status">
            {move || if any.get() { format!("{} selected", count(many() as u64)) } else { String::new() }}
        </div>
        {move || any.get().then(|| view! {
            <div class="selection-bar" role="group" aria-label="Selected messages">
                <button
                    type="button"
                    class="button subtle only-icon"
                    title="Clear selection (Esc)"
                    on:click=move |_| {
                        at.chosen.set(Vec::new());
                        back_to_list(at);
                    }
                >
                    <Icon glyph=Glyph::Cross />
                    <span class="unseen">"Clear selection"</span>
                </button>
                <b aria-hidden="true">{move || count(many() as u64)} " selected"</b>
                <span class="space"></span>
                <Commands at />
            </div>
        }.into_any())}
    }
    .into_any()
}

#[component]
fn Commands(at: At) -> impl IntoView {
    let marks = move || at.chosen.with(|chosen| at.marks(chosen));
    let all_read = Memo::new(move |_| marks().iter().all(|marks| marks.read));
    let all_flagged = Memo::new(move |_| marks().iter().all(|marks| marks.flagged));
    let role = untrack(|| at.role());
    let button = move |act: Act, glyph: Glyph, name: &'static str| {
        let press = move |_| {
            at.ask(act, at.targets());
            back_to_list(at);
        };
        view! {
            <button type="button" class="button subtle only-icon" title=name on:click=press>
                <Icon glyph />
                <span class="unseen">{name}</span>
            </button>
        }
        .into_any()
    };
    view! {
        {button(Act::Delete, Glyph::Trash, "Delete")}
        {(role != Some(FolderRole::Archive)).then(|| button(Act::Archive, Glyph::Archive, "Archive"))}
        {match role {
            Some(FolderRole::Junk) => button(Act::NotJunk, Glyph::Junk, "Not junk"),
            _ => button(Act::Junk, Glyph::Junk, "Junk"),
        }}
        {button(Act::Move, Glyph::MoveTo, "Move to a folder")}
        {move || match all_flagged.get() {
            true => button(Act::Unflag, Glyph::Flag, "Remove flag"),
            false => button(Act::Flag, Glyph::FlagLine, "Flag"),
        }}
        {move || match all_read.get() {
            true => button(Act::Unread, Glyph::Mail, "Mark as unread"),
            false => button(Act::Read, Glyph::MailOpen, "Mark as read"),
        }}
    }
    .into_any()
}
