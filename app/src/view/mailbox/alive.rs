//! When the rest of the list's program is fetched: what acts on messages is not needed to read them.

use crate::view::part::keys::key_of;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// Whether somebody has moved a hand or a key: then what acts on rows is fetched, and is there before it is used.
#[derive(Clone, Copy)]
pub(crate) struct Alive {
    woken: RwSignal<bool>,
    /// The first key, for those that were not there to see it.
    key: StoredValue<Option<SendWrapper<KeyboardEvent>>>,
}

impl Alive {
    /// Not yet; follows the page's first sign of somebody.
    pub(crate) fn new() -> Self {
        let alive = Self { woken: RwSignal::new(false), key: StoredValue::new(None) };
        Effect::new(move |_| {
            let signs = ["pointermove", "pointerdown", "keydown"];
            let listeners = signs.map(|sign| {
                window_event_listener_untyped(sign, move |event| {
                    alive.wake();
                    if let Some(key) = key_of(&event) {
                        alive
                            .key
                            .try_update_value(|first| _ = first.get_or_insert_with(|| SendWrapper::new(key.clone())));
                    }
                })
            });
            on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
        });
        alive
    }

    /// It is needed now.
    pub(crate) fn wake(self) {
        if self.woken.try_get_untracked() == Some(false) {
            self.woken.set(true);
        }
    }

    /// The first key that was pressed.
    pub(crate) fn key(self) -> Option<KeyboardEvent> {
        self.key.try_get_value().flatten().map(SendWrapper::take)
    }

    /// Followed.
    pub(crate) fn is(self) -> bool {
        self.woken.get()
    }
}
