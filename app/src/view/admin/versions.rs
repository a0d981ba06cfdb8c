//! Every version of the policy; two of them compared; an earlier one restored.

mod compare;

use super::failed::Failed;
use super::refused::Told;
use crate::api::{Timed, list_policies};
use crate::view::frame::MailChanges;
use crate::view::part::when::{full, machine};
use crate::view::part::{Glyph, InfoBar, Tone, label, settled};
use crate::words::en::{count, counted};
use compare::Compared;
pub(super) use compare::Differences;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{PolicyVersion, UnixSeconds};

/// `/admin/versions?old=38&new=41`.
#[component]
pub(crate) fn VersionsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let versions = Resource::new(move || changes.follow(), |_| list_policies());
    view! {
        <Title text="Policy versions" />
        <div class="page">
            <Transition>
                {move || Suspend::new(async move {
                    match versions.await {
                        Ok(Timed { now, value }) => view! { <Versions versions=value now /> }.into_any(),
                        Err(error) => view! { <h1 class="unseen">"Policy versions"</h1><Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Versions(versions: Vec<PolicyVersion>, now: UnixSeconds) -> impl IntoView {
    let query = use_query_map();
    let in_force = PolicyVersion::in_force_at(&versions, now).map_or(0, |version| version.in_force.version);
    let next = versions.first().map_or(0, |version| version.in_force.version) + 1;
    let since = versions.last().map(|first| full(first.at, now)).unwrap_or_default();
    let heading = format!("{} since {since}, none can be deleted", counted(versions.len() as u64, "version"));
    let all = StoredValue::new(versions);
    let chosen = settled(move |_| {
        let number = |key| query.with(|query| query.get_str(key).and_then(|text| text.parse::<u64>().ok()));
        let new = number("new").unwrap_or(in_force);
        let before = all.with_value(|all| {
            let new = all.iter().find(|version| version.in_force.version == new);
            new.and_then(|new| new.before(all)).map_or(0, |before| before.in_force.version)
        });
        (number("old").unwrap_or(before), new)
    });
    view! {
        <header class="page-head">
            <h1>"Policy versions"</h1>
            <p class="caption">{heading}</p>
        </header>
        <Told done="Saved, and in force." />
        {query.with_untracked(|query| query.get("withdrawn").is_some()).then(|| view! {
            <div class="told" role="status"><InfoBar tone=Tone::Quiet glyph=Glyph::Tick>"Withdrawn: it does not come into force."</InfoBar></div>
        })}
        <div class="version-columns">
            <section class="card versions" aria-labelledby="versions-title">
                <h2 id="versions-title">"Versions " <span class="caption">"choose one to compare"</span></h2>
                {move || all.with_value(|all| {
                    let lines = all.iter().map(|version| line(version, in_force, chosen.get(), now));
                    view! { <ol>{lines.collect_view()}</ol> }
                })}
            </section>
            {move || all.with_value(|all| {
                let (old, new) = chosen.get();
                let find = |number| all.iter().find(|version| version.in_force.version == number).cloned();
                match (find(old), find(new)) {
                    (Some(old), Some(new)) => view! { <Compared old new in_force next now numbers=all.iter().map(|v| v.in_force.version).collect() /> }.into_any(),
                    (None, Some(only)) => view! {
                        <section class="card only">
                            <h2>"v" {only.in_force.version}</h2>
                            <p>"The first version: there is none before it to compare with."</p>
                        </section>
                    }.into_any(),
                    _ => view! { <section class="card only"><p>"There is no such version."</p></section> }.into_any(),
                }
            })}
        </div>
    }
}

fn line(version: &PolicyVersion, in_force: u64, (old, new): (u64, u64), now: UnixSeconds) -> AnyView {
    let number = version.in_force.version;
    let author = version.author.as_ref().map_or_else(|| "Levee".to_owned(), label);
    let reason = if version.reason.is_empty() { "First version".to_owned() } else { version.reason.clone() };
    // The one in force is compared with the one before it; an older one with what is in force.
    let href = match number {
        _ if number == in_force => "/admin/versions".to_owned(),
        _ if number > in_force => format!("/admin/versions?old={in_force}&new={number}"),
        _ => format!("/admin/versions?old={number}&new={in_force}"),
    };
    let (scheduled, withdrawn) = (version.is_scheduled(now), version.withdrawn.is_some());
    let from = full(version.from, now);
    view! {
        <li>
            <a href=href class:chosen=number == old || number == new>
                <span class="version-line">
                    <b>"v" {count(number)}</b>
                    {(number == in_force).then(|| view! { <span class="pill in-force">"In force"</span> })}
                    {scheduled.then(|| view! { <span class="pill scheduled">"From " {from}</span> })}
                    {withdrawn.then(|| view! { <span class="pill">"Withdrawn"</span> })}
                    {(number == old).then(|| view! { <span class="tag">"Old"</span> })}
                    {(number == new).then(|| view! { <span class="tag">"New"</span> })}
                </span>
                <span class="cut" title=reason.clone()>{reason.clone()}</span>
                <span class="caption">{author} " · " <time datetime=machine(version.at)>{full(version.at, now)}</time></span>
            </a>
        </li>
    }
    .into_any()
}
