//! Over every page while nothing is stopped: that it is so, what would have been, and the way to enforce.

use crate::api::{ApiError, Timed};
use crate::view::frame::SignedIn;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{count, counted};
use leptos::prelude::*;
use levee_contract::{Account, GuardStanding, Role};
use levee_guard::{Observe, Ruling};

/// The bar, if rules are only observed.
#[component]
pub(crate) fn ObserveBar(
    signed_in: SignedIn,
    standing: Resource<Result<Timed<GuardStanding>, ApiError>>,
) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let (account, standing) = (signed_in.account().await, standing.await);
                let bar = account.ok().zip(standing.ok()).and_then(|(account, standing)| bar(&account, &standing.value));
                bar.into_any()
            })}
        </Transition>
    }
    .into_any()
}

fn bar(account: &Account, standing: &GuardStanding) -> Option<AnyView> {
    let what = match &standing.observe {
        Observe::Nothing => return None,
        Observe::All => "Observing: nothing is asked, held or blocked yet.".to_owned(),
        Observe::Codes(codes) => format!("{} only observed.", are(codes.len() as u64)),
    };
    let enforce = account.has(Role::Administrator);
    let enforce = enforce.then(|| view! { <a class="button" href="/admin/modes">"Enforce…"</a> }.into_any());
    let bar = view! {
        <div class="observe-bar" role="status">
            <Icon glyph=Glyph::Info />
            <p><b>{what}</b> " " {would_have(standing)}</p>
            {enforce}
        </div>
    };
    Some(bar.into_any())
}

fn are(rules: u64) -> String {
    let verb = if rules == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(rules, "rule"))
}

/// "In the last 14 days 412 messages would have been asked about, 23 held and 3 blocked."; where every
/// rule enforces, they were.
pub(crate) fn would_have(standing: &GuardStanding) -> String {
    let of = |ruling| standing.rulings.iter().find(|(r, _)| *r == ruling).map_or(0, |(_, count)| *count);
    let [asked, held, blocked] = [Ruling::Confirm, Ruling::Hold, Ruling::Block].map(of);
    let days = GuardStanding::DAYS;
    let enforced = standing.observe == Observe::Nothing;
    let [one, many] = if enforced { ["was", "were"] } else { ["would have been"; 2] };
    if asked + held + blocked == 0 {
        return format!("In the last {days} days no message {one} stopped.");
    }
    let verb = if asked == 1 { one } else { many };
    let asked = counted(asked, "message");
    format!("In the last {days} days {asked} {verb} asked about, {} held and {} blocked.", count(held), count(blocked))
}
