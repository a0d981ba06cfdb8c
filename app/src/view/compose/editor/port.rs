//! The editor as the program sees it: a few calls. What is behind them is `editor.js`.

use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::prelude::wasm_bindgen;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::HtmlIFrameElement;

#[wasm_bindgen(module = "/src/view/compose/editor/port.js")]
extern "C" {
    #[wasm_bindgen(js_name = openEditor)]
    fn open_editor(frame: &HtmlIFrameElement, html: &str, files: &str, tell: &JsValue, opened: &JsValue);

    /// An editor in its frame.
    #[derive(Clone, Debug)]
    pub(crate) type Editor;

    /// What is written, empty for nothing.
    #[wasm_bindgen(method)]
    pub(crate) fn html(this: &Editor) -> String;
    /// The same without formatting.
    #[wasm_bindgen(method)]
    pub(crate) fn text(this: &Editor) -> String;
    /// Puts something else in its place.
    #[wasm_bindgen(method, js_name = setHtml)]
    pub(crate) fn set_html(this: &Editor, html: &str);
    /// Adds what was quoted under what is written.
    #[wasm_bindgen(method)]
    pub(crate) fn append(this: &Editor, html: &str);
    /// Does what a button says; `value` is what it may need, else empty.
    #[wasm_bindgen(method)]
    pub(crate) fn run(this: &Editor, command: &str, value: &str);
    /// Puts an uploaded picture where the cursor is.
    #[wasm_bindgen(method)]
    pub(crate) fn picture(this: &Editor, id: &str, name: &str);
    /// Takes the focus.
    #[wasm_bindgen(method)]
    pub(crate) fn focus(this: &Editor);
    /// Lets go of the frame.
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Editor);
}

/// Opens an editor on some HTML. `files` is the path of the draft's pictures; `tell` hears what happens
/// in it, `opened` is called once, without an editor when it could not be fetched.
pub(crate) fn open(
    frame: &HtmlIFrameElement,
    html: &str,
    files: &str,
    tell: impl Fn(String, JsValue) + 'static,
    opened: impl FnOnce(Option<Editor>) + 'static,
) {
    let tell = Closure::<dyn Fn(String, JsValue)>::new(tell).into_js_value();
    let opened = Closure::once_into_js(move |editor: JsValue| {
        opened((!editor.is_undefined()).then(|| editor.unchecked_into()));
    });
    open_editor(frame, html, files, &tell, &opened);
}
