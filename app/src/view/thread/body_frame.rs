//! The text of a message, from a stranger: in a frame of its own that may run nothing. It stands as
//! high as its text once the script is there, and scrolls until then.

use leptos::html::Iframe;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The frame. `url` is the capability that the server gave for this body; `?look=` in the page's address
/// chooses its colours.
#[component]
pub(crate) fn BodyFrame(url: String) -> impl IntoView {
    let query = use_query_map();
    let look = Memo::new(move |_| query.with(|query| query.get_str("look").map(str::to_owned)));
    let url = move || match look.get().as_deref() {
        Some("light") => format!("{url}?look=light"),
        Some("dark") => format!("{url}?look=dark"),
        _ => url.clone(),
    };
    let frame = NodeRef::<Iframe>::new();
    #[cfg(feature = "hydrate")]
    let follow = {
        let measure = height::following(frame);
        move || {
            measure();
            hear_keys(frame);
        }
    };
    #[cfg(not(feature = "hydrate"))]
    let follow = || ();
    // The document may have loaded before the script came.
    Effect::new(move |_| {
        frame.track();
        follow();
    });
    view! {
        <iframe
            class="body-frame"
            node_ref=frame
            src=url
            // Never allow-scripts beside allow-same-origin: together they are no sandbox at all.
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
            title="Message body"
            on:load=move |_| follow()
        ></iframe>
    }
    .into_any()
}

/// Keys pressed in the text mean what they mean beside it: the page hears them as if they were pressed on the frame.
#[cfg(feature = "hydrate")]
fn hear_keys(frame: NodeRef<Iframe>) {
    use leptos::wasm_bindgen::JsCast as _;
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::web_sys::KeyboardEvent;

    // It may have loaded while its message was going.
    let Some(frame) = frame.try_get_untracked().flatten() else { return };
    let Some(text) = frame.content_document() else { return };
    let hear = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        // An event has all that the making of another asks for.
        let copy = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", event.unchecked_ref());
        if copy.is_ok_and(|copy| frame.dispatch_event(&copy) == Ok(false)) {
            event.prevent_default();
        }
    });
    // In place of one that was there: the same document may be seen twice. It goes with its document.
    text.set_onkeydown(Some(hear.into_js_value().unchecked_ref()));
}

/// Measures the frame's document; it is of our own origin, so that the page may look into it.
#[cfg(feature = "hydrate")]
mod height {
    use leptos::html::Iframe;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast as _;
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::web_sys::{Element, HtmlIFrameElement, ResizeObserver};

    /// Follows the height of whatever document the frame holds; to be called again when it has loaded another.
    pub(super) fn following(frame: NodeRef<Iframe>) -> impl Fn() + Copy + 'static {
        let observer = StoredValue::new_local(None::<ResizeObserver>);
        let follow = move || {
            observer.try_update_value(|observer| {
                if let Some(old) = observer.take() {
                    old.disconnect();
                }
                *observer = frame.try_get_untracked().flatten().and_then(|frame| observe(&frame));
            });
        };
        on_cleanup(move || {
            if let Some(Some(old)) = observer.try_update_value(Option::take) {
                old.disconnect();
            }
        });
        follow
    }

    fn observe(frame: &HtmlIFrameElement) -> Option<ResizeObserver> {
        let root = frame.content_document()?.document_element()?;
        let (measured, frame) = (root.clone(), frame.clone());
        let fit = Closure::<dyn FnMut()>::new(move || set_height(&frame, &measured)).into_js_value();
        let observer = ResizeObserver::new(fit.unchecked_ref()).ok()?;
        observer.observe(&root);
        Some(observer)
    }

    fn set_height(frame: &HtmlIFrameElement, root: &Element) {
        const SCROLL_BAR: f64 = 16.0;
        let wide = root.scroll_width() > root.client_width();
        let height = root.get_bounding_client_rect().height().ceil() + if wide { SCROLL_BAR } else { 0.0 };
        let height = height.to_string();
        if frame.height() != height {
            frame.set_height(&height);
        }
    }
}
