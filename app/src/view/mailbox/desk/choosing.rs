//! Choosing rows by hand and by key, and the keys that act on them.

use super::acting::take_back;
use super::answering::answer;
use super::{At, check_box, listen, next_frame, row_of, target};
use crate::view::keys::{UNDO_SEND, click};
use crate::view::mailbox::roving::{focus_row, row_id};
use crate::view::part::keys::{Command, command};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::{Act, FolderRole};
use std::time::Duration;

/// What ignores the conversation of the open message.
const IGNORE: &str = ".ignore-conversation";

/// How long a finger rests on a row before that chooses it.
const LONG_PRESS: Duration = Duration::from_millis(500);

/// Pixels that a resting finger may move.
const TREMOR: i32 = 10;

/// Follows clicks, fingers and keys.
pub(super) fn follow_hands(at: At) {
    adopt(at);
    show_choice(at);
    let pressed = StoredValue::new(Press::default());
    listen("click", move |event: MouseEvent| clicked(at, pressed, &event));
    let navigate = use_navigate();
    let go = move |path: &str| navigate(path, NavigateOptions { scroll: false, ..Default::default() });
    let early = at.mailbox.alive.and_then(|alive| alive.key());
    if let Some(early) = early.filter(|early| !early.default_prevented()) {
        // Once there are rows that it can act on. Whoever has gone on meanwhile meant other messages.
        let go = go.clone();
        next_frame(at, move || {
            let stays = early.target().and_then(|on| on.dyn_into::<Element>().ok()) == document().active_element();
            if stays && at.chosen.with_untracked(Vec::is_empty) {
                key_pressed(at, &go, &early);
            }
        });
    }
    listen("keydown", move |event: KeyboardEvent| key_pressed(at, &go, &event));
    listen("pointerdown", move |event: PointerEvent| {
        end_press(pressed);
        let Some(uid) = target(&event).as_ref().and_then(row_of).filter(|_| event.pointer_type() == "touch") else {
            return pressed.set_value(Press::default());
        };
        let hold = move || {
            // The screen may have gone meanwhile.
            if pressed.try_update_value(|press| press.held = true).is_some() {
                toggle(at, uid);
            }
        };
        let timer = set_timeout_with_handle(hold, LONG_PRESS).ok();
        pressed.set_value(Press { touch: true, held: false, from: (event.client_x(), event.client_y()), timer });
    });
    listen("pointermove", move |event: PointerEvent| {
        let (x, y) = pressed.with_value(|press| press.from);
        if (event.client_x() - x).abs() > TREMOR || (event.client_y() - y).abs() > TREMOR {
            end_press(pressed);
        }
    });
    listen("pointerup", move |_: PointerEvent| end_press(pressed));
    listen("pointercancel", move |_: PointerEvent| end_press(pressed));
    listen("contextmenu", move |event: Event| {
        // A finger that rests on a link would open the browser's menu.
        if pressed.with_value(|press| press.touch) && target(&event).as_ref().and_then(row_of).is_some() {
            event.prevent_default();
        }
    });
}

/// A finger on a row.
#[derive(Clone, Copy, Default)]
struct Press {
    touch: bool,
    /// It has rested there, and the row is chosen.
    held: bool,
    from: (i32, i32),
    timer: Option<TimeoutHandle>,
}

fn end_press(pressed: StoredValue<Press>) {
    if let Some(timer) = pressed.try_update_value(|press| press.timer.take()).flatten() {
        timer.clear();
    }
}

/// Boxes that were checked before this was here count.
fn adopt(at: At) {
    let checked = |uid: &u32| check_box(*uid).is_some_and(|found| found.checked());
    at.chosen.set(at.mailbox.roving.rows().into_iter().filter(checked).collect());
}

/// Checks the boxes of what is chosen, whenever that or the list changes; rows are made anew then, and one
/// that has the focus keeps it.
fn show_choice(at: At) {
    let folder = Memo::new(move |_| at.mailbox.page.with(|page| page.mailbox.clone()));
    Effect::new(move |before: Option<String>| {
        // The same UIDs are other messages there.
        let now = folder.get();
        if before.is_some_and(|before| before != now) {
            at.chosen.set(Vec::new());
            at.anchor.set_value(None);
            at.pending.set_value(Vec::new());
        }
        now
    });
    // The row that has the focus, until something else gets it.
    let focused = StoredValue::new(document().active_element().as_ref().and_then(row_of));
    listen("focusin", move |event: Event| focused.set_value(target(&event).as_ref().and_then(row_of)));
    Effect::new(move |_| {
        let rows: Vec<u32> = at.rows.with(|rows| rows.iter().map(|row| row.message.uid).collect());
        let chosen = at.chosen.get();
        if !chosen.iter().all(|uid| rows.contains(uid)) {
            at.chosen.set(chosen.into_iter().filter(|uid| rows.contains(uid)).collect());
            return;
        }
        next_frame(at, move || {
            for uid in at.mailbox.roving.rows() {
                if let Some(found) = check_box(uid) {
                    found.set_checked(chosen.contains(&uid));
                }
            }
            let now = document().active_element();
            let lost = now.as_ref().is_none_or(|now| now.tag_name() == "BODY");
            let moved = now.as_ref().and_then(row_of).is_some_and(|now| Some(now) != at.mailbox.roving.at());
            if let (Some(Some(_)), Some(place), true) = (focused.try_get_value(), at.mailbox.roving.at(), lost || moved)
            {
                focus_row(place);
            }
        });
    });
}

fn toggle(at: At, uid: u32) {
    at.anchor.set_value(Some(uid));
    at.chosen.update(|chosen| match chosen.iter().position(|one| *one == uid) {
        Some(place) => drop(chosen.remove(place)),
        None => chosen.push(uid),
    });
}

/// Chooses all rows from where the range begins to this one.
fn choose_to(at: At, uid: u32) {
    let rows = at.mailbox.roving.rows();
    let place = |uid| rows.iter().position(|row| *row == uid);
    let Some(to) = place(uid) else { return };
    let from = at.anchor.get_value().and_then(place).unwrap_or(to);
    let range = rows.get(from.min(to)..=from.max(to)).unwrap_or_default();
    at.anchor.set_value(rows.get(from).copied());
    at.chosen.set(range.to_vec());
}

fn clicked(at: At, pressed: StoredValue<Press>, event: &MouseEvent) {
    let Some(element) = target(event) else { return };
    let Some(uid) = row_of(&element) else { return };
    if element.dyn_ref::<HtmlInputElement>().is_some() {
        if event.shift_key() {
            choose_to(at, uid)
        } else {
            toggle(at, uid)
        }
        return;
    }
    if element.closest("button").ok().flatten().is_some() {
        return;
    }
    let Press { held, touch, .. } = pressed.get_value();
    pressed.update_value(|press| press.held = false);
    let choosing = touch && !at.chosen.with_untracked(Vec::is_empty);
    if held {
        event.prevent_default();
    } else if event.ctrl_key() || event.meta_key() || choosing {
        event.prevent_default();
        toggle(at, uid);
    } else if event.shift_key() {
        event.prevent_default();
        choose_to(at, uid);
    } else {
        at.anchor.set_value(Some(uid));
        at.chosen.set(Vec::new());
    }
}

fn key_pressed(at: At, go: &impl Fn(&str), event: &KeyboardEvent) {
    let Some(command) = command(event) else { return };
    let focused = document().active_element().as_ref().and_then(row_of);
    match command {
        // The browser checks a box that has the focus by itself.
        Command::Choose if target(event).is_some_and(|element| element.tag_name() == "INPUT") => return,
        Command::Choose => focused.into_iter().for_each(|uid| toggle(at, uid)),
        // The list has moved the focus, and the browser follows a link that has it.
        Command::Next | Command::Previous | Command::First | Command::Last => return,
        Command::Open if event.key() == "Enter" => return,
        Command::Open => focused.into_iter().for_each(open_row),
        Command::ChooseUp | Command::ChooseDown => extend(at, focused, command == Command::ChooseDown),
        Command::ChooseAll => at.chosen.set(at.mailbox.roving.rows()),
        Command::Close if !at.chosen.with_untracked(Vec::is_empty) => at.chosen.set(Vec::new()),
        Command::Close => {
            let page = at.mailbox.page.get_untracked();
            let Some(open) = page.message() else { return };
            go(&page.closed().href());
            next_frame(at, move || focus_row(open.uid));
        }
        // What was sent is the latest that was done, unless something is on its way.
        Command::Undo if at.pending.with_value(Vec::is_empty) && click(UNDO_SEND) => {}
        Command::Undo => take_back(at),
        Command::Reply | Command::ReplyAll | Command::Forward => answer(at, command, focused),
        Command::Search => super::searching::focus(),
        Command::Delete => at.ask(Act::Delete, at.targets()),
        Command::Ignore => drop(click(IGNORE)),
        Command::Archive => at.ask(Act::Archive, at.targets()),
        Command::Junk if untrack(|| at.role()) == Some(FolderRole::Junk) => at.ask(Act::NotJunk, at.targets()),
        Command::Junk => at.ask(Act::Junk, at.targets()),
        Command::Move => at.ask(Act::Move, at.targets()),
        Command::Flag => at.ask(flag_or_not(at), at.targets()),
        Command::Read => at.ask(Act::Read, at.targets()),
        Command::Unread => at.ask(Act::Unread, at.targets()),
        // What works on every screen, and in the composer.
        _ => return,
    }
    event.prevent_default();
}

/// Opens a message as a click on its row does.
pub(super) fn open_row(uid: u32) {
    let row = document().get_element_by_id(&row_id(uid)).and_then(|row| row.dyn_into::<HtmlElement>().ok());
    row.into_iter().for_each(|row| row.click());
}

fn extend(at: At, focused: Option<u32>, down: bool) {
    let Some(now) = focused else { return };
    let rows = at.mailbox.roving.rows();
    if at.chosen.with_untracked(Vec::is_empty) {
        // The range begins at the row that was left.
        let place = rows.iter().position(|row| *row == now);
        let left = place.and_then(|place| if down { place.checked_sub(1) } else { Some(place + 1) });
        at.anchor.set_value(left.and_then(|left| rows.get(left)).copied().or(Some(now)));
    }
    choose_to(at, now);
}

/// Flags, unless all are flagged already.
fn flag_or_not(at: At) -> Act {
    let uids: Vec<u32> = at.targets().into_iter().map(|message| message.uid).collect();
    let all = untrack(|| at.marks(&uids)).iter().all(|marks| marks.flagged);
    if all && !uids.is_empty() { Act::Unflag } else { Act::Flag }
}

/// Leaves a button of a bar that goes away: the focus goes back to the list.
pub(super) fn back_to_list(at: At) {
    let row = at.mailbox.roving.at();
    next_frame(at, move || {
        let lost = document()
            .active_element()
            .is_none_or(|focused| focused.dyn_ref::<HtmlElement>().is_none_or(|e| e.tag_name() == "BODY"));
        if lost {
            row.into_iter().for_each(focus_row);
        }
    });
}
