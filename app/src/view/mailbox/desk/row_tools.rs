//! Four commands on the row under the mouse, in place of its time. There is one set of them, and it follows.

use super::{At, listen, next_frame, row_of, target};
use crate::view::part::{Glyph, Icon};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::web_sys::PointerEvent;
use levee_contract::{Act, FolderRole};

/// Delete, archive, flag, read or unread. By key the list's own keys do the same.
#[component]
pub(super) fn RowTools(at: At) -> impl IntoView {
    let tools = NodeRef::<Div>::new();
    let row = RwSignal::new(None::<u32>);
    let here = move || tools.get_untracked().and_then(|tools| row_of(&tools));
    listen("pointerover", move |event: PointerEvent| {
        let Some(element) = target(&event).filter(|_| event.pointer_type() == "mouse") else { return };
        let (Some(uid), Some(tools)) = (row_of(&element), tools.get_untracked()) else { return };
        let item = element.closest("li").ok().flatten();
        if here() != Some(uid)
            && let Some(item) = item
        {
            let _ = item.append_child(&tools);
            row.set(Some(uid));
        }
    });
    Effect::new(move |_| {
        // The row may hold another message now.
        at.rows.track();
        next_frame(at, move || {
            row.try_set(here());
        });
    });
    let marks = Memo::new(move |_| {
        let uid = row.get();
        uid.and_then(|uid| at.marks(&[uid]).first().copied()).unwrap_or_default()
    });
    let button = move |act: Act, glyph: Glyph, name: &'static str| {
        let press = move |_| at.ask(act, at.messages(&here().into_iter().collect::<Vec<_>>()));
        view! {
            <button type="button" tabindex="-1" title=name on:click=press>
                <Icon glyph class="small" />
                <span class="unseen">{name}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="row-tools" node_ref=tools>
            {button(Act::Delete, Glyph::Trash, "Delete")}
            {move || (at.role() != Some(FolderRole::Archive)).then(|| button(Act::Archive, Glyph::Archive, "Archive"))}
            {move || match marks.get().flagged {
                true => button(Act::Unflag, Glyph::Flag, "Remove flag"),
                false => button(Act::Flag, Glyph::FlagLine, "Flag"),
            }}
            {move || match marks.get().read {
                true => button(Act::Unread, Glyph::Mail, "Mark as unread"),
                false => button(Act::Read, Glyph::MailOpen, "Mark as read"),
            }}
        </div>
    }
    .into_any()
}
