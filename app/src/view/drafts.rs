//! The drafts, with why those came back that did.

use crate::api::{Timed, list_drafts};
use crate::path::{LocalPath, compose, told_problem};
use crate::view::frame::CommandBar;
use crate::view::mailbox::titled;
use crate::view::part::when::{machine, short};
use crate::view::part::{Art, Avatar, Empty, Glyph, Icon, InfoBar, Said, Tone, Trouble, labels};
use crate::words::en::{error, returned};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{DraftRow, Start, UnixSeconds};

/// All drafts, newest first.
#[component]
pub(crate) fn DraftsPage() -> impl IntoView {
    let drafts = Resource::new(|| (), |()| list_drafts());
    let query = use_query_map();
    view! {
        <Title text="Drafts" />
        <CommandBar />
        {move || query.with(told_problem).map(|problem| view! {
            <div class="problem"><InfoBar tone=Tone::Danger glyph=Glyph::Block><Said sentence=error(&problem) /></InfoBar></div>
        })}
        <div class="panes single">
            <section class="list drafts" aria-labelledby="list-title">
                <div class="pane-head"><h1 id="list-title">"Drafts"</h1></div>
                <Transition>
                    {move || Suspend::new(async move {
                        match drafts.await {
                            Ok(Timed { value, .. }) if value.is_empty() => view! {
                                <Empty art=Art::Letter title="No drafts" text="What you write is kept here until it is sent." />
                            }
                            .into_any(),
                            Ok(Timed { now, value }) => {
                                let rows = value.into_iter().map(|row| view! { <li><Row row now /></li> });
                                view! { <div class="rows"><ol>{rows.collect_view()}</ol></div> }.into_any()
                            }
                            Err(error) => view! { <Trouble error /> }.into_any(),
                        }
                    })}
                </Transition>
            </section>
        </div>
    }
}

#[component]
fn Row(row: DraftRow, now: UnixSeconds) -> impl IntoView {
    let DraftRow { id, elsewhere, to, subject, preview, saved, returned: why } = row;
    let href = elsewhere.map_or_else(|| LocalPath::draft(&id).into(), |message| compose(&Start::Elsewhere { message }));
    let whom = if to.is_empty() { "Nobody yet".to_owned() } else { labels(&to) };
    let picture = to.first().cloned().map_or_else(
        || view! { <span class="avatar gray" aria-hidden="true"></span> }.into_any(),
        |contact| view! { <Avatar contact /> }.into_any(),
    );
    view! {
        <a class="row" href=href>
            {picture}
            <span class="row-text">
                <span class="row-line">
                    <span class="draft-mark">"[Draft] "</span>
                    <span class="row-from cut">{whom}</span>
                    <time class="row-time" datetime=machine(saved)>{short(saved, now)}</time>
                </span>
                <span class="row-line"><span class="row-subject cut">{titled(&subject)}</span></span>
                <span class="row-line">
                    {match why {
                        Some(why) => view! {
                            <span class="state wants"><Icon glyph=Glyph::Undo class="tiny" />"Came back"</span>
                            <span class="row-preview cut"><Said sentence=returned(&why) /></span>
                        }
                        .into_any(),
                        None => view! { <span class="row-preview cut">{preview}</span> }.into_any(),
                    }}
                </span>
            </span>
        </a>
    }
}
