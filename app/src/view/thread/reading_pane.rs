//! The pane beside the list: nothing, a message, or why there is none.

use super::frozen_bar::FrozenBar;
use super::message_card::MessageCard;
use super::phone_bars::{PhoneActions, PhoneTop};
use crate::api::{Letter, Timed, act_on_messages};
use crate::path::MailPath;
use crate::view::frame::MailChanges;
use crate::view::lazy::{OpenPart, open_part};
use crate::view::mailbox::{Mailbox, RowState, titled};
use crate::view::part::{Art, Empty, Glyph, Icon, Trouble, focus};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use levee_contract::{Act, Marks, MessageView};
use std::future::IntoFuture as _;

/// Below this many pixels there is one pane (style/tokens.css).
const PHONE: f64 = 640.0;

/// Shows what is open.
#[component]
pub(crate) fn ReadingPane() -> impl IntoView {
    let Mailbox { page, list, opened, .. } = expect_context();
    view! {
        <section class="reading" aria-label="Message">
            <Transition fallback=Waiting>
                {move || Suspend::new(async move {
                    // Waited for, so that it is there when the message asks for its neighbours; not followed.
                    drop(ScopedFuture::new_untracked(list.into_future()).await);
                    match opened.await {
                        None => view! { <Nothing /> }.into_any(),
                        Some(Ok(opened)) => open_part(OpenPart::Message { opened }).await,
                        Some(Err(error)) => view! {
                            <PhoneTop page=page.get_untracked() list=list.await.ok().map(|list| list.value) />
                            <div class="card fill"><Trouble error /></div>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

/// Subject and message.
#[component]
pub(crate) fn OpenMessage(letter: Timed<Letter>) -> impl IntoView {
    let mailbox: Mailbox = expect_context();
    let Mailbox { page, list, .. } = mailbox;
    let frozen = letter.value.particulars.frozen.clone();
    let now = letter.now;
    let message = &letter.value.message;
    let page = page.get_untracked().opening(&message.message);
    let (subject, external) = (titled(&message.subject), message.external);
    let frozen_page = page.clone();
    let answer = (message.message.clone(), message.reply_to.first().cloned());
    count_as_read(mailbox, page.clone(), message);
    let heading = NodeRef::<leptos::html::H1>::new();
    Effect::new(move |_| {
        // There the message takes the list's place, and the link that had the focus is gone.
        let is_phone = window().inner_width().is_ok_and(|width| width.as_f64().is_some_and(|width| width < PHONE));
        if let Some(heading) = heading.get().filter(|_| is_phone) {
            focus::take_if_free(move || drop(heading.focus()));
        }
    });
    // The list is read again when something comes in; what is being read stays as it stands. No signal of this
    // message: the list may change in the moment in which the message goes.
    let list = move || list.get().and_then(Result::ok).map(|list| list.value);
    let (top, bottom, shown) = (page.clone(), page.clone(), letter.value.clone());
    view! {
        {move || view! { <PhoneTop page=top.clone() list=list() /> }.into_any()}
        <div class="reading-scroll">
            <div class="card subject-card">
                <h1 node_ref=heading tabindex="-1">{subject}</h1>
                {external.then(|| view! { <External /> }.into_any())}
            </div>
            {frozen.map(|frozen| view! { <FrozenBar frozen now answer page=frozen_page /> }.into_any())}
            <MessageCard page letter />
        </div>
        {move || view! { <PhoneActions page=bottom.clone() list=list() letter=shown.clone() /> }.into_any()}
    }
    .into_any()
}

/// A message that was opened counts as read; once, so that *Mark as unread* holds.
fn count_as_read(mailbox: Mailbox, page: MailPath, message: &MessageView) {
    if message.marks.read {
        return;
    }
    let changes = expect_context::<MailChanges>();
    let (uid, marks) = (message.message.uid, Marks { read: true, ..message.marks });
    Effect::new(move |_| {
        mailbox.rows.set(uid, RowState { marks: Some(marks), gone: false });
        let page = page.clone();
        spawn_local(async move {
            let done = act_on_messages(page, Act::Read, 0, Vec::new(), String::new(), None).await;
            mailbox.rows.clear(&[uid]);
            mailbox.problem.try_set(done.err());
            changes.announce();
        });
    });
}

/// The mark of a message whose author is outside the organisation.
#[component]
pub(crate) fn External() -> impl IntoView {
    view! {
        <span class="tag outside">
            <Icon glyph=Glyph::Building class="small" />
            "External"
        </span>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="card fill">
            <Empty art=Art::Letter title="No message selected" text="Choose one on the left, or write a new one." />
        </div>
    }
    .into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    let line = |_| view! { <span></span> }.into_any();
    view! { <div class="card fill skeleton-text" aria-hidden="true">{(0..6).map(line).collect_view()}</div> }.into_any()
}
