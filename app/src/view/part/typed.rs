//! A text field whose words a screen follows.

use leptos::html::Input;
use leptos::prelude::*;

/// Follows what is typed in a field. What was typed before the script came counts: on a slow network a form is filled
/// in before it comes alive.
pub(crate) fn follow_typed(field: NodeRef<Input>, typed: RwSignal<String>) {
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            typed.set(field.value());
        }
    });
}
