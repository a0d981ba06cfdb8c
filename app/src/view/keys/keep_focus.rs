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
        let here = pathname.with(|path| screen(path).to_owned());
        // The composer takes it itself, to where one writes.
        if !here.starts_with("/compose") && before.is_some_and(|before| before != here) {
            look(pathname, here.clone(), FRAMES);
        }
        here
    });
}

/// The part of a path that names the screen: a message that opens beside its list takes no focus.
fn screen(path: &str) -> &str {
    path.match_indices('/').nth(2).map_or(path, |(end, _)| path.get(..end).unwrap_or(path))
}

fn look(pathname: Memo<String>, here: String, frames: u32) {
    request_animation_frame(move || {
        // Somebody may have gone on, or the page may be gone.
        let now = pathname.try_with_untracked(|path| screen(path) == here);
        if frames == 0 || now != Some(true) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_no_screen_of_its_own() {
        assert_eq!(screen("/mail/INBOX/7/42"), screen("/mail/INBOX"));
        assert_ne!(screen("/mail/INBOX"), screen("/mail/Sent"));
        assert_ne!(screen("/drafts"), screen("/outbox"));
    }
}
