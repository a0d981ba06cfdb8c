//! Files as cards under the subject. A picture in the text has none.

use super::super::composing::Composing;
use super::upload::{Uploading, cancel, retry};
use crate::api::detach_file;
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::view::thread::kind;
use crate::words::en::{files_room, size};
use leptos::prelude::*;
use leptos::task::spawn_local;
use levee_mail::{DraftFile, FileSource, Placing};

/// All cards, and what did not arrive with its reason.
#[component]
pub(crate) fn Files() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let cards = Memo::new(move |_| {
        let beside = |file: &&DraftFile| file.placing == Placing::Attached;
        composing.files.with(|files| files.iter().filter(beside).cloned().collect::<Vec<_>>())
    });
    // Pictures in the text take room, too.
    let used = Memo::new(move |_| composing.files.with(|files| files.iter().map(|file| file.size).sum::<u64>()));
    let any = move || cards.with(|cards| !cards.is_empty()) || composing.uploads.with(|uploads| !uploads.is_empty());
    view! {
        {move || any().then(|| view! {
            <ul class="attachments composer-files" aria-label="Files">
                <For each=move || cards.get() key=key let(file)>
                    <li><Card composing file /></li>
                </For>
                <For each=move || composing.uploads.get() key=|upload| upload.number let(upload)>
                    <li><Coming composing upload /></li>
                </For>
            </ul>
            <p class="caption files-room">{move || files_room(used.get(), composing.room())}</p>
        })}
        <div role="alert" class="file-problems">
            <For each=move || composing.uploads.get() key=|upload| upload.number let(upload)>
                {move || upload.failed.get().map(|error| view! {
                    <p><b>{upload.name.clone()}</b>": " <Said sentence=sentence(&error) /></p>
                })}
            </For>
        </div>
    }
}

fn key(file: &DraftFile) -> String {
    match &file.source {
        FileSource::Kept(id) => id.as_str().to_owned(),
        FileSource::Part(message, part) => format!("{} {} {part}", message.mailbox, message.uid),
    }
}

#[component]
fn Card(composing: Composing, file: DraftFile) -> impl IntoView {
    let (glyph, colour) = kind(&file.name);
    let (name, gone) = (file.name.clone(), file.clone());
    let (title, tip) = (format!("Remove {name}"), name.clone());
    let remove = move |_| {
        composing.files.update(|files| files.retain(|file| *file != gone));
        if let Some(id) = gone.kept().cloned() {
            let draft = composing.id();
            // Not gone is no harm: it is no part of the draft any more.
            spawn_local(async move { drop(detach_file(draft, id).await) });
        }
    };
    view! {
        <span class="attachment" title=tip>
            <span class=format!("attachment-kind {colour}")><Icon glyph /></span>
            <span class="attachment-text">
                <span class="cut">{name}</span>
                <span class="caption">{size(file.size)}</span>
            </span>
            <button type="button" class="button subtle only-icon" title=title.clone() on:click=remove>
                <Icon glyph=Glyph::Cross class="tiny" />
                <span class="unseen">{title.clone()}</span>
            </button>
        </span>
    }
    .into_any()
}

/// A file on its way in.
#[component]
fn Coming(composing: Composing, upload: Uploading) -> impl IntoView {
    let (glyph, colour) = kind(&upload.name);
    let name = upload.name.clone();
    let (again, stopped, known) = (upload.clone(), upload.clone(), StoredValue::new(upload.clone()));
    let failed = move || known.with_value(|upload| upload.failed.get().is_some());
    let stop = format!("Stop {name}");
    let retry_label = format!("Try {name} again");
    let (label, tip) = (format!("Uploading {name}"), name.clone());
    let bytes = upload.size;
    view! {
        <span class="attachment" class:failed=failed title=tip>
            <span class=format!("attachment-kind {colour}")><Icon glyph /></span>
            <span class="attachment-text">
                <span class="cut">{name}</span>
                {move || match failed() {
                    true => view! { <span class="caption">"Not attached"</span> }.into_any(),
                    false => view! {
                        <progress
                            aria-label=label.clone()
                            max=bytes.max(1).to_string()
                            prop:value=move || known.with_value(|upload| upload.sent.get().min(bytes)) as f64
                        ></progress>
                    }
                    .into_any(),
                }}
            </span>
            <span class="attachment-acts">
                {move || known.with_value(Uploading::can_be_retried).then(|| {
                    let again = again.clone();
                    view! {
                        <button type="button" class="button subtle only-icon" title=retry_label.clone() on:click=move |_| retry(composing, &again)>
                            <Icon glyph=Glyph::Refresh class="small" />
                            <span class="unseen">{retry_label.clone()}</span>
                        </button>
                    }
                })}
                <button type="button" class="button subtle only-icon" title=stop.clone() on:click=move |_| cancel(composing, &stopped)>
                    <Icon glyph=Glyph::Cross class="tiny" />
                    <span class="unseen">{stop.clone()}</span>
                </button>
            </span>
        </span>
    }
    .into_any()
}
