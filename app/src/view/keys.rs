//! Keys that work on every screen, and the dialog that lists all keys. Fetched with what keeps a page live; the
//! dialog when it is first asked for.

mod dialog;
mod keep_focus;
mod pressed;
mod regions;

pub(crate) use dialog::KeyDialog;
pub(crate) use pressed::{UNDO_SEND, click};

use crate::view::frame::{First, SignedIn};
use crate::view::lazy::key_dialog;
use leptos::prelude::*;

/// Follows keys as long as it is there, and is the place of the dialog.
#[component]
pub(crate) fn Keys(
    signed_in: SignedIn,
    /// What was pressed before this was fetched.
    first: First,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    keep_focus::keep_focus();
    pressed::follow(shown, signed_in, first);
    view! { {move || shown.get().then(|| Suspend::new(key_dialog(shown)))} }.into_any()
}
