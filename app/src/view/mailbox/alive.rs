//! When the rest of the list's program is fetched: what acts on messages is not needed to read them.

use leptos::prelude::*;
use leptos::web_sys::Event;

/// Whether somebody has moved a hand or a key: then what acts on rows is fetched, and is there before it is used.
#[derive(Clone, Copy)]
pub(crate) struct Alive {
    woken: RwSignal<bool>,
    /// The sign, for those that were not there to see it.
    sign: StoredValue<Option<StoredValue<Event, LocalStorage>>>,
}

impl Alive {
    /// Not yet; follows the page's first sign of somebody.
    pub(crate) fn new() -> Self {
        let alive = Self { woken: RwSignal::new(false), sign: StoredValue::new(None) };
        Effect::new(move |_| {
            let signs = ["pointermove", "pointerdown", "keydown"];
            let listeners = signs.map(|sign| {
                window_event_listener_untyped(sign, move |event| {
                    if alive.woken.try_get_untracked() == Some(false) {
                        alive.sign.set_value(Some(StoredValue::new_local(event)));
                        alive.wake();
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

    /// What somebody did first, if that woke it.
    pub(crate) fn sign(self) -> Option<Event> {
        self.sign.get_value().and_then(|sign| sign.try_get_value())
    }

    /// Followed.
    pub(crate) fn is(self) -> bool {
        self.woken.get()
    }
}
