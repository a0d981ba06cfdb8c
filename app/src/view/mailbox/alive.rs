//! When the rest of the list's program is fetched: what acts on messages is not needed to read them.

use leptos::prelude::*;

/// Whether somebody has moved a hand or a key: then what acts on rows is fetched, and is there before it is used.
#[derive(Clone, Copy)]
pub(crate) struct Alive(RwSignal<bool>);

impl Alive {
    /// Not yet; follows the page's first sign of somebody.
    pub(crate) fn new() -> Self {
        let alive = Self(RwSignal::new(false));
        Effect::new(move |_| {
            let signs = ["pointermove", "pointerdown", "keydown"];
            let listeners = signs.map(|sign| window_event_listener_untyped(sign, move |_| alive.wake()));
            on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
        });
        alive
    }

    /// It is needed now.
    pub(crate) fn wake(self) {
        if self.0.try_get_untracked() == Some(false) {
            self.0.set(true);
        }
    }

    /// Followed.
    pub(crate) fn is(self) -> bool {
        self.0.get()
    }
}
