//! The head of the composer: *Send*, *Discard*, and where the draft stands.

use super::composing::{Composing, Phase, SaveState};
use super::hand_over::press_send;
use super::keep::is_conflict;
use crate::api::DiscardDraft;
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::when::time_of_day;
use crate::view::part::{Glyph, Icon};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use levee_guard::Ruling;

/// *Send* stays on while the server is asked; it is off only where the page knows that it would be stopped.
#[component]
pub(crate) fn Head() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let name = composing.account.with_value(|account| account.name.clone());
    let ruling =
        Memo::new(move |_| composing.judged.with(|j| j.as_ref().map_or(Ruling::Allow, |j| j.verdict.ruling())));
    let stopped = move || ruling.get() == Ruling::Block || matches!(*composing.phase.read(), Phase::Blocked { .. });
    let busy = move || matches!(*composing.phase.read(), Phase::Waiting(_) | Phase::Sending);
    let label = move || match ruling.get() {
        _ if busy() => "Sending",
        Ruling::Hold => "Send for approval",
        _ => "Send",
    };
    let send = move |event: MouseEvent| {
        event.prevent_default();
        if !untrack(stopped) {
            press_send(composing);
        }
    };
    view! {
        <div class="composer-head">
            <a class="button subtle only-icon close" href="/mail/INBOX" title="Close and keep the draft">
                <Icon glyph=Glyph::Cross class="large" />
                <span class="unseen">"Close and keep the draft"</span>
            </a>
            <h1 class="composer-title">
                <b>"New message"</b>
                <Saved composing />
            </h1>
            <button
                type="submit"
                name="form[act]"
                value="send"
                class="button send"
                class:primary=move || !stopped()
                aria-disabled=move || (stopped() || busy()).to_string()
                aria-describedby=move || stopped().then_some("verdict")
                on:click=send
            >
                <Icon glyph=Glyph::Send />
                <span>{label}</span>
            </button>
            <Discard composing />
            <span class="from">"From " <b>{name}</b></span>
            <Saved composing />
        </div>
    }
}

/// "Draft saved 10:42".
#[component]
fn Saved(composing: Composing) -> impl IntoView {
    let failed = move || matches!(composing.saving.read().state, SaveState::Failed(_));
    let words = move || {
        let saving = composing.saving.read();
        match (&saving.state, saving.at) {
            (SaveState::Busy, _) => "Saving".to_owned(),
            (state, _) if is_conflict(state) => "Not saved: changed elsewhere".to_owned(),
            (SaveState::Failed(_), _) => "Not saved".to_owned(),
            (SaveState::Rest, Some(at)) => format!("Draft saved {}", time_of_day(at)),
            (SaveState::Rest, None) => String::new(),
        }
    };
    let done = move || {
        let saving = composing.saving.read();
        saving.state == SaveState::Rest && saving.at.is_some()
    };
    view! {
        <span class="saved" class:failed=failed>
            {move || done().then(|| view! { <Icon glyph=Glyph::Tick class="tiny" /> })}
            {words}
        </span>
    }
}

/// Throws the draft away, saved or not.
#[component]
fn Discard(composing: Composing) -> impl IntoView {
    let discard = ServerAction::<DiscardDraft>::new();
    let (navigate, changes) = (use_navigate(), use_context::<MailChanges>());
    Effect::new(move |_| {
        if matches!(*discard.value().read(), Some(Ok(()))) {
            navigate(&String::from(LocalPath::inbox()), leptos_router::NavigateOptions::default());
            changes.inspect(|changes| changes.announce());
        }
    });
    let press = move |event: MouseEvent| {
        event.prevent_default();
        composing.phase.set(Phase::Gone);
        discard.dispatch(DiscardDraft { id: composing.id() });
    };
    view! {
        <button
            type="submit"
            name="form[act]"
            value="discard"
            class="button subtle only-icon discard"
            title="Discard draft"
            on:click=press
        >
            <Icon glyph=Glyph::Trash />
            <span class="unseen">"Discard draft"</span>
        </button>
    }
}
