//! The list of messages: links, under headings by day.

use super::Mailbox;
use super::roving::Roving;
use super::row::Row;
use super::windows::Windows;
use crate::api::Timed;
use crate::path::MailPath;
use crate::view::frame::mailbox_title;
use crate::view::part::when::Period;
use crate::view::part::{Art, Empty, Trouble};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::{FolderRole, MessageList, MessageRow, UnixSeconds};

/// The pane of the list, whatever state it is in.
#[component]
pub(crate) fn MessageListPane() -> impl IntoView {
    let Mailbox { page, list, .. } = expect_context();
    view! {
        <section class="list" aria-labelledby="list-title">
            <Transition fallback=Waiting>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => view! { <Loaded page list /> }.into_any(),
                        Err(error) => view! {
                            <div class="pane-head"><h1 id="list-title">"Messages"</h1></div>
                            <Trouble error />
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Loaded(page: Memo<MailPath>, list: Timed<MessageList>) -> impl IntoView {
    let Timed { now, value: MessageList { mailbox, role, total, first, rows } } = list;
    let shown = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let unread = rows.iter().filter(|row| !row.marks.read).count() as u64;
    let here = MailPath { first, ..MailPath::newest(&mailbox) };
    view! {
        <div class="pane-head">
            <h1 id="list-title" class="cut">{mailbox_title(role, &mailbox)}</h1>
            {(unread > 0).then(|| view! { <span class="caption unread-count">{count(unread)} " unread"</span> }.into_any())}
            <Windows page=here.clone() first shown total />
        </div>
        {if rows.is_empty() {
            nothing(role, total).into_any()
        } else {
            view! { <Rows page here role now rows /> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Rows(
    page: Memo<MailPath>,
    here: MailPath,
    role: Option<FolderRole>,
    now: UnixSeconds,
    rows: Vec<MessageRow>,
) -> impl IntoView {
    let roving = Roving::new();
    let open = Memo::new(move |_| page.with(MailPath::message));
    let periods = rows.chunk_by(|a, b| Period::of(a.received, now) == Period::of(b.received, now));
    let mut number = 0;
    let sections = periods
        .map(|rows| {
            let heading = rows.first().map_or("", |row| Period::of(row.received, now).heading());
            let rows = rows.iter().cloned().map(|row| {
                number += 1;
                view! { <li><Row here=here.clone() role now row open roving number=number - 1 /></li> }.into_any()
            });
            view! {
                <h2 class="period">{heading}</h2>
                <ol>{rows.collect_view()}</ol>
            }
            .into_any()
        })
        .collect_view();
    view! { <div class="rows" on:keydown=move |event| roving.move_by_key(&event)>{sections}</div> }.into_any()
}

fn nothing(role: Option<FolderRole>, total: u32) -> impl IntoView {
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
