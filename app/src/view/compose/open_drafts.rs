//! The drafts that one has begun, at the foot of the one on screen: going from one to another loses nothing.

use super::composing::Composing;
use super::keep::leave_for;
use crate::api::{Timed, list_drafts};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::mailbox::titled;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use levee_contract::{DraftRow, UnixSeconds};

/// Others shown beside the one on screen.
const OTHERS: usize = 4;
/// What was not touched for longer is in the list of drafts only.
const LATELY: UnixSeconds = 86_400;

/// One tab for each draft of late; nothing while there is only one.
#[component]
pub(crate) fn OpenDrafts(composing: Composing) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let others = RwSignal::new(Vec::new());
    // No resource: the screen does not wait for its tabs.
    Effect::new(move |_| {
        changes.follow();
        let id = composing.id();
        spawn_local(async move {
            let Ok(Timed { now, value }) = list_drafts().await else { return };
            let lately = |row: &DraftRow| row.elsewhere.is_none() && now - row.saved < LATELY;
            let found = value.into_iter().filter(|row| lately(row) && row.id != id).take(OTHERS).collect();
            others.try_set(found);
        });
    });
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            view! {
                <nav class="draft-tabs" aria-label="Open drafts">
                    <a class="draft-tab" aria-current="page" href=String::from(LocalPath::draft(&composing.id()))>
                        <span class="cut">{move || titled(&composing.subject.get())}</span>
                    </a>
                    {others.into_iter().map(|row| view! { <Tab composing row /> }).collect_view()}
                </nav>
            }
        })
    }
}

#[component]
fn Tab(composing: Composing, row: DraftRow) -> impl IntoView {
    let page = LocalPath::draft(&row.id);
    let href = String::from(page.clone());
    let press = move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
        if !elsewhere {
            event.prevent_default();
            leave_for(composing, page.clone());
        }
    };
    view! {
        <a class="draft-tab" href=href on:click=press>
            <span class="cut">{titled(&row.subject)}</span>
        </a>
    }
    .into_any()
}
