//! The list of messages: links, under headings by day.

use super::row::Row;
use super::sift_menu::SiftMenu;
use super::sifted::Found;
use super::windows::Windows;
use super::{Mailbox, plain};
use crate::api::{ActOnMessages, ApiError, Timed};
use crate::path::MailPath;
use crate::view::frame::mailbox_title;
use crate::view::lazy::{ListPart, list_part};
use crate::view::part::when::Period;
use crate::view::part::{Art, Empty, Glyph, InfoBar, Retry, Said, Tone, Trouble, sentence};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::{AppError, FolderRole, MessageList, MessageRow, UnixSeconds};
use server_fn::ServerFn as _;

/// The pane of the list, whatever state it is in.
#[component]
pub(crate) fn MessageListPane() -> impl IntoView {
    let Mailbox { page, list, listed, alive, .. } = expect_context();
    // What the server said last: it stays in sight while the server is away.
    let kept = StoredValue::new(None::<(MailPath, Timed<MessageList>)>);
    view! {
        <section class="list" aria-labelledby="list-title">
            {move || alive.filter(|alive| alive.is()).map(|_| Suspend::new(list_part(ListPart::Desk)))}
            // Before the list: what follows it here would not come alive while a part of it is being fetched.
            <SiftMenu page />
            <Transition fallback=Waiting>
                {move || Suspend::new(async move {
                    let list = list.await;
                    let here = listed.get_value();
                    match list {
                        Ok(list) => {
                            kept.set_value(Some((here.clone(), list.clone())));
                            let sifted = sifted(page, &here, &list.value).await;
                            view! { <Loaded page here list sifted away=None /> }.into_any()
                        }
                        Err(error) => {
                            let kept = kept.get_value().filter(|(page, _)| is_passing(&error) && *page == here);
                            match kept {
                                Some((here, list)) => {
                                    let sifted = sifted(page, &here, &list.value).await;
                                    view! { <Loaded page here list sifted away=Some(error) /> }.into_any()
                                }
                                None => view! {
                                    <div class="pane-head"><h1 id="list-title">"Messages"</h1></div>
                                    <Trouble error />
                                }
                                .into_any(),
                            }
                        }
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

/// Whether what was shown is still worth showing.
fn is_passing(error: &ApiError) -> bool {
    !matches!(error, ApiError::App(AppError::SignedOut | AppError::Gone | AppError::Forbidden))
}

/// What stands over the rows of a filter or a search, and in their place where there are none: a part of the
/// desk, because most lists are whole.
async fn sifted(page: Memo<MailPath>, here: &MailPath, list: &MessageList) -> Option<AnyView> {
    if here.is_whole() {
        return None;
    }
    let folder = mailbox_title(list.role, &list.mailbox);
    let shown = number(list.rows.len());
    let found = Found { page, here: here.clone(), folder, sifted: list.sifted, total: list.total, shown };
    Some(list_part(ListPart::Sifted(found)).await)
}

fn number(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

#[component]
fn Loaded(
    page: Memo<MailPath>,
    here: MailPath,
    list: Timed<MessageList>,
    sifted: Option<AnyView>,
    away: Option<ApiError>,
) -> impl IntoView {
    let Timed { now, value: MessageList { mailbox, role, total, first, rows, sifted: how } } = list;
    let Mailbox { roving, alive, .. } = expect_context();
    roving.settle(rows.iter().map(|row| row.message.uid).collect());
    let shown = number(rows.len());
    let unread = rows.iter().filter(|row| !row.marks.read).count() as u64;
    let title = if here.words.is_empty() { mailbox_title(role, &mailbox) } else { "Results".to_owned() };
    let heads = how.filter(|_| !here.words.is_empty()).map(|how| how.heads.saturating_sub(first));
    let empty = sifted.is_none() && rows.is_empty();
    view! {
        <div class="pane-head">
            // What is open beside it is what the page is about.
            <h1
                id="list-title"
                class="cut"
                attr:aria-level=move || (alive.is_none() || page.read().open.is_some()).then_some("2")
            >
                {title}
            </h1>
            {(unread > 0).then(|| view! { <span class="caption unread-count">{count(unread)} " unread"</span> }.into_any())}
            <Windows page=here.clone() first shown total />
        </div>
        {away.map(|error| view! {
            <div class="away">
                <InfoBar tone=Tone::Warning glyph=Glyph::CloudOff>
                    <Said sentence=sentence(&error) />
                    <Retry />
                </InfoBar>
            </div>
        }.into_any())}
        {sifted}
        {empty.then(|| nothing(role, total))}
        {(!rows.is_empty()).then(|| view! { <Rows page here role now heads rows /> }.into_any())}
    }
    .into_any()
}

#[component]
fn Rows(
    page: Memo<MailPath>,
    here: MailPath,
    role: Option<FolderRole>,
    now: UnixSeconds,
    /// Of a search: how many rows have the words in subject or author.
    heads: Option<u32>,
    rows: Vec<MessageRow>,
) -> impl IntoView {
    let Mailbox { roving, .. } = expect_context();
    let open = Memo::new(move |_| page.with(MailPath::message));
    let validity = rows.first().map_or(0, |row| row.message.uid_validity);
    let commands = plain::commands(&here, role, validity);
    let headings: Vec<&'static str> = rows
        .iter()
        .enumerate()
        .map(|(number, row)| match heads {
            Some(heads) if number < heads as usize => "In subject or name",
            Some(_) => "In the text",
            None => Period::of(row.received, now).heading(),
        })
        .collect();
    let mut headings = headings.into_iter();
    let mut rows: Vec<(&'static str, MessageRow)> =
        rows.into_iter().filter_map(|row| Some((headings.next()?, row))).collect();
    let mut sections = Vec::new();
    while let Some((heading, _)) = rows.first() {
        let heading = *heading;
        let end = rows.iter().position(|(other, _)| *other != heading).unwrap_or(rows.len());
        let under: Vec<AnyView> = rows
            .drain(..end)
            .map(|(_, row)| view! { <Row here=here.clone() role now row open /> }.into_any())
            .collect();
        sections.push(view! { <h2 class="period">{heading}</h2> <ol>{under}</ol> }.into_any());
    }
    view! {
        // Without script the boxes that are checked are sent by the commands in it.
        <form
            class="rows"
            method="post"
            action=ActOnMessages::url()
            autocomplete="off"
            on:submit=move |event| event.prevent_default()
            on:keydown=move |event| roving.move_by_key(&event)
        >
            <noscript inner_html=commands></noscript>
            {sections}
        </form>
    }
    .into_any()
}

fn nothing(role: Option<FolderRole>, total: u32) -> AnyView {
    let (title, text) = match role {
        _ if total > 0 => {
            ("No messages here", "This part of the folder is empty; the newest messages are on its first page.")
        }
        Some(FolderRole::Inbox) => ("Nothing new", "New messages appear here as they arrive."),
        Some(FolderRole::Sent) => ("Nothing sent yet", "A copy of each message you send is kept here."),
        Some(FolderRole::Junk) => ("No junk", "Messages that were marked as junk are kept here."),
        Some(FolderRole::Trash) => {
            ("Nothing deleted", "Messages you delete are kept here until the server clears them away.")
        }
        _ => ("This folder is empty", "Messages that are filed here will be shown."),
    };
    view! { <Empty art=Art::Tray title text /> }.into_any()
}

/// Rows to come.
#[component]
fn Waiting() -> impl IntoView {
    let row = |_| view! { <li class="skeleton"><span></span><span></span><span></span><span></span></li> }.into_any();
    view! {
        <div class="pane-head"><h1 id="list-title" class="unseen">"Messages"</h1></div>
        <ol class="rows" aria-hidden="true">{(0..6).map(row).collect_view()}</ol>
    }
    .into_any()
}
