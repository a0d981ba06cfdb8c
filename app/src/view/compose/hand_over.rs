//! Hands the draft over to be sent, and follows what comes back. The server decides; nothing here
//! keeps a message from being tried but what cannot be a message at all.

use super::composing::{Composing, Phase, SaveState, Sent};
use super::entries::Entry;
use crate::api::{ApiError, Timed, send};
use crate::path::{LocalPath, MailPath};
use crate::view::frame::{MailChanges, Toast};
use crate::view::outbox::{JustSent, SendingToast};
use crate::view::part::pause::seconds_now;
use crate::words::en::typed_number;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::{AppError, Confirmed, Field, Outcome, SendRequest};

/// *Send* was pressed, by mouse or by Ctrl+Enter.
pub(crate) fn press_send(composing: Composing) {
    // What is still being typed in a well becomes a chip when the well loses the focus.
    if let Some(focused) = document().active_element().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.blur();
    }
    composing.phase.set(match cannot_be_sent(composing) {
        fields if fields.is_empty() => Phase::Waiting(Sent::default()),
        fields => Phase::Failed(ApiError::App(AppError::Invalid { fields })),
    });
}

/// The question was answered. Where a number has to be typed, only the right one answers it.
pub(crate) fn confirm(composing: Composing) {
    let Phase::Asked { question, type_number, .. } = composing.phase.get_untracked() else { return };
    let typed = typed_number(&composing.typed.get_untracked());
    if type_number.is_none() || type_number == typed {
        composing
            .phase
            .set(Phase::Waiting(Sent { confirmation: Some(Confirmed { question, typed }), emergency: None }));
    }
}

/// It cannot wait: sent with a reason.
pub(crate) fn send_as_emergency(composing: Composing, reason: String) {
    composing.phase.set(Phase::Waiting(Sent { confirmation: None, emergency: Some(reason) }));
}

/// Sends as soon as no save is on its way, so that the version is the one on screen, and all files are there.
pub(crate) fn hand_over_when_saved(composing: Composing) {
    let (toast, changes) = (use_context::<Toast>(), use_context::<MailChanges>());
    let navigate = use_navigate();
    Effect::new(move |_| {
        let busy = composing.saving.with(|saving| saving.state == SaveState::Busy);
        let Phase::Waiting(Sent { confirmation, emergency }) = composing.phase.get() else { return };
        if busy || composing.is_uploading() {
            return;
        }
        composing.phase.set(Phase::Sending);
        let request = SendRequest {
            id: composing.id(),
            version: composing.saving.with_untracked(|saving| saving.version),
            draft: untrack(|| composing.draft()),
            confirmation,
            emergency,
            wrong: composing.wrong.get_untracked(),
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = send(request).await;
            if let Some(page) = settle(composing, toast, answer) {
                navigate(page.as_str(), NavigateOptions::default());
                changes.inspect(|changes| changes.announce());
            }
        });
    });
    // A question, a refusal or an error is about the draft as it was.
    Effect::new(move |before: Option<levee_mail::Draft>| {
        let draft = composing.draft();
        if before.is_some_and(|before| before != draft) {
            composing.called_wrong.set(None);
            composing.phase.update(|phase| {
                if matches!(phase, Phase::Asked { .. } | Phase::Blocked { .. } | Phase::Failed(_)) {
                    *phase = Phase::Writing;
                }
            });
        }
        draft
    });
}

/// Shows what came back, or says which page does.
fn settle(composing: Composing, toast: Option<Toast>, answer: Result<Timed<Outcome>, ApiError>) -> Option<LocalPath> {
    let judged = |verdict, audience: &_| untrack(|| composing.judged_by(verdict, audience));
    let (phase, page) = match answer {
        Ok(Timed { now, value: Outcome::Pending { send_at, window, people } }) => {
            if let Some(toast) = toast {
                let sent = JustSent { id: composing.id(), leaves: seconds_now() + send_at - now, window, people };
                toast.show(move || view! { <SendingToast sent=sent.clone() toast /> }.into_any());
            }
            (Phase::Gone, Some(back(composing)))
        }
        Ok(Timed { value: Outcome::Held { .. }, .. }) => (Phase::Gone, Some(LocalPath::outbox())),
        Ok(Timed { value: Outcome::Ask { verdict, audience, question, type_number, reference }, .. }) => {
            composing.typed.set(String::new());
            (Phase::Asked { judged: judged(verdict, &audience), question, type_number, reference }, None)
        }
        Ok(Timed { value: Outcome::Blocked { verdict, audience, reference }, .. }) => {
            (Phase::Blocked { judged: judged(verdict, &audience), reference }, None)
        }
        Err(error) => (Phase::Failed(error), None),
    };
    composing.phase.set(phase);
    page
}

/// The mailbox that one came from.
fn back(composing: Composing) -> LocalPath {
    composing.parent().map_or_else(LocalPath::inbox, |parent| MailPath::newest(&parent.mailbox).into())
}

fn cannot_be_sent(composing: Composing) -> Vec<Field> {
    composing.wells.with_untracked(|wells| {
        let field = |problem: &str, detail| Field { name: "to".to_owned(), problem: problem.to_owned(), detail };
        let unfinished = wells.all().filter_map(|entry| match entry {
            Entry::NoAddress(text) => Some(field("not_an_address", Some(text.clone()))),
            Entry::Contact(_) => None,
        });
        let unfinished: Vec<Field> = unfinished.collect();
        if unfinished.is_empty() && wells.recipients().is_empty() {
            return vec![field("empty", None)];
        }
        unfinished
    })
}
