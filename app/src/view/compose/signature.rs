//! What one's messages end with: written here, put under the text of each new message where one wants it.

use super::composing::Composing;
use super::editor::{Editor, as_html, open};
use crate::api::{ApiError, change_signature, read_signature};
use crate::view::part::{Said, sentence};
use leptos::html::{Dialog, Iframe, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::HtmlIFrameElement;
use levee_contract::Signature;
use levee_mail::without_signature;
use send_wrapper::SendWrapper;

/// The dialog, while the signature is being changed.
#[component]
pub(crate) fn SignatureDialog(composing: Composing) -> impl IntoView {
    move || composing.signing.get().then(|| view! { <Changing composing /> })
}

#[component]
fn Changing(composing: Composing) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let known = RwSignal::new(None::<Result<Signature, ApiError>>);
    spawn_local(async move {
        let read = read_signature().await;
        known.try_set(Some(read));
    });
    let failed = RwSignal::new(None::<ApiError>);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog class="ask signature" node_ref=dialog aria-labelledby="signature" on:close=move |_| composing.signing.set(false)>
            <h2 id="signature">"Signature"</h2>
            {move || known.get().map(|known| match known {
                Ok(signature) => view! { <Fields composing signature failed /> }.into_any(),
                Err(error) => view! { <p role="alert"><Said sentence=sentence(&error) /></p> }.into_any(),
            })}
            <div role="alert">
                {move || failed.get().map(|error| view! { <p class="field-problem"><Said sentence=sentence(&error) /></p> })}
            </div>
        </dialog>
    }
}

#[component]
fn Fields(composing: Composing, signature: Signature, failed: RwSignal<Option<ApiError>>) -> impl IntoView {
    let frame = NodeRef::<Iframe>::new();
    let (in_new, in_answer) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let editor = StoredValue::new(None::<SendWrapper<Editor>>);
    let fresh = signature.html.is_empty();
    let known = StoredValue::new(signature.clone());
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            begin(composing, &frame, &known.with_value(|known| known.html.clone()), editor);
        }
    });
    on_cleanup(move || {
        if let Some(editor) = editor.try_update_value(Option::take).flatten() {
            editor.close();
        }
    });
    let written = move || Signature {
        html: editor.with_value(|editor| editor.as_ref().map(|editor| editor.html()).unwrap_or_default()),
        text: String::new(),
        in_new: in_new.get_untracked().is_some_and(|field| field.checked()),
        in_answer: in_answer.get_untracked().is_some_and(|field| field.checked()),
    };
    let keep = move |insert: Insert| {
        let signature = written();
        spawn_local(async move {
            match change_signature(signature).await {
                Ok(kept) => {
                    if insert == Insert::Here {
                        put_under(composing, &kept);
                    }
                    composing.signing.try_set(false);
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    };
    // Already under the text: once is enough.
    let ended = composing.text.with_untracked(|text| without_signature(text).len() < text.len());
    view! {
        <iframe class="editor-frame signature-frame" node_ref=frame src="/editor/frame" title="Signature"></iframe>
        <label class="check">
            <input type="checkbox" node_ref=in_new checked=signature.in_new || fresh />
            "Under new messages"
        </label>
        <label class="check">
            <input type="checkbox" node_ref=in_answer checked=signature.in_answer || fresh />
            "Under answers and forwarded messages"
        </label>
        <div class="acts">
            <button type="button" class="button subtle" on:click=move |_| composing.signing.set(false)>"Cancel"</button>
            <button type="button" class="button" on:click=move |_| keep(Insert::Later)>"Save"</button>
            {(!ended).then(|| view! {
                <button type="button" class="button primary" on:click=move |_| keep(Insert::Here)>"Save and put it here"</button>
            })}
        </div>
    }
}

/// Whether the message on screen gets it at once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Insert {
    Here,
    Later,
}

fn begin(composing: Composing, frame: &HtmlIFrameElement, html: &str, kept: StoredValue<Option<SendWrapper<Editor>>>) {
    // Files and pictures stay out: what every message carries is small.
    let hear = move |what: String, value: JsValue| {
        // The dialog does not hear the keys of the frame.
        if what == "key" && value.as_string().as_deref() == Some("escape") {
            composing.signing.try_set(false);
        }
    };
    open(frame, html, "/draft-file/none/", hear, move |editor| {
        if let Some(editor) = editor {
            editor.focus();
            kept.try_update_value(|kept| *kept = Some(SendWrapper::new(editor)));
        }
    });
}

/// Ends the text on screen with it.
fn put_under(composing: Composing, signature: &Signature) {
    if signature.text.is_empty() {
        return;
    }
    match composing.editor() {
        Some(editor) => editor.append(&format!("{}<div>{}</div>", as_html("\n-- "), signature.html)),
        None => {
            let text = composing.text.get_untracked();
            composing.write_plain_text(format!("{}\n\n-- \n{}", text.trim_end(), signature.text));
        }
    }
}
