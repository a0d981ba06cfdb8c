//! A list to which nobody may write for now: that it is so, the form that suspends it, and the one that lets it go.

use crate::api::{ResumeList, SuspendList};
use crate::view::admin::refused::Reason;
use crate::view::part::when::full;
use crate::view::part::{Glyph, Icon, label};
use crate::words::en::{count, people};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Suspended, UnixSeconds};
use levee_mail::Address;
use server_fn::ServerFn as _;

/// Above everything else on its page.
#[component]
pub(super) fn SuspendedBar(suspended: Suspended, now: UnixSeconds) -> impl IntoView {
    let Suspended { since, by, reason } = suspended;
    view! {
        <div class="info-bar danger told" role="note">
            <Icon glyph=Glyph::Block />
            <div class="info-text">
                <b>"Suspended: nobody can write to it."</b> " Since " {full(since, now)} ", by " {label(&by)} ". Reason: " {reason}
            </div>
        </div>
    }
    .into_any()
}

/// Whether the form of this card was refused just now.
fn refused() -> bool {
    use_query_map()
        .with_untracked(|query| query.get("problem").is_some() && query.get("form").as_deref() == Some("suspend"))
}

/// The guarded act: what follows from it, the reason, and the number of people once more.
#[component]
pub(super) fn Suspend(address: Address, size: u64) -> impl IntoView {
    view! {
        <details class="card panel" open=refused()>
            <summary>"Suspend list…"</summary>
            <form method="post" action=SuspendList::url() class="guarded">
                <input type="hidden" name="address" value=address.to_string() />
                <input type="hidden" name="size" value=size.to_string() />
                <p>
                    "Nobody can write to its " <b>{people(size)}</b> " any more, nor to a list that it lies in, by whatever program, until it is let go again. What waits for it comes back to its sender. Whoever tries is told to ask you."
                </p>
                <Reason id="suspend-reason" />
                <label class="reason" for="suspend-typed">
                    <span>"Type " <b>{count(size)}</b> " to confirm"</span>
                    <input type="text" inputmode="numeric" id="suspend-typed" name="typed" required autocomplete="off" />
                </label>
                <button type="submit" class="button danger">"Suspend for " {people(size)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Lets it go again.
#[component]
pub(super) fn Resume(address: Address, size: u64) -> impl IntoView {
    view! {
        <details class="card panel" open=refused()>
            <summary>"Let it go again…"</summary>
            <form method="post" action=ResumeList::url() class="guarded">
                <input type="hidden" name="address" value=address.to_string() />
                <p>"Whoever may write to it can do so again, to " <b>{people(size)}</b> ", as the thresholds say."</p>
                <Reason id="resume-reason" />
                <button type="submit" class="button primary">"Let it go again"</button>
            </form>
        </details>
    }
    .into_any()
}
