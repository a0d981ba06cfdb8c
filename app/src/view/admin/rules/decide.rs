//! The forms that decide on a list by a rule: each is bound to the number of people on screen.

use crate::api::{ActivateRule, ApproveRule, RemoveRule, WithdrawRule};
use crate::view::admin::refused::Reason;
use crate::words::en::{count, people};
use leptos::prelude::*;
use server_fn::ServerFn as _;

/// People from which on their number is typed.
const TYPED: u64 = 500;

/// Somebody else approves.
#[component]
pub(super) fn Approve(id: i64, number: u64) -> impl IntoView {
    view! {
        <section class="card panel">
            <h2>"Approve"</h2>
            <form method="post" action=ApproveRule::url() class="guarded">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="people" value=number.to_string() />
                <p>"The list may be put in place for " <b>{people(number)}</b> ", up to a tenth more."</p>
                <button type="submit" class="button primary">"Approve for " {people(number)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// An administrator puts it in place.
#[component]
pub(super) fn Activate(id: i64, number: u64) -> impl IntoView {
    let typed = (number >= TYPED).then(|| {
        view! {
            <label class="reason" for="rule-typed">
                <span>"Type " <b>{count(number)}</b> " to confirm"</span>
                <input type="text" inputmode="numeric" id="rule-typed" name="typed" required autocomplete="off" />
            </label>
        }
    });
    view! {
        <section class="card panel">
            <h2>"Put it in place"</h2>
            <form method="post" action=ActivateRule::url() class="guarded">
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="people" value=number.to_string() />
                <p>"From then on mail to it goes to whom the rule names at that moment, now " <b>{people(number)}</b> "."</p>
                {typed}
                <button type="submit" class="button primary">"Put in place for " {people(number)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// How it comes to an end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A proposal is taken back.
    Withdraw,
    /// A list is removed.
    Remove,
}

/// Taken back or removed, with a reason.
#[component]
pub(super) fn End(id: i64, ending: Ending) -> impl IntoView {
    let (summary, says, action, button) = match ending {
        Ending::Withdraw => (
            "Take it back…",
            "Nothing becomes of it. What it says stays on record.",
            WithdrawRule::url(),
            "Take it back",
        ),
        Ending::Remove => (
            "Remove the list…",
            "Nobody is reached by its address any more. What was held for it cannot be released to it.",
            RemoveRule::url(),
            "Remove the list",
        ),
    };
    view! {
        <details class="card panel">
            <summary>{summary}</summary>
            <form method="post" action=action class="guarded">
                <input type="hidden" name="id" value=id.to_string() />
                <p>{says}</p>
                <Reason id="end-reason" />
                <button type="submit" class="button danger">{button}</button>
            </form>
        </details>
    }
    .into_any()
}
