//! What waits for this account's decision: the list, and one message with all that decides it.

mod decide;
mod evidence;
mod list;

use crate::api::open_held;
use crate::path::told_problem;
use crate::view::frame::SignedIn;
use crate::view::part::{Art, Empty, Glyph, InfoBar, Said, Tone, Trouble, settled};
use crate::words::en::error;
use evidence::HeldMessage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use levee_contract::AppError;
use levee_mail::DraftId;
use list::HeldList;

/// `/approvals`, and one held message below it, in the console.
#[component]
pub(crate) fn ApprovalsPage() -> impl IntoView {
    let (pathname, query) = (use_location().pathname, use_query_map());
    let chosen = settled(move |before: Option<&Option<Option<DraftId>>>| match before {
        // On its way to a screen that is being fetched: this one stays as it is until that one is there.
        Some(before) if !pathname.read().starts_with("/approvals") => before.clone(),
        _ => pathname.with(|path| path.strip_prefix("/approvals/").map(DraftId::parse)),
    });
    let held = Resource::new(
        move || chosen.get(),
        |chosen| async move {
            match chosen {
                None => None,
                Some(None) => Some(Err(AppError::Gone.into())),
                Some(Some(id)) => Some(open_held(id).await),
            }
        },
    );
    let signed_in = expect_context::<SignedIn>();
    view! {
        <Title text="Approvals" />
        {move || query.with(told_problem).map(|problem| view! {
            <div class="problem"><InfoBar tone=Tone::Danger glyph=Glyph::Block><Said sentence=error(&problem) /></InfoBar></div>
        })}
        <div class="panes" class:open=move || chosen.read().is_some()>
            <section class="list approvals" aria-labelledby="list-title">
                <div class="pane-head"><h1 id="list-title" attr:aria-level=move || chosen.read().is_some().then_some("2")>"Approvals"</h1></div>
                <HeldList chosen=settled(move |_| chosen.get().flatten()) />
            </section>
            <section class="reading approval" aria-label="Held message">
                <Transition>
                    {move || Suspend::new(async move {
                        let organisation = signed_in.account().await.map(|account| account.organisation).unwrap_or_default();
                        match held.await {
                            Some(Ok(held)) => view! { <HeldMessage held organisation /> }.into_any(),
                            Some(Err(error)) => view! { <h1 class="unseen">"Approvals"</h1><div class="card fill"><Trouble error /></div> }.into_any(),
                            None => view! {
                                <div class="card fill">
                                    <Empty art=Art::Letter title="Nothing is open" text="Choose a message to decide on it." />
                                </div>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
            </section>
        </div>
    }
}
