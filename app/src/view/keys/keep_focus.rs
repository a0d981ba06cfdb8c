//! A screen that goes takes the link that had the focus with it. Then the focus is at the head of the new one, not
//! nowhere.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_location;

/// Frames for which a new screen is waited for: three seconds of them, because it may have to be fetched.
const FRAMES: u32 = 180;

/// Follows where we are, as long as its owner is there.
pub(super) fn keep_focus() {
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let here = pathname.get();
        if before.is_some_and(|before| before != here) {
            look(pathname, here.clone(), FRAMES);
        }
        here
    });
}

fn look(pathname: Memo<String>, here: String, frames: u32) {
    request_animation_frame(move || {
        // Somebody may have gone on, or the page may be gone.
        if frames == 0 || pathname.try_get_untracked().as_ref() != Some(&here) {
            return;
        }
        if document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
            && let Some(main) = document().get_element_by_id("main")
        {
            let _ = main.unchecked_into::<HtmlElement>().focus();
        }
        look(pathname, here, frames - 1);
    });
}
