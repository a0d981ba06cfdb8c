//! Answers by key: the same links that the page offers, so that what is off for the mouse is off for the key.

use super::At;
use super::choosing::open_row;
use crate::view::part::keys::Command;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

/// Frames that a message may take to open: ten seconds of them.
const FRAMES: u32 = 600;

/// Answers the message of the row that has the focus, which is opened first; else the open one.
pub(super) fn answer(at: At, how: Command, focused: Option<u32>) {
    let open = at.mailbox.page.with_untracked(|page| page.message()).map(|message| message.uid);
    let Some(uid) = focused.or(open) else { return };
    if open != Some(uid) {
        open_row(uid);
    }
    press_when_there(at, how, (open, uid), FRAMES);
}

/// Presses what the page offers for this message once it is there, unless somebody has gone on to another one.
fn press_when_there(at: At, how: Command, (before, uid): (Option<u32>, u32), frames: u32) {
    if press(how, uid) || frames == 0 {
        return;
    }
    request_animation_frame(move || {
        let Some(open) = at.mailbox.page.try_with_untracked(|page| page.message()) else { return };
        let open = open.map(|open| open.uid);
        // The address follows the click in a moment.
        if open == Some(uid) || open == before {
            press_when_there(at, how, (before, uid), frames - 1);
        }
    });
}

/// Says whether the answers to this message are on screen. One that is off gets the focus: its description says why.
fn press(how: Command, uid: u32) -> bool {
    let reply = offered("reply");
    let end = format!("&uid={uid}");
    let is_this = |link: &HtmlElement| link.get_attribute("href").is_some_and(|href| href.ends_with(&end));
    let Some(reply) = reply.filter(is_this) else { return false };
    let it = match how {
        // Where there is nobody else, all are the author.
        Command::ReplyAll => offered("reply_all").unwrap_or(reply),
        Command::Forward => offered("forward").unwrap_or(reply),
        _ => reply,
    };
    if it.get_attribute("aria-disabled").is_some() {
        let _ = it.focus();
        it.scroll_into_view();
    } else {
        it.click();
    }
    true
}

/// The answer that is on screen: on a phone not that of the message, but that of the bar below.
fn offered(name: &str) -> Option<HtmlElement> {
    let all = document().query_selector_all(&format!(".reading [data-answer={name}]")).ok()?;
    let all = (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<HtmlElement>().ok());
    let all: Vec<HtmlElement> = all.collect();
    let seen = all.iter().find(|one| one.offset_width() > 0);
    seen.or(all.first()).cloned()
}
