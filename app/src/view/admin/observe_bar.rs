//! Over every page while nothing is stopped: that it is so, what would have been, and the way to enforce.

use crate::api::{ApiError, Timed};
use crate::view::frame::SignedIn;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{count, counted};
use leptos::prelude::*;
use levee_contract::{GuardStanding, Role};
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
                let account = signed_in.account().await.ok()?;
                let standing = standing.await.ok()?.value;
                let what = match &standing.observe {
                    Observe::Nothing => return None,
                    Observe::All => "Observing: nothing is asked, held or blocked yet.".to_owned(),
                    Observe::Codes(codes) => format!("{} only observed.", are(codes.len() as u64)),
                };
                let enforce = account.has(Role::Administrator).then(|| view! {
                    <a class="button" href="/admin/modes">"Enforce…"</a>
                });
                Some(view! {
                    <div class="observe-bar" role="status">
                        <Icon glyph=Glyph::Info />
                        <p><b>{what}</b> " " {would_have(&standing)}</p>
                        {enforce}
                    </div>
                })
            })}
        </Transition>
    }
    .into_any()
}

fn are(rules: u64) -> String {
    let verb = if rules == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(rules, "rule"))
}

/// "In 14 days 412 messages would have been asked about, 23 held, 3 blocked."
pub(crate) fn would_have(standing: &GuardStanding) -> String {
    let of = |ruling| standing.rulings.iter().find(|(r, _)| *r == ruling).map_or(0, |(_, count)| *count);
    let [asked, held, blocked] = [Ruling::Confirm, Ruling::Hold, Ruling::Block].map(of);
    let days = GuardStanding::DAYS;
    if asked + held + blocked == 0 {
        return format!("In the last {days} days no message would have been stopped.");
    }
    format!(
        "In the last {days} days {} would have been asked about, {} held and {} blocked.",
        counted(asked, "message"),
        count(held),
        count(blocked)
    )
}
