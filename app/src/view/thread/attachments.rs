//! Files of a message, as cards that download, one by one or all at once; pictures show themselves, larger when
//! they are pressed.

use super::enclosed::EnclosedMessage;
use super::lightbox::{Lightbox, Picture};
use crate::view::part::{Glyph, Icon};
use crate::words::en::size;
use leptos::prelude::*;
use levee_contract::{Attachment, Opens, UnixSeconds};

/// Characters of a name that always stay: its ending, and what tells `report-1` from `report-2`.
const TAIL: usize = 9;

/// The cards, if there are files.
#[component]
pub(crate) fn Attachments(files: Vec<Attachment>, archive_url: Option<String>, now: UnixSeconds) -> impl IntoView {
    let all = archive_url.map(|url| download_all(&files, url));
    let (messages, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| matches!(file.opens, Opens::Message(_)));
    let pictures: Vec<Picture> = files
        .iter()
        .filter_map(|file| match &file.opens {
            Opens::Picture(shown) => {
                Some(Picture { name: file.name.clone(), shown: shown.clone(), saved: file.url.clone() })
            }
            Opens::Nothing | Opens::Message(_) => None,
        })
        .collect();
    let open = RwSignal::new(None::<usize>);
    let mut number = 0;
    let mut card = |file: Attachment| {
        let picture = matches!(file.opens, Opens::Picture(_)).then_some(number);
        number += usize::from(picture.is_some());
        view! { <li><Card file picture open /></li> }.into_any()
    };
    let messages = messages.into_iter().filter_map(|file| match file.opens {
        Opens::Message(message) => {
            Some(view! { <EnclosedMessage message name=file.name save_url=file.url now /> }.into_any())
        }
        Opens::Picture(_) | Opens::Nothing => None,
    });
    let messages = messages.collect_view().into_any();
    let files = (!files.is_empty()).then(|| {
        view! {
            <ul class="attachments" aria-label="Files">{files.into_iter().map(&mut card).collect_view()}</ul>
            {(!pictures.is_empty()).then(|| view! { <Lightbox pictures open /> }.into_any())}
        }
        .into_any()
    });
    view! { {files} {all} {messages} }.into_any()
}

/// All of them as one archive.
fn download_all(files: &[Attachment], url: String) -> AnyView {
    let bytes = files.iter().map(|file| file.size).sum();
    view! {
        <p class="attachments-all">
            <a class="button subtle" href=url download="">
                <Icon glyph=Glyph::Download class="small" />
                "Download all "
                <span class="caption">{files.len()} " files, " {size(bytes)}</span>
            </a>
        </p>
    }
    .into_any()
}

/// One file. A picture is a link to itself, which the script turns into a larger view of it.
#[component]
fn Card(file: Attachment, picture: Option<usize>, open: RwSignal<Option<usize>>) -> impl IntoView {
    let Attachment { name, size: bytes, url, opens } = file;
    match opens {
        Opens::Picture(shown) => {
            let look = move |event: leptos::ev::MouseEvent| {
                // Asked for in a window of its own.
                if event.ctrl_key() || event.meta_key() || event.shift_key() {
                    return;
                }
                event.prevent_default();
                open.set(picture);
            };
            let (thumbnail, title, saved_as) = (shown.clone(), name.clone(), name.clone());
            view! {
                <span class="attachment">
                    <a class="attachment-open" href=shown target="_blank" rel="noopener" title=title on:click=look>
                        <img class="attachment-kind" src=thumbnail alt="" loading="lazy" decoding="async" />
                        <FileText name=name.clone() caption=size(bytes) />
                    </a>
                    <a class="attachment-save" href=url download=saved_as>
                        <Icon glyph=Glyph::Download class="small" />
                        <span class="unseen">"Download " {name}</span>
                    </a>
                </span>
            }
            .into_any()
        }
        Opens::Nothing | Opens::Message(_) => view! { <SavedFile name caption=size(bytes) url /> }.into_any(),
    }
}

/// A file as a link that saves it.
#[component]
pub(crate) fn SavedFile(name: String, caption: String, url: String) -> impl IntoView {
    let (glyph, colour) = kind(&name);
    let (saved_as, tip) = (name.clone(), name.clone());
    view! {
        <a class="attachment" href=url download=saved_as title=tip>
            <span class=format!("attachment-kind {colour}")><Icon glyph /></span>
            <FileText name caption />
            <Icon glyph=Glyph::Download class="small" />
        </a>
    }
    .into_any()
}

/// Its name, of which the end always stays, and a line under it.
#[component]
fn FileText(name: String, caption: String) -> impl IntoView {
    let (head, tail) = halves(&name);
    let (head, tail) = (head.to_owned(), tail.to_owned());
    view! {
        <span class="attachment-text">
            <span class="file-name"><span class="cut">{head}</span><span>{tail}</span></span>
            <span class="caption cut">{caption}</span>
        </span>
    }
    .into_any()
}

/// A name as what may be cut and what stays.
fn halves(name: &str) -> (&str, &str) {
    let at = name.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    name.split_at(at)
}

/// By the ending of the name, which is the server's and safe; it decides the picture only.
pub(crate) fn kind(name: &str) -> (Glyph, &'static str) {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => (Glyph::Pdf, "red"),
        "doc" | "docx" | "odt" | "rtf" | "txt" => (Glyph::Doc, "blue"),
        "xls" | "xlsx" | "ods" | "csv" => (Glyph::Sheet, "green"),
        "png" | "jpg" | "jpeg" | "gif" | "webp" => (Glyph::Image, "purple"),
        "eml" => (Glyph::Mail, "blue"),
        _ => (Glyph::Doc, "gray"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_stays() {
        for (name, head, tail) in [
            ("Load test 2024.pdf", "Load test", " 2024.pdf"),
            ("a.txt", "", "a.txt"),
            ("佐藤美咲の報告書です.docx", "佐藤美咲の報", "告書です.docx"),
            ("", "", ""),
        ] {
            assert_eq!(halves(name), (head, tail));
        }
    }
}
