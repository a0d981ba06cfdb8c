//! The author's own text: the form's text area, and over it the editor's frame.

use super::{Form, port};
use crate::view::compose::composing::Composing;
use crate::view::compose::files::add_files;
use crate::view::part::focus;
use leptos::html::{Iframe, Textarea};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::{File, HtmlIFrameElement, HtmlTextAreaElement};
use levee_mail::Placing;
use send_wrapper::SendWrapper;

/// The text and what it is written with.
#[component]
pub(crate) fn Written() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let (field, frame) = (NodeRef::<Textarea>::new(), NodeRef::<Iframe>::new());
    // The field keeps what was typed in it before the script came; the draft follows it.
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            write(composing, field.value());
            let goes_on_here = composing.wells.with_untracked(|wells| !wells.recipients().is_empty());
            if goes_on_here {
                focus::take_if_free(move || begin_in(&field));
            }
        }
    });
    // Nothing is formatted before there is a script to do it.
    Effect::new(move |_| composing.form.set(composing.first_form()));
    let formatted = move || composing.form.get() == Form::Formatted;
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            open(composing, &frame, field.get_untracked());
        }
    });
    on_cleanup(move || close(composing));
    view! {
        <textarea
            name="form[text]"
            aria-label="Text"
            node_ref=field
            hidden=move || composing.cursor.with(Option::is_some)
            // A text area holds text only, so its markup is its text, escaped.
            inner_html=escaped(&composing.text.get_untracked())
            on:input=move |event| write(composing, event_target_value(&event))
        ></textarea>
        {move || formatted().then(|| view! {
            <iframe
                class="editor-frame"
                class:ready=move || composing.cursor.with(Option::is_some)
                node_ref=frame
                src="/editor/frame"
                title="Text"
            ></iframe>
        })}
    }
}

/// The text area says something else: what was formatted before does not say it any more.
fn write(composing: Composing, text: String) {
    if composing.text.with_untracked(|known| *known != text) {
        composing.text.set(text);
        composing.html.set(String::new());
    }
}

/// Goes back to the text area, with the words and without their formatting.
pub(crate) fn write_plain(composing: Composing) {
    close(composing);
    composing.cursor.set(None);
    composing.form.set(Form::Plain);
    composing.write_plain_text(composing.text.get_untracked());
    if let Some(field) = text_area() {
        let _ = field.focus();
    }
}

/// Writes into the text area, which keeps its words by itself.
pub(crate) fn show_plain(text: &str) {
    if let Some(field) = text_area() {
        field.set_value(text);
    }
}

/// The text area of the composer on screen.
fn text_area() -> Option<HtmlTextAreaElement> {
    document().query_selector(".composer-text > textarea").ok().flatten()?.dyn_into().ok()
}

fn begin_in(field: &HtmlTextAreaElement) {
    let _ = field.focus();
    let _ = field.set_selection_range(0, 0);
}

/// Says nothing of it: what shows the cursor may be going as well.
fn close(composing: Composing) {
    let editor = composing.editor.try_update_value(Option::take).flatten();
    if let Some(editor) = editor {
        editor.close();
    }
}

fn open(composing: Composing, frame: &HtmlIFrameElement, field: Option<HtmlTextAreaElement>) {
    let html = match composing.html.get_untracked() {
        html if html.is_empty() => as_html(&composing.text.get_untracked()),
        html => html,
    };
    let tell = move |what: String, value: JsValue| hear(composing, &what, &value);
    let frame = frame.clone();
    port::open(&frame.clone(), &html.clone(), &composing.files_path(), tell, move |editor| {
        let (Some(editor), Some(Form::Formatted)) = (editor, composing.form.try_get_untracked()) else {
            // Without it one goes on in the text area.
            composing.form.try_set(Form::Plain);
            return;
        };
        let goes_on_here = field.is_some_and(|field| document().active_element().as_ref() == Some(field.as_ref()));
        // Typed while the editor was on its way.
        if composing.html.get_untracked().is_empty() && html != as_html(&composing.text.get_untracked()) {
            editor.set_html(&as_html(&composing.text.get_untracked()));
        }
        composing.editor.set_value(Some(SendWrapper::new(editor.clone())));
        composing.cursor.set(Some(super::Cursor::default()));
        if goes_on_here {
            let _ = frame.focus();
            editor.focus();
        }
    });
}

/// What happens in the frame.
fn hear(composing: Composing, what: &str, value: &JsValue) {
    match what {
        "input" => {
            let Some(editor) = composing.editor() else { return };
            composing.text.try_set(editor.text());
            composing.html.try_set(editor.html());
        }
        "state" => {
            let state = value.as_string().and_then(|text| serde_json::from_str(&text).ok());
            composing.cursor.try_update(|cursor| {
                if cursor.is_some() {
                    *cursor = state.or(cursor.take());
                }
            });
        }
        "files" => add_files(composing, files_in(value), Placing::Attached),
        "pictures" => add_files(composing, files_in(value), Placing::InText),
        "drag" => {
            composing.dragging.try_set(value.as_string().is_some_and(|kind| kind != "dragleave"));
        }
        "key" if value.as_string().as_deref() == Some("link") => composing.linking.set(true),
        _ => {}
    }
}

fn files_in(value: &JsValue) -> Vec<File> {
    js_sys::Array::from(value).iter().filter_map(|item| item.dyn_into().ok()).collect()
}

/// Text as the editor takes it: each line a block.
pub(crate) fn as_html(text: &str) -> String {
    let line = |line: &str| match line {
        "" => "<div><br></div>".to_owned(),
        line => format!("<div>{}</div>", escaped(line).replace("  ", " &nbsp;")),
    };
    if text.is_empty() { String::new() } else { text.split('\n').map(line).collect() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
