//! A mailbox: its messages, and beside them the one that is open.

mod alive;
mod beside;
mod commands;
mod desk;
mod list;
mod plain;
mod roving;
mod row;
mod row_states;
mod sift_menu;
mod sifted;
mod windows;

use crate::api::{ApiError, Opened, Timed, list_messages, open_message};
use crate::path::{MailPath, told_problem};
use crate::view::frame::{Live, MailChanges, mailbox_title};
use crate::view::part::{Glyph, InfoBar, Lost, Said, Tone, sentence, settled};
use crate::view::thread::ReadingPane;
pub(crate) use beside::ListBeside;
pub(crate) use commands::{DeleteForm, MarkForm, Marked, OpenCommands};
pub(crate) use desk::{Desk, ViewOptions};
pub(crate) use row::titled;
pub(crate) use sifted::{Found, SiftBar};
pub(crate) use windows::Neighbours;

use alive::Alive;
use commands::MailCommands;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use levee_contract::{Act, MessageList, MessageRef};
use list::MessageListPane;
use roving::Roving;
pub(crate) use row_states::RowState;
use row_states::RowStates;

/// Something to be done to messages of the mailbox. Whoever wants it says so; the desk does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) act: Act,
    pub(crate) messages: Vec<MessageRef>,
    /// Where *Move* goes; none asks.
    pub(crate) to: Option<String>,
}

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub(crate) struct Mailbox {
    /// Where we are.
    pub(crate) page: Memo<MailPath>,
    /// The window of the list.
    pub(crate) list: Resource<Result<Timed<MessageList>, ApiError>>,
    /// The page for which `list` was asked: the page itself may have gone on since.
    listed: StoredValue<MailPath>,
    /// The message that is open, if one is.
    pub(crate) opened: Resource<Option<Result<Timed<Opened>, ApiError>>>,
    /// What rows will be.
    pub(crate) rows: RowStates,
    /// The row that Tab leads to.
    pub(crate) roving: Roving,
    /// What is to be done.
    pub(crate) wish: RwSignal<Option<Wish>>,
    /// What was not done, and why.
    pub(crate) problem: RwSignal<Option<ApiError>>,
    /// Fetches the desk; none where the list is only looked at.
    pub(crate) alive: Option<Alive>,
}

impl Mailbox {
    fn new(
        page: Memo<MailPath>,
        list: Resource<Result<Timed<MessageList>, ApiError>>,
        opened: Resource<Option<Result<Timed<Opened>, ApiError>>>,
        listed: StoredValue<MailPath>,
        alive: Option<Alive>,
    ) -> Self {
        let rows = RowStates::new();
        let (wish, problem) = (RwSignal::new(None), RwSignal::new(None));
        Self { page, list, listed, opened, rows, roving: Roving::new(rows), wish, problem, alive }
    }

    /// Asks the desk to do something, and has it fetched if need be.
    pub(crate) fn ask(self, act: Act, messages: Vec<MessageRef>) {
        self.wish.set(Some(Wish { act, messages, to: None }));
        if let Some(alive) = self.alive {
            alive.wake();
        }
    }
}

/// List and reading pane, with their commands.
#[component]
pub(crate) fn MailPage() -> impl IntoView {
    let here = use_location();
    let page = settled(move |before: Option<&Option<MailPath>>| match before {
        // On its way to a screen that is being fetched: this one stays as it is until that one is there.
        Some(before) if !here.pathname.read().starts_with("/mail/") => before.clone(),
        _ => MailPath::read(&here.pathname.read(), &here.search.read()),
    });
    let there = settled(move |_| page.read().is_some());
    let shown = settled(move |_| page.get().unwrap_or_else(|| MailPath::newest("INBOX")));
    view! {
        {move || if there.get() { view! { <MailScreen page=shown /> }.into_any() } else { view! { <Lost /> }.into_any() }}
    }
    .into_any()
}

#[component]
fn MailScreen(page: Memo<MailPath>) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let asked = settled(move |_| page.with(MailPath::closed));
    let message = settled(move |_| page.with(MailPath::message));
    let listed = StoredValue::new(asked.get_untracked());
    let list = Resource::new(
        move || (asked.get(), changes.follow()),
        move |(asked, _)| async move {
            // A message that is open stays in the list, whatever the filter says of it now.
            let open = page.with_untracked(|page| page.open);
            let list = list_messages(MailPath { open, ..asked.clone() }).await;
            listed.try_set_value(asked);
            list
        },
    );
    let opened = Resource::new(
        move || message.get(),
        |message| async move {
            match message {
                Some(message) => Some(open_message(message).await),
                None => None,
            }
        },
    );
    let mailbox = Mailbox::new(page, list, opened, listed, Some(Alive::new()));
    provide_context(mailbox);
    expect_context::<Live>().follow(mailbox.list);
    let folder = settled(move |_| page.with(|page| page.mailbox.clone()));
    Effect::new(move |_| {
        folder.track();
        mailbox.rows.forget();
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (list, opened) = (mailbox.list.await, mailbox.opened.await);
                let subject = opened.and_then(Result::ok).map(|m| m.value.subject).filter(|s| !s.is_empty());
                let title = list.map(|l| mailbox_title(l.value.role, &l.value.mailbox)).unwrap_or_default();
                view! { <Title text=subject.unwrap_or(title) /> }.into_any()
            })}
        </Transition>
        <MailCommands />
        <Problem mailbox />
        <div class="panes" class:open=move || page.read().open.is_some()>
            <MessageListPane />
            <ReadingPane />
        </div>
        // Empty; a navigation between the routes below this one counts as done when its outlet is there.
        <Outlet />
    }
    .into_any()
}

/// What was asked for and not done: by a form, told in the address; by the script, in its answer.
#[component]
fn Problem(mailbox: Mailbox) -> impl IntoView {
    let query = use_query_map();
    let problem = move || mailbox.problem.get().or_else(|| told_problem(&query.read()).map(ApiError::App));
    move || {
        problem().map(|error| {
            view! {
                <div class="problem">
                    <InfoBar tone=Tone::Danger glyph=Glyph::Block>
                        <Said sentence=sentence(&error) />
                    </InfoBar>
                </div>
            }
            .into_any()
        })
    }
}
