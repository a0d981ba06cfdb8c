//! Where the focus goes when the link that had it is gone with its screen.

use leptos::prelude::*;

/// Takes the focus to where one goes on, unless a field, link or button of it has it. Once the old screen is
/// gone: a moment after the new one is there.
pub(crate) fn take_if_free(take: impl FnOnce() + 'static) {
    request_animation_frame(move || {
        if document().active_element().is_none_or(|focused| focused.tag_name() == "BODY" || focused.id() == "main") {
            take();
        }
    });
}
