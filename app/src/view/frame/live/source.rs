//! The browser's own end of the stream of events (HTML standard, section 9.2). It is opened and closed by us:
//! the browser's own way of trying again says nothing to the people in front of it.

use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::prelude::Closure;
use leptos::web_sys::{Event, EventSource, MessageEvent};
use levee_contract::LiveEvent;

/// What a stream brings.
pub(super) enum Heard {
    /// The server answers.
    Opened,
    /// Something happened.
    Told(LiveEvent),
    /// It ended, or never began.
    Ended,
}

/// A stream; closed when dropped. Not to be dropped by what it calls.
pub(super) struct Source {
    inner: EventSource,
    _opened: Closure<dyn FnMut(Event)>,
    _told: Closure<dyn FnMut(MessageEvent)>,
    _ended: Closure<dyn FnMut(Event)>,
}

impl Source {
    /// Opens a stream for a mailbox. `None` where the browser cannot.
    pub(super) fn open(mailbox: &str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let mailbox = String::from(js_sys::encode_uri_component(mailbox));
        let inner = EventSource::new(&format!("/events?mailbox={mailbox}")).ok()?;
        let opened: Closure<dyn FnMut(Event)> = Closure::new({
            let heard = heard.clone();
            move |_: Event| heard(Heard::Opened)
        });
        let told: Closure<dyn FnMut(MessageEvent)> = Closure::new({
            let heard = heard.clone();
            move |event: MessageEvent| {
                // One of a later version of the server is passed over.
                if let Some(event) = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok()) {
                    heard(Heard::Told(event));
                }
            }
        });
        let ended: Closure<dyn FnMut(Event)> = Closure::new(move |_: Event| heard(Heard::Ended));
        inner.set_onopen(Some(opened.as_ref().unchecked_ref()));
        inner.set_onmessage(Some(told.as_ref().unchecked_ref()));
        inner.set_onerror(Some(ended.as_ref().unchecked_ref()));
        Some(Self { inner, _opened: opened, _told: told, _ended: ended })
    }

    /// Ends it; nothing more is heard.
    pub(super) fn close(&self) {
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.close();
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.close();
    }
}
