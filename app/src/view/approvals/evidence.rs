//! A held message with all that its approver is shown: whom it reaches, why it is held, what it says.

use super::decide::Decide;
use super::list::time_left;
use crate::api::Timed;
use crate::path::LocalPath;
use crate::view::compose::Reasons;
use crate::view::mailbox::titled;
use crate::view::part::when::{full, time_of_day};
use crate::view::part::{Glyph, Icon, labels};
use crate::view::thread::SavedFile;
use crate::words::Context;
use crate::words::en::{count, people, size};
use leptos::prelude::*;
use levee_contract::{HeldFile, HeldView};
use levee_mail::Contact;

/// The message, its evidence, and the decision under it.
#[component]
pub(crate) fn HeldMessage(held: Timed<HeldView>, organisation: String) -> impl IntoView {
    let Timed { now, value: held } = held;
    let context = Context::of_held(&held, &organisation);
    let row = held.row.clone();
    let findings = held.verdict.findings.clone();
    view! {
        <a class="button subtle back" href=String::from(LocalPath::approvals())><Icon glyph=Glyph::Back />"Approvals"</a>
        <div class="approval-scroll" tabindex="0" role="region" aria-label="What decides it">
            <div class="card approval-head">
                <div>
                    <h1>{titled(&row.subject)}</h1>
                    <p class="caption">{row.from.label()} " <" {row.from.address.to_string()} ">, " {full(row.submitted, now)}</p>
                </div>
                <p class="left"><b>{time_left(row.expires - now)} " left"</b><span class="caption">"back to drafts at " {time_of_day(row.expires)}</span></p>
            </div>
            <div class="approval-columns">
                <div>
                    <Reached held=held.clone() />
                    <Message held=held.clone() />
                </div>
                <div>
                    <section class="card evidence">
                        <h2>"Why it is held"</h2>
                        <Reasons findings context />
                    </section>
                    <Outside held=held.clone() organisation />
                    <Sample names=held.sample.clone() />
                </div>
            </div>
        </div>
        <Decide id=row.id people=row.people />
    }
}

/// The number, and each list with its usual size.
#[component]
fn Reached(held: HeldView) -> impl IntoView {
    let lists = held.lists.into_iter().map(|list| {
        let known = |n: Option<u64>| n.map_or_else(|| "not known".to_owned(), count);
        let jumped = list.size.zip(list.baseline).is_some_and(|(now, usual)| now > usual.saturating_add(usual / 2));
        view! {
            <tr class:jumped=jumped>
                <th scope="row" title=list.address.to_string()>{list.address.local().to_owned()}</th>
                <td>{known(list.size)}</td>
                <td>{known(list.baseline)}</td>
            </tr>
        }
    });
    let lists = lists.collect_view();
    view! {
        <section class="card evidence">
            <h2>"Audience"</h2>
            <p class="figure"><b>{count(held.row.people)}</b> " people, the sender not counted"</p>
            <p class="caption">{size(held.volume)} " of mail in all"</p>
            <table>
                <thead><tr><th scope="col">"List"</th><th scope="col">"Size now"</th><th scope="col">"Usual size"</th></tr></thead>
                <tbody>{lists}</tbody>
            </table>
        </section>
    }
}

/// What it says, as text; or that one decides without reading it.
#[component]
fn Message(held: HeldView) -> impl IntoView {
    let line = |title: &'static str, contacts: Vec<Contact>| {
        (!contacts.is_empty()).then(|| view! { <dt>{title}</dt><dd>{labels(&contacts)}</dd> })
    };
    let text = match held.text {
        Some(text) => view! { <pre class="held-text">{text}</pre> }.into_any(),
        None => view! { <p class="caption">"This is held for its size only, so it is decided without being read."</p> }
            .into_any(),
    };
    view! {
        <section class="card evidence">
            <h2>"Message"</h2>
            <dl class="facts">{line("To", held.to)}{line("Cc", held.cc)}{line("Bcc", held.bcc)}</dl>
            {text}
            <Files files=held.files />
        </section>
    }
}

/// What goes along, to be looked at before it is let go.
#[component]
fn Files(files: Vec<HeldFile>) -> impl IntoView {
    if files.is_empty() {
        return ().into_any();
    }
    let card = |HeldFile { name, content_type, size: bytes, url }| {
        // That it is a row of bytes says nothing to anybody.
        let known = content_type.filter(|kind| kind != "application/octet-stream");
        let caption = known.map_or_else(|| size(bytes), |kind| format!("{}, {kind}", size(bytes)));
        view! { <li><SavedFile name caption url /></li> }
    };
    view! { <ul class="attachments" aria-label="Files">{files.into_iter().map(card).collect_view()}</ul> }.into_any()
}

#[component]
fn Outside(held: HeldView, organisation: String) -> impl IntoView {
    if held.external == 0 {
        return ().into_any();
    }
    view! {
        <section class="card evidence">
            <h2>"Outside " {organisation}</h2>
            <p class="caption">{people(held.external)}</p>
            <ul>{held.outside_domains.into_iter().map(|domain| view! { <li>{domain}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Sample(names: Vec<String>) -> impl IntoView {
    view! {
        <section class="card evidence">
            <h2>"Some of the people"</h2>
            <ul class="sample">{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
        </section>
    }
}
