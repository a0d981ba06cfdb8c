//! "This was wrong": what a sender says of a verdict, in one press. It is recorded beside the verdict, for those who
//! tune the rules; the message stays stopped.

use super::composing::Composing;
use crate::api::{ApiError, call_stop_wrong, tell_wrong};
use crate::view::part::{Said, follow_typed, sentence};
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use levee_contract::{SendRequest, Telling, ToldWrong};

/// Under a verdict that asks or blocks. Without a reference the server has not judged yet; it does when this is
/// pressed.
#[component]
pub(crate) fn CallWrong(reference: Option<String>) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let (field, why) = (NodeRef::<Input>::new(), RwSignal::new(String::new()));
    follow_typed(field, why);
    let failed = RwSignal::new(None::<Failed>);
    let told = move || composing.called_wrong.with(Option::is_some);
    let recorded = StoredValue::new(reference.clone());
    let press = move || {
        spawn_local(async move {
            let known = composing.called_wrong.get_untracked().or_else(|| recorded.get_value());
            let (telling, said) = match composing.called_wrong.get_untracked() {
                Some(_) => (Telling::TakeBack, String::new()),
                None => (Telling::Wrong, why.get_untracked()),
            };
            let done = match known {
                Some(known) => tell_wrong(known.clone(), telling, said, String::new()).await.map(|()| Some(known)),
                None => call_stop_wrong(SendRequest { wrong: Some(said), ..request(composing) }).await,
            };
            // The panel may be gone by now.
            match done {
                Ok(Some(known)) => {
                    let _ = composing.called_wrong.try_set((telling == Telling::Wrong).then_some(known));
                    let _ = failed.try_set(None);
                }
                Ok(None) => drop(failed.try_set(Some(Failed::NotStopped))),
                Err(error) => drop(failed.try_set(Some(Failed::Because(error)))),
            }
        });
    };
    let click = move |event: MouseEvent| {
        event.prevent_default();
        press();
    };
    let enter = move |event: KeyboardEvent| {
        // Not an answer to the question that stands beside it.
        if event.key() == "Enter" {
            event.prevent_default();
            event.stop_propagation();
            press();
        }
    };
    view! {
        <div class="call-wrong" role="group" aria-label="Is this right?">
            <input type="hidden" name="form[verdict]" value=reference.unwrap_or_default() />
            <button
                type="submit"
                class="button"
                name="form[act]"
                value=move || if told() { "not_wrong" } else { "wrong" }
                on:click=click
            >
                {move || if told() { "Take back" } else { "This was wrong" }}
            </button>
            <input
                type="text"
                name="form[why]"
                class:unseen=told
                tabindex=move || told().then_some("-1")
                aria-hidden=move || told().then_some("true")
                maxlength=ToldWrong::LONGEST.to_string()
                autocomplete="off"
                aria-label="Why it was wrong, if you like to say"
                placeholder="Why, if you like"
                node_ref=field
                on:input=move |event| why.set(event_target_value(&event))
                on:keydown=enter
            />
            <p class="caption" role="status">
                {move || failed.get().map(Failed::said)}
                {move || composing.called_wrong.get().map(|reference| view! {
                    "You said that this was wrong. Whoever tunes the rules sees it under " <code>{reference}</code> "."
                }.into_any())}
            </p>
        </div>
    }
    .into_any()
}

#[derive(Clone)]
enum Failed {
    /// The page was stricter than the server.
    NotStopped,
    Because(ApiError),
}

impl Failed {
    fn said(self) -> AnyView {
        match self {
            Self::NotStopped => "The server does not stop it: press Send.".into_any(),
            Self::Because(error) => view! { <Said sentence=sentence(&error) /> }.into_any(),
        }
    }
}

/// The draft as it stands, to be judged.
fn request(composing: Composing) -> SendRequest {
    SendRequest {
        id: composing.id(),
        version: composing.saving.with_untracked(|saving| saving.version),
        draft: untrack(|| composing.draft()),
        confirmation: None,
        emergency: None,
        wrong: None,
    }
}

/// Under a warning, which stops nothing: said when the message is sent.
#[component]
pub(crate) fn CallWarningWrong() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let (mark, field) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let why = RwSignal::new(composing.wrong.get_untracked().unwrap_or_default());
    let marked = move || composing.wrong.with(Option::is_some);
    // What was ticked before the script came counts.
    Effect::new(move |_| {
        if let (Some(mark), Some(field)) = (mark.get(), field.get()) {
            why.set(field.value());
            composing.wrong.set(mark.checked().then(|| field.value()));
        }
    });
    let tick = move |event: Event| {
        composing.wrong.set(event_target_checked(&event).then(|| why.get_untracked()));
    };
    let typed = move |event: Event| {
        why.set(event_target_value(&event));
        composing.wrong.update(|wrong| {
            if let Some(wrong) = wrong {
                *wrong = event_target_value(&event);
            }
        });
    };
    view! {
        <div class="call-wrong" role="group" aria-label="Is this right?">
            <label>
                <input type="checkbox" name="form[wrong]" value="1" node_ref=mark checked=composing.wrong.with_untracked(Option::is_some) on:change=tick />
                "This is wrong"
            </label>
            <input
                type="text"
                name="form[wrong_why]"
                maxlength=ToldWrong::LONGEST.to_string()
                autocomplete="off"
                aria-label="Why it is wrong, if you like to say"
                placeholder="Why, if you like"
                value=why.get_untracked()
                node_ref=field
                on:input=typed
            />
            <p class="caption" role="status">
                {move || marked().then_some("Recorded when you send. Whoever tunes the rules sees it.")}
            </p>
        </div>
    }
    .into_any()
}
