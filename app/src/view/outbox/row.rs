//! One submission in the list: to whom, what, and how it stands.

use super::Outbox;
use crate::path::LocalPath;
use crate::view::mailbox::titled;
use crate::view::part::when::{machine, short};
use crate::view::part::{Avatar, Glyph, Icon, labels};
use crate::words::en::{count, people, standing, state};
use leptos::prelude::*;
use levee_contract::{OutboxRow, OutboxState};

/// A link that opens it beside the list.
#[component]
pub(crate) fn Row(row: OutboxRow, opened: Memo<Option<OutboxRow>>) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let OutboxRow { id, to, more, subject, people: reached, submitted, state, .. } = row;
    let whom = if more > 0 { format!("{}, {} more", labels(&to), count(u64::from(more))) } else { labels(&to) };
    let href = LocalPath::outbox().with("open", id.as_str());
    let current = move || opened.with(|open| open.as_ref().is_some_and(|row| row.id == id)).then_some("true");
    let now = outbox.now.get_untracked();
    view! {
        <a class="row" href=String::from(href) aria-current=current>
            {to.first().cloned().map(|contact| view! { <Avatar contact /> })}
            <span class="row-text">
                <span class="row-line">
                    <span class="unseen">"To "</span>
                    <span class="row-from cut">{whom}</span>
                    <time class="row-time" datetime=machine(submitted)>{short(submitted, now)}</time>
                </span>
                <span class="row-line"><span class="row-subject cut">{titled(&subject)}</span></span>
                <span class="row-line">
                    <span class="row-preview cut">{people(reached)}</span>
                    <StatePill state />
                </span>
            </span>
        </a>
    }
}

/// The state in words, where the time left stands beside it.
#[component]
pub(crate) fn Standing(state: OutboxState) -> impl IntoView {
    let (class, glyph) = look(&state);
    view! {
        <span class=class>
            <Icon glyph class="tiny" />
            <span>{standing(&state)}</span>
        </span>
    }
}

/// The state in a word and a glyph, counting down where it does.
#[component]
pub(crate) fn StatePill(state: OutboxState) -> impl IntoView {
    let outbox = expect_context::<Outbox>();
    let (class, glyph) = look(&state);
    let words = move || self::words(&state, outbox);
    view! {
        <span class=class>
            <Icon glyph class="tiny" />
            <span>{words}</span>
        </span>
    }
}

fn words(now_state: &OutboxState, outbox: Outbox) -> String {
    state(now_state, outbox.now.get())
}

fn look(state: &OutboxState) -> (&'static str, Glyph) {
    match state {
        OutboxState::Pending { .. } => ("state leaving", Glyph::Clock),
        OutboxState::Sending => ("state leaving", Glyph::Send),
        OutboxState::Retrying { .. } => ("state quiet", Glyph::Refresh),
        OutboxState::SignIn => ("state wants", Glyph::Lock),
        OutboxState::Asks { .. } => ("state wants", Glyph::Person),
        OutboxState::Held { .. } => ("state wants", Glyph::Hourglass),
        OutboxState::Kept { .. } => ("state quiet", Glyph::Undo),
        OutboxState::Unclear => ("state wants", Glyph::Warn),
        OutboxState::Sent { .. } => ("state quiet", Glyph::Tick),
    }
}
