//! One message in the list: a link that reads as a sentence.

use super::roving::Roving;
use crate::path::MailPath;
use crate::view::part::when::{machine, short};
use crate::view::part::{Avatar, Glyph, Icon, labels};
use leptos::prelude::*;
use levee_contract::{FolderRole, MessageRef, MessageRow, UnixSeconds};

/// From, subject, marks, time and first words.
#[component]
pub(crate) fn Row(
    here: MailPath,
    role: Option<FolderRole>,
    now: UnixSeconds,
    row: MessageRow,
    open: Memo<Option<MessageRef>>,
    roving: Roving,
    number: usize,
) -> impl IntoView {
    let MessageRow { message, from, to, subject, received, preview, marks, attachments, external } = row;
    // In Sent and Drafts everything is from oneself: whom it went to tells them apart.
    let own = matches!(role, Some(FolderRole::Sent | FolderRole::Drafts));
    let people = if own { to } else { from };
    let names = if people.is_empty() { "Nobody named".to_owned() } else { labels(&people) };
    let href = here.opening(&message).href();
    let (selected, current) = (message.clone(), message);
    let is_open = move || open.with(|open| open.as_ref() == Some(&selected));
    view! {
        <a
            class="row"
            class:unread=!marks.read
            href=href
            title=people.first().map(|one| one.address.to_string())
            aria-current=move || open.with(|open| open.as_ref() == Some(&current)).then_some("true")
            tabindex=move || roving.tabindex(number)
            data-row=number
            on:focus=move |_| roving.focused(number)
        >
            {people.first().cloned().map_or_else(
                || view! { <span class="avatar gray" aria-hidden="true"></span> }.into_any(),
                |contact| view! { <Avatar contact /> }.into_any(),
            )}
            <span class="row-text">
                <span class="row-line">
                    {(!marks.read).then(|| view! { <span class="unseen">"Unread. "</span> }.into_any())}
                    {own.then(|| view! { <span class="unseen">"To "</span> }.into_any())}
                    <span class="row-from cut">{names}</span>
                    <span class="unseen">", "</span>
                    <time class="row-time" datetime=machine(received)>{short(received, now)}</time>
                </span>
                <span class="row-line">
                    <span class="unseen">". "</span>
                    <span class="row-subject cut">{titled(&subject)}</span>
                    <span class="row-marks">
                        {marks.answered.then(|| mark(Glyph::Reply, "", "answered"))}
                        {marks.forwarded.then(|| mark(Glyph::Forward, "", "forwarded"))}
                        {external.then(|| mark(Glyph::Building, "outside", "from outside"))}
                        {attachments.then(|| mark(Glyph::Clip, "", "has files"))}
                        {marks.flagged.then(|| mark(Glyph::Flag, "flagged", "flagged"))}
                    </span>
                </span>
                <span class="row-line">
                    <span class="unseen">". "</span>
                    <span class="row-preview cut">{preview.unwrap_or_default()}</span>
                </span>
            </span>
            {move || is_open().then(|| view! { <span class="unseen">" Open."</span> }.into_any())}
        </a>
    }
    .into_any()
}

/// The subject, or that there is none.
pub(crate) fn titled(subject: &str) -> String {
    if subject.trim().is_empty() { "(no subject)".to_owned() } else { subject.to_owned() }
}

fn mark(glyph: Glyph, class: &'static str, says: &'static str) -> impl IntoView {
    view! {
        <span class=class title=says>
            <Icon glyph class="small" />
            <span class="unseen">", " {says}</span>
        </span>
    }
    .into_any()
}
