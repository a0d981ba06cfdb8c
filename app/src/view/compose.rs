//! The composer: whom a message reaches stands beside what it says, before it is sent.

mod answer;
mod audience_bar;
mod block_panel;
mod call_wrong;
mod check;
mod chip;
mod commands;
mod composer;
mod composing;
mod editor;
mod emergency;
mod entries;
mod files;
mod hand_over;
mod head;
mod keep;
mod lists_out;
mod notes;
mod open_drafts;
#[cfg(feature = "ssr")]
mod plain_form;
mod question;
mod quoted;
mod reach;
mod remedies;
mod signature;
mod suggestions;
mod verdict;
mod well;
mod why;
mod words_fields;

pub(crate) use block_panel::Reasons;
#[cfg(feature = "ssr")]
pub(crate) use plain_form::answer_plain_form;

use crate::api::{ApiError, Timed, expand_audience, start_compose};
use crate::path::{MailPath, compose_start};
use crate::view::frame::{CommandBar, SignedIn};
use crate::view::mailbox::ListBeside;
use crate::view::part::{Trouble, settled};
use commands::Commands;
use composer::Composer;
use composing::Composing;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};
use levee_contract::{AppError, Audience, OpenDraft, Start};
use levee_mail::DraftId;
use serde::{Deserialize, Serialize};

/// What the composer opens with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Opened {
    draft: OpenDraft,
    /// Whom it reaches already, as an answer to everybody does.
    audience: Option<Audience>,
}

/// The composer for a new message, an answer, or a draft: `/compose?start=..` or `/compose/` and its id.
#[component]
pub(crate) fn ComposePage() -> impl IntoView {
    let (pathname, query) = (use_location().pathname, use_query_map());
    let shown = StoredValue::new(None::<DraftId>);
    let on_screen = RwSignal::new(None::<Composing>);
    let asked = settled(move |before: Option<&(u32, Option<Start>)>| {
        let start = match (pathname.with(|path| path.strip_prefix("/compose").map(str::to_owned)), before) {
            (Some(id), _) if !id.is_empty() => existing(id.trim_start_matches('/')),
            // On its way to a screen that is being fetched: this one stays as it is until that one is there.
            (None, Some(before)) => return before.clone(),
            _ => compose_start(&query.read()),
        };
        let number = before.map_or(0, |(number, _)| number + 1);
        match (before, &start) {
            // The address has become the draft's; the draft on screen stays.
            (Some(before), Some(Start::Existing { id })) if shown.with_value(|s| s.as_ref() == Some(id)) => {
                before.clone()
            }
            _ => (number, start),
        }
    });
    let opened = Resource::new(move || asked.get(), |(_, start)| open(start));
    let signed_in = expect_context::<SignedIn>();
    // The mailbox of the message answered, with that message marked; else the inbox.
    let beside = settled(move |_| match asked.get().1 {
        Some(Start::Reply { message } | Start::ReplyAll { message } | Start::Forward { message }) => {
            MailPath::newest(&message.mailbox).opening(&message)
        }
        _ => MailPath::newest("INBOX"),
    });
    view! {
        <Title text="New message" />
        <CommandBar>
            {move || on_screen.get().map(|composing| view! { <Commands composing /> })}
        </CommandBar>
        <div class="panes open">
            <ListBeside page=beside />
            <section class="reading" aria-label="New message">
                <Transition>
                    {move || Suspend::new(async move {
                        match (signed_in.account().await, opened.await) {
                            (Ok(account), Ok(opened)) => {
                                shown.set_value(Some(opened.draft.id.clone()));
                                // Another draft has fields of its own: what was typed in these stays with this one.
                                view! {
                                    <For each=move || [opened.clone()] key=|opened| opened.draft.id.clone() let:opened>
                                        <Composer account=account.clone() opened on_screen />
                                    </For>
                                }
                                .into_any()
                            }
                            (Err(error), _) | (_, Err(error)) => view! { <Trouble error /> }.into_any(),
                        }
                    })}
                </Transition>
            </section>
        </div>
        // Empty; a navigation between the routes below this one counts as done when its outlet is there.
        <Outlet />
    }
}

fn existing(id: &str) -> Option<Start> {
    DraftId::parse(id).map(|id| Start::Existing { id })
}

async fn open(start: Option<Start>) -> Result<Opened, ApiError> {
    let start = start.ok_or(AppError::Gone)?;
    let Timed { value: draft, .. } = start_compose(start).await?;
    let reaches = [&draft.draft.to, &draft.draft.cc, &draft.draft.bcc].into_iter().any(|well| !well.is_empty());
    // Not knowing whom it reaches keeps nobody from writing.
    let audience = if reaches { expand_audience(draft.draft.clone()).await.ok() } else { None };
    Ok(Opened { draft, audience })
}
