//! What can be done with the open message: forms and links, so that they work without script.

use super::Mailbox;
use super::windows::Neighbours;
use crate::api::{ActOnMessages, Letter, ReplyAllState, Timed};
use crate::path::{MailPath, compose};
use crate::view::frame::CommandBar;
use crate::view::lazy::{OpenPart, open_part};
use crate::view::part::{CommandForm, Glyph, Icon};
use leptos::prelude::*;
use levee_contract::{Act, FolderRole, Marks, MessageList, MessageView, Start};
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
                            let page = page.get_untracked().opening(&opened.message);
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
pub(crate) fn OpenCommands(page: MailPath, list: Option<MessageList>, letter: Letter) -> impl IntoView {
    let mailbox: Mailbox = expect_context();
    let here = mailbox.page;
    let state = Marked::of(&letter.message, list.as_ref());
    let flagged = marks_of(&letter.message, list.as_ref()).flagged;
    let role = list.as_ref().and_then(|list| list.role);
    let next = next_of(&page, list.as_ref());
    let leaving = |act, name, glyph, label| {
        let (page, next) = (page.clone(), Some(next.clone()));
        view! { <ActForm page next act name glyph label /> }.into_any()
    };
    let (junk, name, says) = match role {
        Some(FolderRole::Junk) => (Act::NotJunk, "not_junk", "Not junk"),
        _ => (Act::Junk, "junk", "Junk"),
    };
    let (flag, flag_name, flag_glyph, flag_says) = match flagged {
        true => (Act::Unflag, "unflag", Glyph::Flag, "Remove flag"),
        false => (Act::Flag, "flag", Glyph::FlagLine, "Flag"),
    };
    let archived = role == Some(FolderRole::Archive);
    view! {
        <DeleteForm page=page.clone() list />
        {(!archived).then(|| leaving(Act::Archive, "archive", Glyph::Archive, "Archive"))}
        {leaving(junk, name, Glyph::Junk, says)}
        <button
            type="button"
            class="button subtle scripted"
            title="Move to a folder"
            on:click=move |_| mailbox.ask(Act::Move, here.get_untracked().message().into_iter().collect())
        >
            <Icon glyph=Glyph::MoveTo />
            <span class="label">"Move"</span>
        </button>
        <span class="divider"></span>
        <ReplyLinks letter />
        <span class="divider"></span>
        <span class="icons">
            <ActForm page=page.clone() next=None act=flag name=flag_name glyph=flag_glyph label=flag_says />
            <MarkForm page state />
        </span>
    }
    .into_any()
}

/// Does one thing to the open message: the desk with the script, else a form.
#[component]
fn ActForm(
    page: MailPath,
    /// What a form is answered with when it is done; none for this page.
    next: Option<MailPath>,
    act: Act,
    /// `act` as a form sends it.
    name: &'static str,
    glyph: Glyph,
    label: &'static str,
) -> impl IntoView {
    let mailbox: Mailbox = expect_context();
    let here = page.href();
    let send = move || mailbox.ask(act, page.message().into_iter().collect());
    view! {
        <CommandForm url=ActOnMessages::url() send>
            <input type="hidden" name="page" value=here />
            <input type="hidden" name="act" value=name />
            {next.map(|next| view! { <input type="hidden" name="next" value=next.href() /> }.into_any())}
            <button type="submit" class="button subtle" title=label>
                <Icon glyph />
                <span class="label">{label}</span>
            </button>
        </CommandForm>
    }
    .into_any()
}

/// Where one stands when the open message is gone.
fn next_of(page: &MailPath, list: Option<&MessageList>) -> MailPath {
    list.map_or_else(|| page.closed(), |list| Neighbours::of(page, list).without_this(page))
}

/// Moves the message to Trash and shows the next one. In Trash it asks, and removes it for good.
#[component]
pub(crate) fn DeleteForm(
    page: MailPath,
    list: Option<MessageList>,
    /// Tells two on one page apart.
    #[prop(optional)]
    place: &'static str,
) -> impl IntoView {
    let next = Some(next_of(&page, list.as_ref()));
    if list.and_then(|list| list.role) != Some(FolderRole::Trash) {
        return view! { <ActForm page next act=Act::Delete name="delete" glyph=Glyph::Trash label="Delete" /> }
            .into_any();
    }
    let id = format!("erase-{place}");
    view! {
        <button type="button" class="button subtle" title="Delete for good" popovertarget=id.clone()>
            <Icon glyph=Glyph::Trash />
            <span class="label">"Delete"</span>
        </button>
        <div id=id class="popover erase" popover="auto">
            <p>"Delete this message for good? This cannot be undone."</p>
            <ActForm page next act=Act::Erase name="erase" glyph=Glyph::Trash label="Delete for good" />
        </div>
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
        if marks_of(message, list).read { Self::Read } else { Self::Unread }
    }
}

fn marks_of(message: &MessageView, list: Option<&MessageList>) -> Marks {
    let row = list.and_then(|list| list.rows.iter().find(|row| row.message == message.message));
    row.map_or(message.marks, |row| row.marks)
}

/// Marks the message as what it is not.
#[component]
pub(crate) fn MarkForm(page: MailPath, state: Marked) -> impl IntoView {
    let (act, name, glyph, label) = match state {
        Marked::Read => (Act::Unread, "unread", Glyph::Mail, "Mark as unread"),
        Marked::Unread => (Act::Read, "read", Glyph::MailOpen, "Mark as read"),
    };
    view! { <ActForm page next=None act name glyph label /> }.into_any()
}

#[component]
fn ReplyLinks(letter: Letter) -> impl IntoView {
    let Letter { message, reply_all, .. } = letter;
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
        {off(Glyph::Archive, "Archive")}
        {off(Glyph::Junk, "Junk")}
        {off(Glyph::MoveTo, "Move")}
        <span class="divider"></span>
        {off(Glyph::Reply, "Reply")}
        {off(Glyph::ReplyAll, "Reply all")}
        {off(Glyph::Forward, "Forward")}
        <span class="divider"></span>
        <span class="icons">
            {off(Glyph::FlagLine, "Flag")}
            {off(Glyph::Mail, "Mark as unread")}
        </span>
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
