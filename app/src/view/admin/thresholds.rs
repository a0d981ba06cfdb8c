//! Every number of the policy: in force beside proposed, what it means, and what changes.

mod field;
mod form;
mod save_bar;
mod slider;
mod spread;
mod typed_policy;

use super::failed::Failed;
use super::refused::Told;
use crate::api::{Timed, list_policies, read_distributions};
use crate::view::frame::MailChanges;
use crate::view::part::when::time_of_day;
use crate::view::part::{Glyph, InfoBar, Tone};
use crate::words::en::count;
use form::PolicyForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::PolicyVersion;
#[cfg(feature = "ssr")]
pub(crate) use typed_policy::{field_of, plain};

/// `/admin/policy`.
#[component]
pub(crate) fn ThresholdsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let versions = Resource::new(move || changes.follow(), |_| list_policies());
    // Counted once: it changes slowly, and costs the store more than the rest of the page.
    let spread = Resource::new(|| (), |()| read_distributions());
    view! {
        <Title text="Thresholds" />
        <div class="page">
            <Transition>
                {move || Suspend::new(async move {
                    match versions.await {
                        Ok(Timed { value, .. }) => match value.into_iter().next() {
                            Some(newest) => view! {
                                <Overtaken newest=newest.clone() />
                                <PolicyForm in_force=newest.in_force spread />
                            }
                            .into_any(),
                            None => view! {
                                <InfoBar tone=Tone::Quiet glyph=Glyph::Info>"There is no policy yet."</InfoBar>
                            }
                            .into_any(),
                        },
                        Err(error) => view! { <h1 class="unseen">"Thresholds"</h1><Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// Somebody saved a version in the meantime; what was typed stands in the fields, beside what holds now.
#[component]
fn Overtaken(newest: PolicyVersion) -> impl IntoView {
    let query = use_query_map();
    let overtaken = query.with_untracked(|query| query.get_str("problem") == Some("conflict"));
    if !overtaken {
        return view! { <Told done="Saved, and in force." /> }.into_any();
    }
    let version = newest.in_force.version;
    let who = newest.author.map_or_else(|| "Levee".to_owned(), |author| author.label());
    let compare = format!("/admin/versions?old={}&new={version}", version.saturating_sub(1));
    view! {
        <div class="told">
            <InfoBar tone=Tone::Warning glyph=Glyph::Warn>
                <b>{who} " saved v" {count(version)} " at " {time_of_day(newest.at)} ". "</b>
                "Your numbers were not saved; they stand below, beside what is in force now. "
                <a href=compare>"Compare"</a>
            </InfoBar>
        </div>
    }
    .into_any()
}
