//! One list: its size over time, how it gets its members, who may send, and what is wrong with it.

use super::chart::SizeChart;
use super::suspend::{Resume, Suspend, SuspendedBar};
use super::{finding, senders};
use crate::api::{AcknowledgeList, Timed, open_list};
use crate::path::LocalPath;
use crate::view::admin::failed::Failed;
use crate::view::admin::refused::{Reason, Told};
use crate::view::admin::rights::governs;
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::labels;
use crate::view::part::when::full;
use crate::words::en::{count, made, people, used};
use leptos::prelude::*;
use leptos_meta::Title;
use levee_contract::{ListLink, ListLint, ListView, UnixSeconds};
use levee_mail::{Address, Contact};
use server_fn::ServerFn as _;

/// `/admin/lists/:address`.
#[component]
pub(crate) fn ListPage(address: Address) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let name = address.local().to_owned();
    let list = Resource::new(
        move || changes.follow(),
        move |_| {
            let address = address.clone();
            async move { open_list(address).await }
        },
    );
    view! {
        <Title text=name.clone() />
        <div class="page">
            <header class="page-head">
                <p class="crumb"><a href="/admin/lists">"Lists"</a> " / "</p>
                <h1 class="cut">{name}</h1>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let changes = governs(signed_in).await;
                    match list.await {
                        Ok(Timed { now, value }) => view! { <One list=value now changes /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn One(list: ListView, now: UnixSeconds, changes: bool) -> impl IntoView {
    let number = |n: Option<u64>| n.map_or_else(|| "not known".to_owned(), count);
    let size = list.row.size;
    let times = list.usual.filter(|usual| *usual > 0 && size >= usual * 2);
    let times = times.map(|usual| format!("{} times the usual size", count(size / usual)));
    let grown = list.row.lint.contains(&ListLint::Grown);
    let (address, suspended) = (list.row.address.clone(), list.row.suspended.clone());
    let acts = changes.then(|| match suspended {
        Some(_) => view! { <Resume address size /> }.into_any(),
        None => view! { <Suspend address size /> }.into_any(),
    });
    view! {
        {list.row.suspended.clone().map(|suspended| view! { <SuspendedBar suspended now /> })}
        <div class="two-columns">
            <div class="column">
                <dl class="card figures">
                    <div><dt>"Size now"</dt><dd><b>{count(size)}</b><span class="caption">{times}</span></dd></div>
                    <div><dt>"Declared"</dt><dd><b>{number(list.declared)}</b></dd></div>
                    <div><dt>"Usual size"</dt><dd><b>{number(list.usual)}</b><span class="caption">"median of the last 30 days"</span></dd></div>
                    <div><dt>"Acknowledged"</dt><dd><b>{list.acknowledged.map_or_else(|| "none".to_owned(), count)}</b></dd></div>
                </dl>
                <SizeChart sizes=list.sizes.clone() size declared=list.declared now />
                <Members list=list.clone() />
                <Sample names=list.sample.clone() size />
            </div>
            <div class="column">
                <Lint list=list.clone() now />
                {(grown && changes).then(|| view! { <Acknowledge address=list.row.address.clone() size /> })}
                {acts}
                <Properties list=list.clone() now />
                <Links title="Lists in it" empty="No lists are in it." links=list.nested />
                <Links title="Lists that it lies in" empty="It lies in no other list." links=list.within />
            </div>
        </div>
    }
}

/// How it gets its members: the rule, or how many are named.
#[component]
fn Members(list: ListView) -> impl IntoView {
    let outside = list.outside_scope.filter(|members| *members > 0);
    let rule = match list.rule {
        Some(rule) => view! { <pre class="list-rule">{if rule.is_empty() { "(no condition: everybody)".to_owned() } else { rule }}</pre> }.into_any(),
        None => view! { <p>{people(list.direct)} " named directly."</p> }.into_any(),
    };
    view! {
        <section class="card panel">
            <h2>"How it gets its members"</h2>
            {rule}
            {list.scope.map(|scope| view! { <p class="caption">"Its owner answers for " {scope} "."</p> })}
            {outside.map(|members| view! { <p><b>{count(members)}</b> " members lie outside that."</p> })}
        </section>
    }
}

#[component]
fn Sample(names: Vec<String>, size: u64) -> impl IntoView {
    let shown = names.len() as u64;
    view! {
        <section class="card panel">
            <h2>"Some of its people " <span class="caption">{count(shown)} " of " {count(size)} ", spread evenly"</span></h2>
            <ul class="sample">{names.into_iter().map(|name| view! { <li class="cut">{name}</li> }).collect_view()}</ul>
            {(shown == 0).then_some("Nobody is in it.")}
        </section>
    }
}

/// Each finding with what it means here.
#[component]
fn Lint(list: ListView, now: UnixSeconds) -> impl IntoView {
    let row = &list.row;
    let says = |lint: ListLint| match lint {
        ListLint::Suspended => "Nobody can write to it, nor to a list that it lies in.".to_owned(),
        ListLint::Grown => format!(
            "{} today, usually {}. Messages to it are held until the size is acknowledged or falls.",
            count(row.size),
            list.usual.map_or_else(|| "not known".to_owned(), count)
        ),
        ListLint::Unscoped => match list.outside_scope.filter(|members| *members > 0) {
            Some(members) => {
                format!("{} members lie outside its owner's scope. Messages to it are held.", count(members))
            }
            None => "Its rule limits nobody. Messages to it are held.".to_owned(),
        },
        ListLint::New => match row.changed {
            Some(at) => format!("Made, or its rule changed, {}. Messages to it are held for a while.", full(at, now)),
            None => "It is new.".to_owned(),
        },
        ListLint::NoSenders => {
            format!("Nobody is named who may send to it. Required from {} people.", count(list.require_senders))
        }
        ListLint::Cycle => "It lies in itself through other lists. Everybody is reached once all the same.".to_owned(),
        ListLint::Unavailable => "Its members cannot be read now. Mail to it is held.".to_owned(),
    };
    let lines = row.lint.iter().map(|one| view! { <li>{finding(*one)}<p>{says(*one)}</p></li> }).collect_view();
    let none = row.lint.is_empty();
    view! {
        <section class="card panel lint">
            <h2>"Findings " <span class="caption">{(!none).then(|| count(row.lint.len() as u64))}</span></h2>
            {none.then(|| view! { <p>"Nothing is wrong with it."</p> })}
            <ul>{lines}</ul>
        </section>
    }
}

/// The guarded act: the number is above it, the reason in it.
#[component]
fn Acknowledge(address: Address, size: u64) -> impl IntoView {
    let again = leptos_router::hooks::use_query_map()
        .with_untracked(|query| query.get("problem").is_some() && query.get("form").is_none());
    view! {
        <details class="card panel" open=again>
            <summary>"Acknowledge jump…"</summary>
            <form method="post" action=AcknowledgeList::url() class="guarded">
                <input type="hidden" name="address" value=address.to_string() />
                <input type="hidden" name="size" value=size.to_string() />
                <p>"The list is meant to reach " <b>{people(size)}</b> ". Messages to it are not held for its size any more, up to a tenth more people."</p>
                <Reason id="acknowledge-reason" />
                <button type="submit" class="button primary">"Acknowledge " {count(size)} " people"</button>
            </form>
        </details>
    }
}

#[component]
fn Properties(list: ListView, now: UnixSeconds) -> impl IntoView {
    let who = |contacts: &[Contact], nobody: &'static str| match contacts {
        [] => nobody.to_owned(),
        some => labels(some),
    };
    let row = list.row;
    let aliases: Vec<String> = list.aliases.iter().map(ToString::to_string).collect();
    view! {
        <section class="card panel">
            <h2>"Properties"</h2>
            <dl class="facts">
                <dt>"Address"</dt><dd><code>{row.address.to_string()}</code></dd>
                {(!aliases.is_empty()).then(|| view! { <dt>"Also"</dt><dd><code>{aliases.join(", ")}</code></dd> })}
                <dt>"Kind"</dt><dd>{made(row.made)}</dd>
                <dt>"Used for"</dt><dd>{used(row.used)}</dd>
                <dt>"Owners"</dt><dd>{who(&list.owners, "nobody")}</dd>
                <dt>"Moderators"</dt><dd>{who(&list.moderators, "nobody beside its owners")}</dd>
                <dt>"Who may send"</dt><dd>{if list.senders.is_empty() { senders(row.senders) } else { labels(&list.senders) }}</dd>
                <dt>"Changed"</dt><dd>{row.changed.map_or_else(|| "long ago".to_owned(), |at| full(at, now))}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Links(title: &'static str, empty: &'static str, links: Vec<ListLink>) -> impl IntoView {
    let none = links.is_empty();
    let links = links.into_iter().map(|link| {
        let href = String::from(LocalPath::list(&link.address));
        view! { <li><a class="cut" href=href>{link.address.local().to_owned()}</a><span>{count(link.size)}</span></li> }
    });
    let links = links.collect_view();
    view! {
        <section class="card panel links">
            <h2>{title}</h2>
            {none.then(|| view! { <p class="caption">{empty}</p> })}
            <ul>{links}</ul>
        </section>
    }
}
