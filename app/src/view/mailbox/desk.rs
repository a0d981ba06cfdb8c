//! What acts on the list: selection, commands on one message or many, undo, search as one types.
//! Fetched when somebody moves; until then the list is links, and forms where there is no script.

mod acting;
mod answering;
mod choosing;
mod erase;
mod move_to;
mod row_tools;
mod searching;
mod selection_bar;
mod undo_toast;
mod view_options;

use super::Mailbox;
use super::roving::row_id;
use crate::view::frame::{MailChanges, SignedIn, Toast};
use erase::EraseDialog;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event, HtmlInputElement};
use levee_contract::{Act, Folder, FolderRole, Marks, MessageRef, MessageRow, UndoStep};
use move_to::MoveDialog;
use row_tools::RowTools;
use selection_bar::SelectionBar;
pub(crate) use view_options::ViewOptions;

/// What the parts of the desk share.
#[derive(Clone, Copy)]
struct At {
    mailbox: Mailbox,
    /// The rows that the server said last.
    rows: RwSignal<Vec<MessageRow>>,
    folders: RwSignal<Vec<Folder>>,
    changes: MailChanges,
    toast: Toast,
    /// UIDs of the rows that are chosen.
    chosen: RwSignal<Vec<u32>>,
    /// Where a range of chosen rows begins.
    anchor: StoredValue<Option<u32>>,
    /// UIDs of rows about which the server has been asked and has not answered.
    pending: StoredValue<Vec<u32>>,
    /// What can be taken back, the latest last.
    undo: StoredValue<Vec<Vec<UndoStep>>>,
    /// *Undo* was asked for before the server had answered.
    hasty: StoredValue<bool>,
    /// The messages for which a folder is being picked.
    moving: RwSignal<Vec<MessageRef>>,
    /// The messages that may be deleted for good.
    erasing: RwSignal<Vec<MessageRef>>,
}

impl At {
    /// What these rows are marked with, as they are shown; followed.
    fn marks(self, uids: &[u32]) -> Vec<Marks> {
        let rows = self.rows.get();
        let rows = rows.into_iter().filter(|row| uids.contains(&row.message.uid));
        rows.map(|row| self.mailbox.rows.of(row.message.uid).marks.unwrap_or(row.marks)).collect()
    }

    /// The messages of these rows.
    fn messages(self, uids: &[u32]) -> Vec<MessageRef> {
        self.rows
            .get_untracked()
            .into_iter()
            .map(|row| row.message)
            .filter(|message| uids.contains(&message.uid))
            .collect()
    }

    /// What commands act on: the rows that are chosen; else the one that has the focus; else the open message.
    fn targets(self) -> Vec<MessageRef> {
        let chosen = self.chosen.get_untracked();
        if !chosen.is_empty() {
            return self.messages(&chosen);
        }
        match document().active_element().as_ref().and_then(row_of) {
            Some(uid) => self.messages(&[uid]),
            None => self.mailbox.page.with_untracked(|page| page.message()).into_iter().collect(),
        }
    }

    /// What the mailbox shown is for; followed.
    fn role(self) -> Option<FolderRole> {
        let mailbox = self.mailbox.page.with(|page| page.mailbox.clone());
        self.folders.get().into_iter().find(|folder| folder.name == mailbox).and_then(|folder| folder.role)
    }

    fn ask(self, act: Act, messages: Vec<MessageRef>) {
        if !messages.is_empty() {
            self.mailbox.ask(act, messages);
        }
    }
}

/// The desk of the mailbox in whose context it is.
#[component]
pub(crate) fn Desk() -> impl IntoView {
    // Whoever has gone on to another screen while this was fetched needs it no more.
    let contexts = (use_context::<Mailbox>(), use_context::<SignedIn>(), use_context(), use_context());
    let (Some(mailbox), Some(signed_in), Some(changes), Some(toast)) = contexts else { return ().into_any() };
    let at = At {
        mailbox,
        rows: RwSignal::new(Vec::new()),
        folders: RwSignal::new(Vec::new()),
        changes,
        toast,
        chosen: RwSignal::new(Vec::new()),
        anchor: StoredValue::new(None),
        pending: StoredValue::new(Vec::new()),
        undo: StoredValue::new(Vec::new()),
        hasty: StoredValue::new(false),
        moving: RwSignal::new(Vec::new()),
        erasing: RwSignal::new(Vec::new()),
    };
    Effect::new(move |_| {
        if let Some(Ok(list)) = mailbox.list.get() {
            at.rows.set(list.value.rows);
        }
    });
    Effect::new(move |_| at.folders.set(signed_in.folders()));
    acting::follow_wishes(at);
    choosing::follow_hands(at);
    searching::follow_words(at);
    view! {
        <SelectionBar at />
        <MoveDialog at />
        <EraseDialog at />
        <RowTools at />
    }
    .into_any()
}

/// Listens on the document as long as the desk is there. What a row's own links do by themselves has not
/// happened yet: the router listens further out.
fn listen<E: leptos::wasm_bindgen::convert::FromWasmAbi + 'static>(
    name: &'static str,
    handler: impl FnMut(E) + 'static,
) {
    let listener = Closure::<dyn FnMut(E)>::new(handler).into_js_value();
    let listener: js_sys::Function = listener.unchecked_into();
    let _ = document().add_event_listener_with_callback(name, &listener);
    let listener = StoredValue::new_local(listener);
    on_cleanup(move || {
        if let Some(listener) = listener.try_get_value() {
            let _ = document().remove_event_listener_with_callback(name, &listener);
        }
    });
}

/// Acts once the page has been drawn again, if the desk is still there.
fn next_frame(at: At, act: impl FnOnce() + 'static) {
    request_animation_frame(move || {
        if at.chosen.try_get_untracked().is_some() {
            act();
        }
    });
}

/// The element at which something happened.
fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// UID of the row that holds an element.
fn row_of(inside: &Element) -> Option<u32> {
    let row = inside.closest(".list .rows li").ok().flatten()?;
    row.query_selector("input").ok().flatten()?.get_attribute("value")?.parse().ok()
}

/// The check box of a row.
fn check_box(uid: u32) -> Option<HtmlInputElement> {
    let row = document().get_element_by_id(&row_id(uid))?;
    row.previous_element_sibling()?.dyn_into().ok()
}
