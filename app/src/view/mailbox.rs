//! A mailbox: its messages, and beside them the one that is open.

mod beside;
mod commands;
mod list;
mod roving;
mod row;
mod windows;

use crate::api::{
    ApiError, DeleteMessage, MarkMessage, Opened, Timed, delete_message, list_messages, mark_message, open_message,
};
use crate::path::{MailPath, told_problem};
use crate::view::frame::{Live, MailChanges, mailbox_title};
use crate::view::part::{Glyph, InfoBar, Lost, Said, Tone, sentence};
use crate::view::thread::ReadingPane;
pub(crate) use beside::ListBeside;
pub(crate) use commands::{DeleteForm, MarkForm, Marked, OpenCommands};
pub(crate) use row::titled;
pub(crate) use windows::Neighbours;

use commands::MailCommands;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use levee_contract::{Mark, MessageList};
use list::MessageListPane;

/// Something done to messages, and what came of it.
pub(crate) type Change<T> = Action<T, Result<(), ApiError>>;

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub(crate) struct Mailbox {
    /// Where we are.
    pub(crate) page: Memo<MailPath>,
    /// The window of the list.
    pub(crate) list: Resource<Result<Timed<MessageList>, ApiError>>,
    /// The message that is open, if one is.
    pub(crate) opened: Resource<Option<Result<Timed<Opened>, ApiError>>>,
    /// Moves it to Trash.
    pub(crate) delete: Change<DeleteMessage>,
    /// Marks it.
    pub(crate) mark: Change<MarkMessage>,
}

fn deleting() -> Change<DeleteMessage> {
    Action::new(|DeleteMessage { page, next }: &DeleteMessage| delete_message(page.clone(), next.clone()))
}

fn marking() -> Change<MarkMessage> {
    Action::new(|MarkMessage { page, mark }: &MarkMessage| mark_message(page.clone(), *mark))
}

/// List and reading pane, with their commands.
#[component]
pub(crate) fn MailPage() -> impl IntoView {
    let here = use_location();
    let page = Memo::new(move |before: Option<&Option<MailPath>>| match before {
        // On its way to a screen that is being fetched: this one stays as it is until that one is there.
        Some(before) if !here.pathname.read().starts_with("/mail/") => before.clone(),
        _ => MailPath::read(&here.pathname.read(), &here.search.read()),
    });
    let there = Memo::new(move |_| page.read().is_some());
    let shown = Memo::new(move |_| page.get().unwrap_or_else(|| MailPath::newest("INBOX")));
    view! {
        {move || if there.get() { view! { <MailScreen page=shown /> }.into_any() } else { view! { <Lost /> }.into_any() }}
    }
    .into_any()
}

#[component]
fn MailScreen(page: Memo<MailPath>) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let window = Memo::new(move |_| page.with(|page| (page.mailbox.clone(), page.first)));
    let message = Memo::new(move |_| page.with(MailPath::message));
    let mailbox = Mailbox {
        page,
        list: Resource::new(
            move || (window.get(), changes.follow()),
            |((mailbox, first), _)| list_messages(mailbox, first),
        ),
        opened: Resource::new(
            move || message.get(),
            |message| async move {
                match message {
                    Some(message) => Some(open_message(message).await),
                    None => None,
                }
            },
        ),
        delete: deleting(),
        mark: marking(),
    };
    provide_context(mailbox);
    expect_context::<Live>().follow(mailbox.list);
    follow_actions(mailbox, changes);
    mark_read_once(mailbox);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (list, opened) = (mailbox.list.await, mailbox.opened.await);
                let subject = opened.and_then(Result::ok).map(|m| m.value.message.subject).filter(|s| !s.is_empty());
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

/// After a message was deleted or marked, lists and counts are read again; after deleting, the next one is shown.
fn follow_actions(mailbox: Mailbox, changes: MailChanges) {
    let Mailbox { delete, mark, .. } = mailbox;
    let navigate = use_navigate();
    Effect::new(move |sent: Option<Option<MailPath>>| {
        let (input, value) = (delete.input().get(), delete.value().get());
        if let Some(input) = input {
            return Some(input.next);
        }
        if let (Some(Some(next)), Some(Ok(()))) = (sent, value) {
            navigate(&next.href(), leptos_router::NavigateOptions { replace: true, ..Default::default() });
            changes.announce();
        }
        None
    });
    Effect::new(move |before: Option<usize>| {
        let version = mark.version().get();
        if before.is_some_and(|before| before != version) {
            changes.announce();
        }
        version
    });
}

/// A message that was opened counts as read; once, so that *Mark as unread* holds.
fn mark_read_once(mailbox: Mailbox) {
    Effect::new(move |before: Option<Option<MailPath>>| {
        let before = before.flatten();
        let Some(Some(Ok(opened))) = mailbox.opened.get() else { return before };
        let page = mailbox.page.get_untracked();
        let opened = opened.value.message;
        let is_shown = page.message().as_ref() == Some(&opened.message);
        if !is_shown || before.as_ref().map(|b| b.open) == Some(page.open) {
            return before;
        }
        if !opened.marks.read {
            mailbox.mark.dispatch(MarkMessage { page: page.clone(), mark: Mark::Read });
        }
        Some(page)
    });
}

/// What was asked for and not done: by a form, told in the address; by the script, in its answer.
#[component]
fn Problem(mailbox: Mailbox) -> impl IntoView {
    let query = use_query_map();
    let problem = move || {
        let failed = mailbox.delete.value().get().and_then(Result::err);
        let failed = failed.or_else(|| mailbox.mark.value().get().and_then(Result::err));
        failed.or_else(|| told_problem(&query.read()).map(ApiError::App))
    };
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
