//! Files of a message, as cards that download.

use crate::view::part::{Glyph, Icon};
use crate::words::en::size;
use leptos::prelude::*;
use levee_contract::Attachment;

/// The cards, if there are files.
#[component]
pub(crate) fn Attachments(files: Vec<Attachment>) -> impl IntoView {
    (!files.is_empty()).then(|| {
        view! {
            <ul class="attachments" aria-label="Files">
                {files.into_iter().map(|file| view! { <li><Card file /></li> }.into_any()).collect_view()}
            </ul>
        }
        .into_any()
    })
}

#[component]
fn Card(file: Attachment) -> impl IntoView {
    let Attachment { name, size: bytes, url } = file;
    let (glyph, colour) = kind(&name);
    let text = name.clone();
    view! {
        <a class="attachment" href=url download=name.clone() title=name>
            <span class=format!("attachment-kind {colour}")><Icon glyph /></span>
            <span class="attachment-text">
                <span class="cut">{text}</span>
                <span class="caption">{size(bytes)}</span>
            </span>
            <Icon glyph=Glyph::Download class="small" />
        </a>
    }
    .into_any()
}

/// By the ending of the name, which is the server's and safe; it decides the picture only.
pub(crate) fn kind(name: &str) -> (Glyph, &'static str) {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => (Glyph::Pdf, "red"),
        "doc" | "docx" | "odt" | "rtf" | "txt" => (Glyph::Doc, "blue"),
        "xls" | "xlsx" | "ods" | "csv" => (Glyph::Sheet, "green"),
        "png" | "jpg" | "jpeg" | "gif" | "webp" => (Glyph::Image, "purple"),
        _ => (Glyph::Doc, "gray"),
    }
}
