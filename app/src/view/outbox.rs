//! The outbox: what is on its way or held, and one of them beside the list.

mod detail;
mod just_sent;
mod own;
mod row;
mod told;

pub(crate) use just_sent::{JustSent, SendingToast};

use crate::api::{ApiError, KeepBack, ReleaseOwn, SettleUnclear, TellWrong, Timed, UndoSend, list_outbox};
use crate::path::{LocalPath, told_problem};
use crate::view::frame::{CommandBar, MailChanges};
use crate::view::part::pause::{every, ticking};
use crate::view::part::{Art, Empty, Glyph, InfoBar, Said, Tone, Trouble, sentence, settled};
use detail::Detail;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use levee_contract::{OutboxRow, OutboxState, OwnVerdict, UnixSeconds};
use levee_mail::DraftId;
use row::Row;
use std::time::Duration;

/// How soon something that changed elsewhere is seen.
const AGAIN: Duration = Duration::from_secs(5);

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub(crate) struct Outbox {
    rows: RwSignal<Vec<OutboxRow>>,
    /// The server's clock, going on.
    now: Signal<UnixSeconds>,
    open: Memo<Option<DraftId>>,
    undo: ServerAction<UndoSend>,
    settle: ServerAction<SettleUnclear>,
    release: ServerAction<ReleaseOwn>,
    keep_back: ServerAction<KeepBack>,
    tell: ServerAction<TellWrong>,
}

/// List and detail.
#[component]
pub(crate) fn OutboxPage() -> impl IntoView {
    let list = Resource::new(|| (), |()| list_outbox());
    let chosen = use_query_map();
    view! {
        <Title text="Outbox" />
        <CommandBar />
        <Transition>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(list) => view! { <Screen list /> }.into_any(),
                    Err(error) => view! {
                        <div class="panes"><section class="list"><Trouble error /></section></div>
                    }
                    .into_any(),
                }
            })}
        </Transition>
        {move || chosen.with(told_problem).map(|problem| view! { <Problem error=problem.into() /> })}
    }
}

#[component]
fn Problem(error: ApiError) -> impl IntoView {
    view! {
        <div class="problem">
            <InfoBar tone=Tone::Danger glyph=Glyph::Block><Said sentence=sentence(&error) /></InfoBar>
        </div>
    }
}

#[component]
fn Screen(list: Timed<Vec<OutboxRow>>) -> impl IntoView {
    let query = use_query_map();
    let outbox = Outbox {
        rows: RwSignal::new(list.value),
        now: ticking(list.now),
        open: settled(move |_| query.with(|query| query.get_str("open").and_then(DraftId::parse))),
        undo: ServerAction::new(),
        settle: ServerAction::new(),
        release: ServerAction::new(),
        keep_back: ServerAction::new(),
        tell: ServerAction::new(),
    };
    provide_context(outbox);
    keep_reading(outbox);
    follow_actions(outbox);
    let failed = move || {
        let undone = outbox.undo.value().get().and_then(Result::err);
        let settled = undone.or_else(|| outbox.settle.value().get().and_then(Result::err));
        let released = settled.or_else(|| outbox.release.value().get().and_then(Result::err));
        let kept = released.or_else(|| outbox.keep_back.value().get().and_then(Result::err));
        kept.or_else(|| outbox.tell.value().get().and_then(Result::err))
    };
    let opened = Memo::new(move |_| {
        let open = outbox.open.get();
        let shown = outbox
            .rows
            .with(|rows| rows.iter().find(|row| Some(&row.id) == open.as_ref()).or_else(|| rows.first()).cloned());
        // What is said of the verdict is followed where it stands: the rest of the message stays.
        shown.map(|row| OutboxRow { verdict: row.verdict.map(|verdict| OwnVerdict { told: None, ..verdict }), ..row })
    });
    view! {
        {move || failed().map(|error| view! { <Problem error /> })}
        <div class="panes" class:open=move || outbox.open.get().is_some()>
            <section class="list" aria-labelledby="list-title">
                <div class="pane-head"><h1 id="list-title" attr:aria-level=move || outbox.open.get().is_some().then_some("2")>"Outbox"</h1></div>
                <Groups outbox opened />
            </section>
            <section class="reading outbox-detail" aria-label="Message">
                {move || opened.get().map(|row| view! { <Detail row /> })}
            </section>
        </div>
    }
}

/// Rows under headings, in the order in which they leave.
#[component]
fn Groups(outbox: Outbox, opened: Memo<Option<OutboxRow>>) -> impl IntoView {
    const GROUPS: [&str; 6] = ["Needs you", "Leaving now", "Waiting for approval", "Tried again", "Not sent", "Sent"];
    move || {
        let rows = outbox.rows.get();
        if rows.is_empty() {
            return view! { <Empty art=Art::Tray title="Nothing is on its way" text="What you send passes through here." /> }.into_any();
        }
        let groups = GROUPS.iter().enumerate().map(|(number, heading)| {
            let rows: Vec<OutboxRow> = rows.iter().filter(|row| group(&row.state) == number).cloned().collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <h2 class="period">{*heading}</h2>
                    <ol>{rows.into_iter().map(|row| view! { <li><Row row opened /></li> }).collect_view()}</ol>
                }
            })
        });
        view! { <div class="rows">{groups.collect_view()}</div> }.into_any()
    }
}

fn group(state: &OutboxState) -> usize {
    match state {
        OutboxState::Unclear | OutboxState::SignIn | OutboxState::Asks { .. } => 0,
        OutboxState::Pending { .. } | OutboxState::Sending => 1,
        OutboxState::Held { .. } => 2,
        OutboxState::Retrying { .. } => 3,
        OutboxState::Kept { .. } => 4,
        OutboxState::Sent { .. } => 5,
    }
}

/// Reads the outbox again; what did not change stays as it stands, with the focus in it.
fn keep_reading(outbox: Outbox) {
    every(AGAIN, move || read_again(outbox));
    let done = move || {
        let own = (outbox.release.version().get(), outbox.keep_back.version().get(), outbox.tell.version().get());
        (outbox.settle.version().get(), outbox.undo.version().get(), own)
    };
    Effect::new(move |before: Option<(usize, usize, (usize, usize, usize))>| {
        let done = done();
        if before.is_some_and(|before| before != done) {
            read_again(outbox);
        }
        done
    });
}

fn read_again(outbox: Outbox) {
    spawn_local(async move {
        if let Ok(list) = list_outbox().await
            && outbox.rows.try_with_untracked(|rows| *rows != list.value) == Some(true)
        {
            outbox.rows.set(list.value);
        }
    });
}

/// What was taken back is opened again.
fn follow_actions(outbox: Outbox) {
    let (navigate, changes) = (use_navigate(), use_context::<MailChanges>());
    Effect::new(move |sent: Option<Option<DraftId>>| {
        let (input, value) = (outbox.undo.input().get(), outbox.undo.value().get());
        if let Some(input) = input {
            return Some(input.id);
        }
        if let (Some(Some(id)), Some(Ok(()))) = (sent, value) {
            navigate(LocalPath::draft(&id).as_str(), NavigateOptions::default());
            changes.inspect(|changes| changes.announce());
        }
        None
    });
    let navigate = use_navigate();
    Effect::new(move |_| {
        if matches!(*outbox.keep_back.value().read(), Some(Ok(()))) {
            navigate(&String::from(LocalPath::drafts()), NavigateOptions::default());
        }
    });
}
