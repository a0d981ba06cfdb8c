//! The answers to a message. *Reply* is the blue one; *Reply all* always names its number, and where
//! it would be blocked it is off and says why.

use crate::path::compose;
use crate::view::frame::SignedIn;
use crate::view::part::{Glyph, Icon, Said, label};
use crate::words::{Context, en};
use leptos::prelude::*;
use levee_contract::{MessageView, ReplyAll, Start};
use levee_guard::Ruling;

/// What *Reply all* looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReplyAllState {
    On { label: String },
    Off { label: String },
}

impl ReplyAllState {
    pub(crate) fn of(all: &ReplyAll) -> Self {
        let people = en::count(all.audience.people);
        let label =
            if all.audience.exact { format!("Reply all ({people})") } else { format!("Reply all (at least {people})") };
        if all.verdict.ruling() == Ruling::Block { Self::Off { label } } else { Self::On { label } }
    }
}

/// Reply, Reply all, Forward.
#[component]
pub(crate) fn ReplyBar(message: MessageView) -> impl IntoView {
    let MessageView { message, reply_to, reply_all, .. } = message;
    let state = reply_all.as_ref().map(ReplyAllState::of);
    let is_off = matches!(state, Some(ReplyAllState::Off { .. }));
    // Where Reply all is off, Reply says to whom it goes instead.
    let to = reply_to.first().filter(|_| is_off).map(|one| view! { <span class="to">"to " {label(one)}</span> });
    let about = message.clone();
    view! {
        <div class="reply-bar">
            <a class="button primary" href=compose(&Start::Reply { message: message.clone() })>
                <Icon glyph=Glyph::Reply />
                "Reply "
                {to}
            </a>
            {state.map(move |state| match state {
                ReplyAllState::On { label } => view! {
                    <a class="button" href=compose(&Start::ReplyAll { message: about })>
                        <Icon glyph=Glyph::ReplyAll />
                        {label}
                    </a>
                }
                .into_any(),
                ReplyAllState::Off { label } => view! {
                    <button type="button" class="button" aria-disabled="true" aria-describedby="reply-all-off">
                        <Icon glyph=Glyph::ReplyAll />
                        {label}
                    </button>
                }
                .into_any(),
            })}
            <a class="button" href=compose(&Start::Forward { message })>
                <Icon glyph=Glyph::Forward />
                "Forward"
            </a>
        </div>
        {reply_all.filter(|_| is_off).map(|all| view! { <Off all /> })}
    }
    .into_any()
}

/// Why *Reply all* is off: the strictest finding, in its own words.
#[component]
fn Off(all: ReplyAll) -> impl IntoView {
    let SignedIn(account) = expect_context();
    view! {
        <div class="reply-all-off" id="reply-all-off">
            <Icon glyph=Glyph::Block />
            <Suspense>
                {move || {
                    let all = all.clone();
                    Suspend::new(async move {
                        let organisation = account.await.map(|a| a.organisation).unwrap_or_default();
                        let context = Context::of_audience(&all.audience, &organisation);
                        all.verdict.strictest().map(|finding| view! {
                            <p>
                                <b>"Reply all is off. "</b>
                                <Said sentence=en::sentence(finding, &context) />
                            </p>
                        })
                    })
                }}
            </Suspense>
        </div>
    }
    .into_any()
}
