//! What can be done with the open message: forms and links, so that they work without script.

use super::Mailbox;
use super::windows::Neighbours;
use crate::api::{DeleteMessage, MarkMessage, Opened, ReplyAllState, Timed};
use crate::path::{MailPath, compose};
use crate::view::frame::CommandBar;
use crate::view::lazy::{OpenPart, open_part};
use crate::view::part::{CommandForm, Glyph, Icon};
use leptos::prelude::*;
use levee_contract::{Mark, MessageList, MessageView, Start};
use server_fn::ServerFn as _;

/// The commands of the mail screen; without an open message they are off and say why.
#[component]
pub(crate) fn MailCommands() -> impl IntoView {
    let Mailbox { page, list, opened, .. } = expect_context();
    view! {
        <CommandBar>
            <Transition fallback=NoCommands>
                {move || Suspend::new(async move {
                    let (list, opened) = (list.await.ok().map(|l| l.value), opened.await.and_then(Result::ok));
                    match opened {
                        Some(Timed { value: opened, .. }) => {
                            let page = page.get_untracked().opening(&opened.message.message);
                            open_part(OpenPart::Commands { page, list, opened }).await
                        }
                        None => view! { <NoCommands /> }.into_any(),
                    }
                })}
            </Transition>
        </CommandBar>
    }
    .into_any()
}

/// The commands of an open message.
#[component]
pub(crate) fn OpenCommands(page: MailPath, list: Option<MessageList>, opened: Opened) -> impl IntoView {
    let state = Marked::of(&opened.message, list.as_ref());
    view! {
        <DeleteForm page=page.clone() list />
        <span class="divider"></span>
        <ReplyLinks opened />
        <span class="divider"></span>
        <MarkForm page state />
    }
    .into_any()
}

/// Moves the message to Trash and shows the next one.
#[component]
pub(crate) fn DeleteForm(page: MailPath, list: Option<MessageList>) -> impl IntoView {
    let Mailbox { delete, .. } = expect_context();
    let next = list.map(|list| Neighbours::of(&page, &list).without_this(&page));
    let next = next.unwrap_or_else(|| page.closed());
    let (here, after) = (page.href(), next.href());
    let send = move || {
        delete.dispatch(DeleteMessage { page: page.clone(), next: next.clone() });
    };
    view! {
        <CommandForm url=DeleteMessage::url() send>
            <input type="hidden" name="page" value=here />
            <input type="hidden" name="next" value=after />
            <button type="submit" class="button subtle">
                <Icon glyph=Glyph::Trash />
                <span class="label">"Delete"</span>
            </button>
        </CommandForm>
    }
    .into_any()
}

/// Whether a message counts as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marked {
    Read,
    Unread,
}

impl Marked {
    /// As the list says, which is read again after each change; else as the message was opened.
    pub(crate) fn of(message: &MessageView, list: Option<&MessageList>) -> Self {
        let row = list.and_then(|list| list.rows.iter().find(|row| row.message == message.message));
        if row.map_or(message.marks, |row| row.marks).read { Self::Read } else { Self::Unread }
    }
}

/// Marks the message as what it is not.
#[component]
pub(crate) fn MarkForm(page: MailPath, state: Marked) -> impl IntoView {
    let Mailbox { mark, .. } = expect_context();
    let (to, glyph, label) = match state {
        Marked::Read => (Mark::Unread, Glyph::Mail, "Mark as unread"),
        Marked::Unread => (Mark::Read, Glyph::MailOpen, "Mark as read"),
    };
    let name = match to {
        Mark::Read => "read",
        Mark::Unread => "unread",
    };
    let here = page.href();
    let send = move || {
        mark.dispatch(MarkMessage { page: page.clone(), mark: to });
    };
    view! {
        <CommandForm url=MarkMessage::url() send>
            <input type="hidden" name="page" value=here />
            <input type="hidden" name="mark" value=name />
            <button type="submit" class="button subtle">
                <Icon glyph />
                <span class="label">{label}</span>
            </button>
        </CommandForm>
    }
    .into_any()
}

#[component]
fn ReplyLinks(opened: Opened) -> impl IntoView {
    let Opened { message, reply_all, .. } = opened;
    let about = message.message;
    let link = |start: Start, glyph, label: String| {
        view! {
            <a class="button subtle" href=compose(&start)>
                <Icon glyph />
                <span class="label">{label}</span>
            </a>
        }
        .into_any()
    };
    view! {
        {link(Start::Reply { message: about.clone() }, Glyph::Reply, "Reply".to_owned())}
        {reply_all.map(|all| match all {
            ReplyAllState::Off { label, .. } => off(Glyph::ReplyAll, label, "reply-all-off").into_any(),
            ReplyAllState::On { label } => {
                link(Start::ReplyAll { message: about.clone() }, Glyph::ReplyAll, label).into_any()
            }
        })}
        {link(Start::Forward { message: about.clone() }, Glyph::Forward, "Forward".to_owned())}
    }
    .into_any()
}

#[component]
fn NoCommands() -> impl IntoView {
    let off = |glyph, label: &str| off(glyph, label.to_owned(), "no-message");
    view! {
        <span id="no-message" class="unseen">"Choose a message first."</span>
        {off(Glyph::Trash, "Delete")}
        <span class="divider"></span>
        {off(Glyph::Reply, "Reply")}
        {off(Glyph::ReplyAll, "Reply all")}
        {off(Glyph::Forward, "Forward")}
        <span class="divider"></span>
        {off(Glyph::Mail, "Mark as unread")}
    }
    .into_any()
}

/// A command that cannot be used now: it can be reached, and says why.
fn off(glyph: Glyph, label: String, reason: &'static str) -> impl IntoView {
    view! {
        <button type="button" class="button subtle" aria-disabled="true" aria-describedby=reason>
            <Icon glyph />
            <span class="label">{label}</span>
        </button>
    }
    .into_any()
}
