//! One message in the list: a check box, and a link that reads as a sentence.

use super::Mailbox;
use super::roving::row_id;
use crate::path::MailPath;
use crate::view::part::when::{machine, short};
use crate::view::part::{Avatar, Glyph, Icon, labels};
use leptos::prelude::*;
use levee_contract::{FolderRole, MessageRef, MessageRow, UnixSeconds};

/// From, subject, time, marks and first words.
#[component]
pub(crate) fn Row(
    here: MailPath,
    role: Option<FolderRole>,
    now: UnixSeconds,
    row: MessageRow,
    open: Memo<Option<MessageRef>>,
) -> impl IntoView {
    let Mailbox { rows: states, roving, alive, .. } = expect_context();
    let MessageRow { message, people, subject, received, preview, marks, attachments, external } = row;
    let own = role.is_some_and(FolderRole::is_own_mail);
    let names = if people.is_empty() { "nobody named".to_owned() } else { labels(&people) };
    let href = here.opening(&message).href();
    let (uid, id) = (message.uid, row_id(message.uid));
    let marks = move || states.of(uid).marks.unwrap_or(marks);
    let says = move || match (marks().read, own) {
        (false, false) => "Unread, from ",
        (false, true) => "Unread, to ",
        (true, false) => "From ",
        (true, true) => "To ",
    };
    view! {
        <li hidden=move || states.of(uid).gone>
            // Where the list is only looked at, nothing is chosen.
            {alive.map(|_| view! {
                <input
                    type="checkbox"
                    name="uids[]"
                    value=uid
                    aria-labelledby=id.clone()
                    tabindex=move || roving.tabindex(uid)
                />
            }.into_any())}
            <a
                id=id
                class="row"
                class:unread=move || !marks().read
                href=href
                title=people.first().map(|one| one.address.to_string())
                aria-current=move || open.with(|open| open.as_ref() == Some(&message)).then_some("true")
                tabindex=move || roving.tabindex(uid)
                on:focus=move |_| roving.focused(uid)
            >
                {people.first().cloned().map_or_else(
                    || view! { <span class="avatar gray" aria-hidden="true"></span> }.into_any(),
                    |contact| view! { <Avatar contact /> }.into_any(),
                )}
                <span class="row-from cut"><span class="unseen">{says}</span>{names}</span>
                <span class="row-subject cut">{titled(&subject)}</span>
                <time class="row-time" datetime=machine(received)>{short(received, now)}</time>
                <span class="row-marks">
                    {move || {
                        let marks = marks();
                        let shown = [
                            (marks.answered, Glyph::Reply, "", "answered"),
                            (marks.forwarded, Glyph::Forward, "", "forwarded"),
                            (external, Glyph::Building, "outside", "from outside"),
                            (attachments, Glyph::Clip, "", "has files"),
                            (marks.flagged, Glyph::Flag, "flagged", "flagged"),
                        ];
                        let shown = shown.into_iter().filter(|(is, ..)| *is);
                        shown.map(|(_, glyph, class, says)| mark(glyph, class, says)).collect::<Vec<_>>()
                    }}
                </span>
                {preview.map(|preview| view! { <span class="row-preview cut">{preview}</span> }.into_any())}
            </a>
        </li>
    }
    .into_any()
}

/// The subject, or that there is none.
pub(crate) fn titled(subject: &str) -> String {
    if subject.trim().is_empty() { "(no subject)".to_owned() } else { subject.to_owned() }
}

fn mark(glyph: Glyph, class: &'static str, says: &'static str) -> AnyView {
    view! {
        <span class=class title=says>
            <Icon glyph class="small" />
            <span class="unseen">", " {says}</span>
        </span>
    }
    .into_any()
}
