//! What another mail program sent and could not ask about: the question, after signing in. Forms, so that the
//! answer needs no script; nothing is sent by a GET.

use super::Outbox;
use crate::api::{Timed, open_own};
use crate::view::frame::SignedIn;
use crate::view::part::when::time_of_day;
use crate::view::part::{Glyph, Icon, InfoBar, Said, Tone, Trouble, labels};
use crate::words::Context;
use crate::words::en::{asks, countdown, kept, people, sentence};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{OwnHeld, OwnReleased, Returned};
use levee_guard::{Code, Ruling};
use levee_mail::DraftId;

/// The message that waits for its own sender.
#[component]
pub(super) fn Asks(id: DraftId, submitted: i64, expires: i64, reference: String) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let signed_in = expect_context::<SignedIn>();
    let wanted = id.clone();
    // What it reaches may have changed when the answer did not do: read again then.
    let again = Memo::new(move |_| {
        matches!(outbox.release.value().get(), Some(Ok(OwnReleased::Asked))).then(|| outbox.release.version().get())
    });
    let held = Resource::new(move || again.get(), move |_| open_own(wanted.clone()));
    let left = move || (expires - outbox.now.get()).max(0);
    view! {
        <p>"Sent with another mail program, waiting for you. Nobody has received it yet."</p>
        <p class="caption"><b>{move || countdown(left())}</b>" until it is not sent, at " {time_of_day(expires)} ". Reference: " {reference}</p>
        <progress aria-label="Time waited" max=expires - submitted value=move || (expires - submitted) - left()></progress>
        <Transition>
            {move || {
                let id = id.clone();
                Suspend::new(async move {
                    let organisation = signed_in.account().await.map(|account| account.organisation).unwrap_or_default();
                    match held.await {
                        Ok(Timed { value, .. }) => view! { <Question id held=value organisation /> }.into_any(),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Question(id: DraftId, held: OwnHeld, organisation: String) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let query = use_query_map();
    let OwnHeld { cc, bcc, text, files, people: reached, verdict, audience, question, type_number } = held;
    let context = Context::of_audience(&audience, &organisation);
    let asks_again = move || {
        let told = query.with(|query| query.get_str("asked").is_some());
        told || matches!(outbox.release.value().get(), Some(Ok(OwnReleased::Asked)))
    };
    let ruling = verdict.ruling();
    // The question says how many already.
    let said = |code| matches!(code, Code::AudConfirm | Code::AudHold);
    let reasons = verdict.findings.iter().filter(|finding| finding.ruling >= Ruling::Warn && !said(finding.code));
    let reasons =
        reasons.map(|finding| view! { <li><Said sentence=sentence(finding, &context) /></li> }).collect_view();
    let act = match ruling {
        Ruling::Hold => "Ask for approval".to_owned(),
        _ => format!("Send it to {}", people(reached)),
    };
    let line =
        |title: &'static str, value: String| (!value.is_empty()).then(|| view! { <dt>{title}</dt><dd>{value}</dd> });
    let release_id = id.as_str().to_owned();
    view! {
        <h2><Said sentence=asks(reached) /></h2>
        <ul class="held-reasons">{reasons}</ul>
        {move || asks_again().then(|| view! {
            <InfoBar tone=Tone::Warning glyph=Glyph::Warn>
                "Not sent: the number was another, or whom it reaches has changed. Look at it once more."
            </InfoBar>
        })}
        <ActionForm action=outbox.release attr:class="own-release">
            <input type="hidden" name="id" value=release_id />
            <input type="hidden" name="question" value=question />
            {type_number.map(|_| view! {
                <div class="number">
                    <label for="own-number">"To send it to all of them, type the number of people"</label>
                    <input id="own-number" type="text" name="typed" inputmode="numeric" autocomplete="off" required aria-describedby="own-number-hint" />
                    <span class="caption" id="own-number-hint">"With or without the comma."</span>
                </div>
            })}
            <button type="submit" class="button">
                <Icon glyph=Glyph::Send />
                <span>{act}</span>
            </button>
        </ActionForm>
        <div class="outbox-acts"><KeepBack id label="Do not send" /></div>
        <dl class="facts">
            {line("Cc", labels(&cc))}
            {line("Bcc", labels(&bcc))}
            {line("Files", files.join(", "))}
        </dl>
        <pre class="own-text">{text}</pre>
    }
}

/// What was not sent, with why, and the way to the drafts.
#[component]
pub(super) fn Kept(id: DraftId, why: Returned) -> impl IntoView {
    view! {
        <h2><Said sentence=kept(&why) /></h2>
        <p class="caption">"It was sent with another mail program, and stays here until you copy it. From Drafts it can be changed and sent."</p>
        <div class="outbox-acts"><KeepBack id label="Copy to Drafts" /></div>
    }
}

/// Does not send it, and copies it to the drafts.
#[component]
pub(super) fn KeepBack(id: DraftId, label: &'static str) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    view! {
        <ActionForm action=outbox.keep_back>
            <input type="hidden" name="id" value=id.as_str().to_owned() />
            <button type="submit" class="button primary">
                <Icon glyph=Glyph::Undo />
                <span>{label}</span>
            </button>
        </ActionForm>
    }
}
