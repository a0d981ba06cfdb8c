//! Below 640 px the message fills the screen: a bar above it to go on and back, one below to act.

use crate::api::{Letter, ReplyAllState};
use crate::path::{MailPath, compose};
use crate::view::mailbox::{DeleteForm, MarkForm, Marked, Neighbours};
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;
use levee_contract::{MessageList, Start};

/// Back to the list; the message before and after.
#[component]
pub(crate) fn PhoneTop(page: MailPath, list: Option<MessageList>) -> impl IntoView {
    let around = list.map(|list| Neighbours::of(&page, &list));
    let (newer, older) = around.map_or((None, None), |around| (around.newer, around.older));
    let tap = |to: MailPath, glyph, name: &'static str| {
        view! {
            <a class="tap" href=to.href()>
                <Icon glyph class="large" />
                <span class="unseen">{name}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <nav class="phone-top" aria-label="Messages">
            {tap(page.closed(), Glyph::Back, "Back to the list")}
            <span class="space"></span>
            {newer.map(|to| tap(to, Glyph::Up, "Newer message"))}
            {older.map(|to| tap(to, Glyph::Down, "Older message"))}
        </nav>
    }
    .into_any()
}

/// Delete, mark, reply; the other answers in a menu of the browser's own.
#[component]
pub(crate) fn PhoneActions(page: MailPath, list: Option<MessageList>, letter: Letter) -> impl IntoView {
    let Letter { message, reply_all, .. } = letter;
    let state = Marked::of(&message, list.as_ref());
    let about = message.message;
    view! {
        <div class="phone-actions" role="group" aria-label="Message commands">
            <DeleteForm page=page.clone() list place="phone" />
            <MarkForm page state />
            <span class="split">
                <a class="button primary" href=compose(&Start::Reply { message: about.clone() })>
                    <Icon glyph=Glyph::Reply />
                    "Reply"
                </a>
                <button type="button" class="button primary" popovertarget="more-answers">
                    <Icon glyph=Glyph::Down class="small" />
                    <span class="unseen">"More answers"</span>
                </button>
            </span>
            <div id="more-answers" class="popover more-answers" popover="auto">
                {reply_all.map(|all| match all {
                    ReplyAllState::On { label } => {
                        answer(&Start::ReplyAll { message: about.clone() }, Glyph::ReplyAll, label).into_any()
                    }
                    ReplyAllState::Off { label, .. } => view! {
                        <button type="button" class="button subtle" aria-disabled="true" aria-describedby="reply-all-off">
                            <Icon glyph=Glyph::ReplyAll />
                            {label}
                        </button>
                    }
                    .into_any(),
                })}
                {answer(&Start::Forward { message: about.clone() }, Glyph::Forward, "Forward".to_owned())}
            </div>
        </div>
    }
    .into_any()
}

fn answer(start: &Start, glyph: Glyph, label: String) -> impl IntoView + use<> {
    view! {
        <a class="button subtle" href=compose(start)>
            <Icon glyph />
            {label}
        </a>
    }
    .into_any()
}
