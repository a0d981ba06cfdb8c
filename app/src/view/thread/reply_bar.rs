//! The answers to a message. *Reply* is the blue one; *Reply all* always names its number, and where
//! it would be blocked it is off and says why.

use crate::api::ReplyAllState;
use crate::path::compose;
use crate::view::part::{Glyph, Icon, Said, label};
use crate::words::Sentence;
use leptos::prelude::*;
use levee_contract::{MessageView, Start};

/// Reply, Reply all, Forward.
#[component]
pub(crate) fn ReplyBar(message: MessageView, reply_all: Option<ReplyAllState>) -> impl IntoView {
    let MessageView { message, reply_to, .. } = message;
    let off = match &reply_all {
        Some(ReplyAllState::Off { why, .. }) => Some(why.clone()),
        _ => None,
    };
    // Where Reply all is off, Reply says to whom it goes instead.
    let to = reply_to
        .first()
        .filter(|_| off.is_some())
        .map(|one| view! { <span class="to">"to " {label(one)}</span> }.into_any());
    let about = message.clone();
    view! {
        <div class="reply-bar">
            <a class="button primary" data-answer="reply" href=compose(&Start::Reply { message: message.clone() })>
                <Icon glyph=Glyph::Reply />
                "Reply "
                {to}
            </a>
            {reply_all.map(move |state| match state {
                ReplyAllState::On { label } => view! {
                    <a class="button" data-answer="reply_all" href=compose(&Start::ReplyAll { message: about })>
                        <Icon glyph=Glyph::ReplyAll />
                        {label}
                    </a>
                }
                .into_any(),
                ReplyAllState::Off { label, .. } => view! {
                    <button
                        type="button"
                        class="button"
                        data-answer="reply_all"
                        aria-disabled="true"
                        aria-describedby="reply-all-off"
                    >
                        <Icon glyph=Glyph::ReplyAll />
                        {label}
                    </button>
                }
                .into_any(),
            })}
            <a class="button" data-answer="forward" href=compose(&Start::Forward { message })>
                <Icon glyph=Glyph::Forward />
                "Forward"
            </a>
        </div>
        {off.map(|why| view! { <Off why /> }.into_any())}
    }
    .into_any()
}

/// Why *Reply all* is off: the strictest finding, in its own words.
#[component]
fn Off(why: Sentence) -> impl IntoView {
    view! {
        <div class="reply-all-off" id="reply-all-off">
            <Icon glyph=Glyph::Block />
            <p>
                <b>"Reply all is off. "</b>
                <Said sentence=why />
            </p>
        </div>
    }
    .into_any()
}
