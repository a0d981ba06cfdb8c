//! Messages that wait, oldest first: they run out first.

use crate::api::{Timed, list_held};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::mailbox::titled;
use crate::view::part::{Art, Avatar, Empty, Trouble, label};
use crate::words::en::{length, people};
use leptos::prelude::*;
use levee_contract::{HeldRow, UnixSeconds};
use levee_mail::DraftId;

/// Under this many seconds the time left is emphasised.
const SOON: i64 = 1_800;

/// The list, whatever state it is in.
#[component]
pub(crate) fn HeldList(chosen: Memo<Option<DraftId>>) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let held = Resource::new(move || changes.follow(), |_| list_held());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match held.await {
                    Ok(Timed { value, .. }) if value.is_empty() => view! {
                        <Empty art=Art::Tray title="Nothing waits" text="Messages that need your approval appear here." />
                    }
                    .into_any(),
                    Ok(Timed { now, value }) => {
                        let rows = value.into_iter().map(|row| view! { <li><Row row now chosen /></li> });
                        view! { <div class="rows"><ol>{rows.collect_view()}</ol></div> }.into_any()
                    }
                    Err(error) => view! { <Trouble error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Row(row: HeldRow, now: UnixSeconds, chosen: Memo<Option<DraftId>>) -> impl IntoView {
    let HeldRow { id, from, subject, people: reached, expires, .. } = row;
    let left = expires - now;
    let href = String::from(LocalPath::approval(&id));
    let current = move || chosen.with(|chosen| chosen.as_ref() == Some(&id)).then_some("true");
    view! {
        <a class="row" href=href aria-current=current>
            <Avatar contact=from.clone() />
            <span class="row-text">
                <span class="row-line">
                    <span class="row-from cut">{label(&from)}</span>
                    <span class="row-time" class:soon=left < SOON>{time_left(left)} " left"</span>
                </span>
                <span class="row-line"><span class="row-subject cut">{titled(&subject)}</span></span>
                <span class="row-line"><span class="row-preview cut"><b>{people(reached)}</b></span></span>
            </span>
        </a>
    }
}

/// "2 hours", "35 minutes": in whole units, rounded down.
pub(crate) fn time_left(seconds: i64) -> String {
    let left = u64::try_from(seconds).unwrap_or_default();
    let unit = if left >= 7_200 { 3_600 } else { 60 };
    length(left / unit * unit)
}
