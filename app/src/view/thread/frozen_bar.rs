//! Above a message of a frozen conversation: that replies to everybody are stopped, until when, why, and what can
//! be done instead. Every reader is told here; no mail is sent about it.

use super::ignoring::IgnoreButton;
use crate::path::{MailPath, compose};
use crate::view::part::when::{full, time_of_day};
use crate::view::part::{Glyph, Icon, label, labels};
use crate::words::en::{count, people};
use leptos::prelude::*;
use levee_contract::{Frozen, MessageRef, Start, UnixSeconds};
use levee_mail::Contact;

/// The bar. `answer` is the message open on `page`, and to whom *Reply* goes.
#[component]
pub(super) fn FrozenBar(
    frozen: Frozen,
    now: UnixSeconds,
    answer: (MessageRef, Option<Contact>),
    page: MailPath,
) -> impl IntoView {
    let Frozen { until, replies, senders, people: reached, quiet, ask } = frozen;
    let (message, to) = answer;
    let to = to.map(|to| view! { <span class="to">"to " {label(&to)}</span> }.into_any());
    let ask = (!ask.is_empty()).then(|| format!(" {} can let it go on.", either(&ask)));
    view! {
        <section class="frozen-bar" aria-labelledby="frozen-title">
            <Icon glyph=Glyph::Block />
            <div>
                <h2 id="frozen-title">"Replies to everyone are stopped here until " <time title=full(until, now)>{time_of_day(until)}</time></h2>
                <p>
                    {if replies == 1 { "1 reply".to_owned() } else { format!("{} replies", count(replies)) }}
                    " by " {people(senders)} " went to " <b>{count(reached)}</b> " people each. Replies to fewer than "
                    {count(quiet)} " people still go." {ask}
                </p>
                <div class="frozen-acts">
                    <a class="button" href=compose(&Start::Reply { message })>
                        <Icon glyph=Glyph::Reply />
                        "Reply "
                        {to}
                    </a>
                    <IgnoreButton page class="" />
                    <span class="caption">"Remaining copies are filed quietly."</span>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// "Hannah Pryce or Priya Nair".
fn either(people: &[Contact]) -> String {
    match people {
        [one, other] => format!("{} or {}", label(one), label(other)),
        people => labels(people),
    }
}
