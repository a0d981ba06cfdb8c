//! Every number of the policy: in force beside proposed, what it means, and what changes.

mod field;
mod form;
mod save_bar;
mod slider;
mod spread;
mod typed_policy;

use super::failed::Failed;
use super::refused::Told;
use super::rights::administers;
use crate::api::{Timed, list_policies, read_distributions};
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::when::{full, time_of_day};
use crate::view::part::{Glyph, InfoBar, Tone};
use crate::words::en::count;
use form::PolicyForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{PolicyVersion, UnixSeconds};
#[cfg(feature = "ssr")]
pub(crate) use typed_policy::plain;
pub(crate) use typed_policy::{field_of, problems_of};

/// `/admin/policy`.
#[component]
pub(crate) fn ThresholdsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let versions = Resource::new(move || changes.follow(), |_| list_policies());
    // Counted once: it changes slowly, and costs the store more than the rest of the page.
    let spread = Resource::new(|| (), |()| read_distributions());
    view! {
        <Title text="Thresholds" />
        <div class="page">
            <Transition>
                {move || Suspend::new(async move {
                    let changes = administers(signed_in).await;
                    match versions.await {
                        Ok(Timed { now, value }) => match PolicyVersion::in_force_at(&value, now).cloned() {
                            Some(newest) => {
                                let next = value.first().map_or(0, |version| version.in_force.version) + 1;
                                view! {
                                    <Overtaken newest=newest.clone() />
                                    <Scheduled versions=value in_force=newest.in_force.version now />
                                    <PolicyForm in_force=newest.in_force next now spread changes />
                                }
                                .into_any()
                            }
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
    let refused = query.with_untracked(|query| match query.get_str("why") {
        Some("has_passed") => Some("The moment from which it is to be in force has passed. Choose a later one."),
        Some("too_far_ahead") => Some("A version can be saved for a moment within a year."),
        Some("no_time") => Some("Choose a day and a time, or leave the field empty: then it is in force at once."),
        _ => None,
    });
    if let Some(refused) = refused {
        let bar = view! { <InfoBar tone=Tone::Danger glyph=Glyph::Block>{refused}</InfoBar> };
        return view! { <div class="told">{bar}</div> }.into_any();
    }
    if !overtaken {
        return view! { <Told done="Saved, and in force." /> }.into_any();
    }
    let version = newest.in_force.version;
    let who = newest.author.map_or_else(|| "Levee".to_owned(), |author| author.label());
    let compare = format!("/admin/versions?new={version}");
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

/// Versions that are to come into force, each with the way to look at it and to withdraw it.
#[component]
fn Scheduled(versions: Vec<PolicyVersion>, in_force: u64, now: UnixSeconds) -> impl IntoView {
    let to_come = versions.into_iter().filter(|version| version.is_scheduled(now)).map(|version| {
        let number = version.in_force.version;
        let who = version.author.map_or_else(|| "Levee".to_owned(), |author| author.label());
        let compare = format!("/admin/versions?old={in_force}&new={number}");
        view! {
            <InfoBar tone=Tone::Quiet glyph=Glyph::Clock>
                <b>"v" {count(number)} " comes into force " {full(version.from, now)} ". "</b>
                {who} ": " {version.reason} ". "
                <a href=compare>"Compare or withdraw"</a>
            </InfoBar>
        }
        .into_any()
    });
    to_come.collect_view()
}
