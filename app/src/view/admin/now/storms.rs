//! Storms: which threads are frozen, since when and after what, and the forms that release or prolong one.

use crate::api::ChangeStorm;
use crate::view::admin::pager::{Csv, link};
use crate::view::admin::refused::Reason;
use crate::view::admin::rights::ForAdministrators;
use crate::view::part::when::{full, short, time_of_day};
use crate::view::part::{Glyph, Icon, labels};
use crate::words::en::{count, counted, people};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Storm, StormChange, UnixSeconds};
use server_fn::ServerFn as _;

#[component]
pub(super) fn Storms(storms: Vec<Storm>, hours: u32, now: UnixSeconds) -> impl IntoView {
    let (frozen, over): (Vec<Storm>, Vec<Storm>) = storms.into_iter().partition(|storm| storm.is_frozen(now));
    let none = frozen.is_empty();
    let frozen: Vec<AnyView> = frozen.into_iter().map(|storm| card(&storm, now)).collect();
    let over = over.iter().map(|storm| {
        let how = match storm.released {
            Some(at) => format!("released {}", short(at, now)),
            None => format!("ended {}", short(storm.until, now)),
        };
        view! { <li><b class="cut">{name(storm)}</b><span class="caption">{short(storm.tripped, now)} ", " {how}</span></li> }
    });
    let over: Vec<_> = over.collect();
    view! {
        <section class="card panel" aria-labelledby="storms">
            <header class="panel-head">
                <h2 id="storms">"Storms"</h2>
                <Csv href=link("/admin/storms.csv", &[("hours", hours.to_string())]) />
            </header>
            {frozen}
            {none.then(|| view! { <p class="caption">"No thread is frozen."</p> }.into_any())}
            {(!over.is_empty()).then(|| view! { <ul class="over">{over}</ul> }.into_any())}
        </section>
    }
    .into_any()
}

fn card(storm: &Storm, now: UnixSeconds) -> AnyView {
    let page = |what: &str| link("/admin/now", &[(what, storm.id.to_string())]);
    let (release, prolong, name) = (page("release"), page("prolong"), name(storm));
    view! {
        <article class="storm">
            <header>
                <span class="pill held"><Icon glyph=Glyph::Lock class="tiny" />"Frozen"</span>
                <h3 class="cut" title=name.clone()>{name.clone()}</h3>
                <ForAdministrators>
                    <a class="button small" href=release.clone()>"Release…"<span class="unseen">" " {name.clone()}</span></a>
                    <a class="button small" href=prolong.clone()>"Prolong…"<span class="unseen">" " {name.clone()}</span></a>
                </ForAdministrators>
            </header>
            <p>
                {people(storm.people)} ". Tripped " {full(storm.tripped, now)} " after "
                <b>{replies(storm.replies)}</b> " from " <b>{people(storm.senders)}</b>
                ". Frozen until " {time_of_day(storm.until)} "."
            </p>
            <p><b>{counted(storm.stopped, "attempt")}</b> " blocked since."</p>
        </article>
    }
    .into_any()
}

fn replies(n: u64) -> String {
    if n == 1 { "1 reply".to_owned() } else { format!("{} replies", count(n)) }
}

/// Its lists; a thread among people written to singly has no name that could be told without its content.
fn name(storm: &Storm) -> String {
    if storm.lists.is_empty() { "People written to singly".to_owned() } else { labels(&storm.lists) }
}

/// The form that the address asks for.
#[component]
pub(super) fn StormForm() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let id = |key: &str| query.with(|query| query.get(key)).and_then(|id| id.parse::<i64>().ok());
        id("release").map(|id| (id, false)).or_else(|| id("prolong").map(|id| (id, true)))
    });
    move || asked.get().map(|(id, longer)| form(id, longer))
}

fn form(id: i64, longer: bool) -> AnyView {
    let hours = longer.then(|| {
        let options = StormChange::HOURS
            .map(|hours| view! { <option value=hours.to_string()>{hours} " hours from now"</option> });
        view! {
            <label class="reason" for="storm-hours">
                <span>"Frozen for"</span>
                <select id="storm-hours" name="hours">{options.collect_view()}</select>
            </label>
        }
        .into_any()
    });
    let (title, text, button) = if longer {
        ("Prolong the freeze", "Replies to everybody in this thread stay blocked.", "Prolong")
    } else {
        (
            "Release the thread",
            "Replies to everybody go again, as the thresholds say. It freezes again when it trips again.",
            "Release",
        )
    };
    view! {
        <section class="card panel" aria-labelledby="storm-form">
            <h2 id="storm-form">{title}</h2>
            <form method="post" action=ChangeStorm::url() class="guarded">
                <input type="hidden" name="id" value=id.to_string() />
                <p>{text}</p>
                {hours}
                <Reason id="storm-reason" />
                <span class="buttons">
                    <a class="button" href="/admin/now">"Cancel"</a>
                    <button type="submit" class="button primary">{button}</button>
                </span>
            </form>
        </section>
    }
    .into_any()
}
