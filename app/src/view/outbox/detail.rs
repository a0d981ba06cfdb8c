//! One submission, with what can be done about it now. Forms, so that it works without script.

use super::Outbox;
use super::own::{Asks, KeepBack, Kept};
use super::row::Standing;
use super::told::OwnTold;
use crate::path::{LocalPath, compose};
use crate::view::mailbox::titled;
use crate::view::part::when::{full, time_of_day};
use crate::view::part::{Avatar, Glyph, Icon, Said, label, labels};
use crate::words::Context;
use crate::words::en::{countdown, held, people, sentence, unclear};
use leptos::form::ActionForm;
use leptos::prelude::*;
use levee_contract::{OutboxRow, OutboxState, SentWith, Start};
use levee_guard::{Code, Verdict};
use levee_mail::{Contact, DraftId};

/// The card beside the list.
#[component]
pub(crate) fn Detail(row: OutboxRow) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let OutboxRow { id, to, people: reached, subject, submitted, sent_with, state, verdict, .. } = row;
    let told = verdict.map(|verdict| view! { <OwnTold id=id.clone() reference=verdict.reference /> });
    let sent = full(submitted, outbox.now.get_untracked());
    let body = match state.clone() {
        OutboxState::Pending { send_at } => view! { <Pending id send_at reached sent_with /> }.into_any(),
        OutboxState::Asks { expires, reference } => view! { <Asks id submitted expires reference /> }.into_any(),
        OutboxState::Kept { why } => view! { <Kept id why /> }.into_any(),
        OutboxState::Held { approvers, expires, verdict } => {
            view! { <Held id approvers submitted expires verdict reached sent_with /> }.into_any()
        }
        OutboxState::Unclear => view! { <Unclear id /> }.into_any(),
        OutboxState::Retrying { why, .. } => view! {
            <p>"The mail server cannot take it now, and Levee tries again. Nothing is lost."</p>
            <p class="caption">{why}</p>
        }
        .into_any(),
        OutboxState::SignIn => {
            let next = LocalPath::sign_in_for(&LocalPath::outbox());
            view! {
                <p>"Your password no longer works at the mail server. Sign in again, and it is sent."</p>
                <div class="outbox-acts"><a class="button primary" rel="external" href=String::from(next)>"Sign in"</a></div>
            }
            .into_any()
        }
        OutboxState::Sending => view! { <p>"It is being handed to the mail server."</p> }.into_any(),
        OutboxState::Sent { at } => view! { <p>"The mail server took it at " {time_of_day(at)} "."</p> }.into_any(),
    };
    view! {
        <a class="button subtle back" href=String::from(LocalPath::outbox())><Icon glyph=Glyph::Back />"Outbox"</a>
        <div class="card subject-card"><h1>{titled(&subject)}</h1></div>
        <div class="card held">
            <Standing state />
            {body}
            <dl class="facts">
                <dt>"Handed over"</dt><dd>{sent}</dd>
                <dt>"To"</dt><dd>{labels(&to)}</dd>
                <dt>"Reaches"</dt><dd>{people(reached)}</dd>
            </dl>
            {told}
        </div>
    }
}

/// Takes it back to the drafts: ours, or those in the mailbox, where other mail programs find it.
#[component]
fn Undo(id: DraftId, sent_with: SentWith, label: &'static str) -> impl IntoView {
    if sent_with == SentWith::MailProgram {
        return view! { <KeepBack id label="Do not send" /> }.into_any();
    }
    let outbox = expect_context::<Outbox>();
    view! {
        <ActionForm action=outbox.undo>
            <input type="hidden" name="id" value=id.as_str().to_owned() />
            <button type="submit" class="button primary">
                <Icon glyph=Glyph::Undo />
                <span>{label}</span>
            </button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Pending(id: DraftId, send_at: i64, reached: u64, sent_with: SentWith) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    view! {
        <div class="held-head">
            <h2>"This goes to " {people(reached)} ". Nobody has received it yet."</h2>
            <p class="clock"><b>{move || countdown(send_at - outbox.now.get())}</b><span class="caption">"until it leaves"</span></p>
        </div>
        <div class="outbox-acts"><Undo id sent_with label="Undo" /></div>
    }
}

#[component]
fn Held(
    id: DraftId,
    approvers: Vec<Contact>,
    submitted: i64,
    expires: i64,
    verdict: Verdict,
    reached: u64,
    sent_with: SentWith,
) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let said = held(reached, &approvers, &verdict);
    let left = move || (expires - outbox.now.get()).max(0);
    let context = Context { people: reached, ..Context::default() };
    // The headline says how many already.
    let others = verdict.findings.iter().filter(|finding| finding.code != Code::AudHold);
    let reasons = others.map(|finding| view! { <li><Said sentence=sentence(finding, &context) /></li> });
    let reasons = reasons.collect_view();
    let back = match sent_with {
        SentWith::Page => "back to Drafts at ",
        SentWith::MailProgram => "not sent at ",
    };
    let ask = approvers.first().map(|first| {
        let href = compose(&Start::New { to: first.address.to_string() });
        view! { <a class="button" href=href><Icon glyph=Glyph::Mail /><span>"Message " {label(first)}</span></a> }
    });
    view! {
        <div class="held-head">
            <div>
                <h2><Said sentence=said /></h2>
                <p class="caption">"Nobody has received it yet. You may close this window; it keeps waiting."</p>
            </div>
            <p class="clock"><b>{move || countdown(left())}</b><span class="caption">{back} {time_of_day(expires)}</span></p>
        </div>
        <progress aria-label="Time waited" max=expires - submitted value=move || (expires - submitted) - left()></progress>
        <ul class="held-reasons">{reasons}</ul>
        <ul class="approvers" aria-label="Approvers">
            {approvers.into_iter().map(|contact| view! {
                <li><Avatar contact=contact.clone() class="on-chip" />{label(&contact)}</li>
            }).collect_view()}
        </ul>
        <div class="outbox-acts"><Undo id sent_with label="Take back to Drafts" />{ask}</div>
    }
}

#[component]
fn Unclear(id: DraftId) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let choice = |how: &'static str, class: &'static str, label: &'static str| {
        let id = id.as_str().to_owned();
        view! {
            <ActionForm action=outbox.settle>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="how" value=how />
                <button type="submit" class=class>{label}</button>
            </ActionForm>
        }
    };
    view! {
        <p><Said sentence=unclear() /></p>
        <div class="outbox-acts">
            {choice("mark_sent", "button primary", "It has arrived")}
            {choice("send_again", "button", "Send it again")}
        </div>
    }
}
