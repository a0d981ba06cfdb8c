//! What happens now: figures, traffic, storms, rulings, held mail, and the emergency stop. Read again every few
//! seconds; what somebody types stays, because the forms stand in the address.

mod held;
mod rulings;
mod stop;
mod storms;
mod traffic;

use super::failed::Failed;
use super::pager::link;
use super::refused::Told;
use super::rights::ForAdministrators;
use crate::api::{ApiError, Timed, watch_mail};
use crate::view::frame::MailChanges;
use crate::view::part::pause::every;
use crate::view::part::when::{stamp, time_of_day};
use crate::words::en::{count, counted};
use held::HeldMail;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{UnixSeconds, Watch};
use rulings::Rulings;
use std::time::Duration;
use stop::EmergencyStop;
pub(super) use stop::stopped;
use storms::{StormForm, Storms};
use traffic::TrafficChart;

/// How often it is read.
const OFTEN: Duration = Duration::from_secs(5);

/// `/admin/now`, and `?hours=24` for more; `?stop=`, `?release=`, `?prolong=` open a form in its place.
#[component]
pub(super) fn NowPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let hours = Memo::new(move |_| {
        let asked = query.with(|query| query.get("hours")).and_then(|hours| hours.parse().ok());
        asked.filter(|hours| Watch::HOURS.contains(hours)).unwrap_or(6)
    });
    let read = RwSignal::new(0_u32);
    every(OFTEN, move || read.update(|times| *times = times.wrapping_add(1)));
    // A day and a week change slowly, and cost the store more.
    let often = move || if hours.get() <= 6 { 1 } else { 12 };
    let turn = Memo::new(move |_| read.get() / often());
    let watch = Resource::new(move || (hours.get(), turn.get(), changes.follow()), |(hours, ..)| watch_mail(hours));
    let periods = Watch::HOURS.map(|offered| {
        let href = link("/admin/now", &[("hours", offered.to_string())]);
        let current = move || (hours.get() == offered).then_some("true");
        view! { <a href=href aria-current=current>{period(offered)}</a> }
    });
    view! {
        <Title text="Now" />
        <div class="page now">
            <header class="page-head">
                <h1>"Now"</h1>
                <Transition>
                    {move || Suspend::new(async move {
                        watch.await.ok().map(|Timed { now, .. }| view! { <p class="caption">{stamp(now, now)} ", updated every " {every_so_often(hours.get_untracked())}</p> })
                    })}
                </Transition>
                <nav class="head-acts periods" aria-label="Time shown">{periods.collect_view()}</nav>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton"></div> }>
                {move || Suspend::new(async move {
                    match watch.await {
                        Ok(Timed { now, value }) => view! { <Figures watch=value now /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
            <div class="two-columns">
                <div class="column">
                    {part(watch, move |watch, now| {
                        let hours = hours.get_untracked();
                        let Watch { traffic, period, storms, rulings, .. } = watch.clone();
                        let since = traffic.first().map_or(now, |first| first.at);
                        view! {
                            <TrafficChart traffic length=period hours storms=storms.clone() />
                            <div class="halves">
                                <Storms storms hours now />
                                <Rulings rulings since length=period hours />
                            </div>
                        }
                        .into_any()
                    })}
                </div>
                <div class="column first">
                    // What is typed into is made once, and not again with each reading.
                    <EmergencyStop watch />
                    <ForAdministrators><StormForm /></ForAdministrators>
                    {part(watch, |watch, now| view! { <HeldMail held=watch.held.clone() now /> }.into_any())}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// A part of the page that is drawn anew with each reading. What went wrong is said above.
fn part(
    watch: Resource<Result<Timed<Watch>, ApiError>>,
    draw: impl Fn(&Watch, UnixSeconds) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Transition fallback=|| view! { <div class="card skeleton"></div> }>
            {move || Suspend::new(async move {
                watch.await.ok().map(|Timed { now, value }| draw(&value, now))
            })}
        </Transition>
    }
    .into_any()
}

fn every_so_often(hours: u32) -> &'static str {
    if hours <= 6 { "5 s" } else { "minute" }
}

fn period(hours: u32) -> String {
    if hours < 168 { format!("{hours} h") } else { format!("{} d", hours / 24) }
}

/// The record behind a figure.
fn verdicts(pairs: &[(&str, String)]) -> String {
    link("/admin/verdicts", pairs)
}

#[component]
fn Figures(watch: Watch, now: UnixSeconds) -> impl IntoView {
    let Watch { lately, refused, held, storms, .. } = watch;
    let frozen: Vec<_> = storms.iter().filter(|storm| storm.is_frozen(now)).collect();
    let per_minute = |of_ten: u64| {
        if of_ten < 100 { format!("{}.{}", of_ten / 10, of_ten % 10) } else { count(of_ten / 10) }
    };
    let first = held.first().map(|held| format!("first expires in {}", left(held.expires - now)));
    let until = frozen.first().map(|storm| format!("until {}", time_of_day(storm.until)));
    let total: u64 = refused.iter().map(|(_, people)| people).sum();
    let top = refused.iter().take(3).map(|(code, people)| {
        let since = (now - 86_400).to_string();
        let href = verdicts(&[("ruling", "block".to_owned()), ("code", code.as_str().to_owned()), ("since", since)]);
        view! { <li><a href=href><code>{code.as_str()}</code></a><span>{count(*people)}</span></li> }
    });
    view! {
        <dl class="card figures">
            <div><dt><a href=verdicts(&[("since", (now - 600).to_string())])>"Sends per minute"</a></dt><dd><b>{per_minute(lately.messages)}</b><span class="caption">"in the last 10 minutes"</span></dd></div>
            <div><dt>"Copies per minute"</dt><dd><b>{per_minute(lately.copies)}</b><span class="caption">{each(lately.copies, lately.messages)}</span></dd></div>
            <div><dt><a href="#held-mail" rel="external">"Held now"</a></dt><dd><b>{count(held.len() as u64)}</b><span class="caption">{first}</span></dd></div>
            <div><dt><a href="#storms" rel="external">"Frozen threads"</a></dt><dd><b>{count(frozen.len() as u64)}</b><span class="caption">{until}</span></dd></div>
            <div class="wide" title="Of messages that were blocked, and of held ones that came back, in the last 24 hours; less the copies of the same message that went out later in another form">
                <dt><a href=verdicts(&[("ruling", "block".to_owned()), ("since", (now - 86_400).to_string())])>"Copies not delivered, 24 h"</a></dt>
                <dd><b>{count(total)}</b><ul class="by-code">{top.collect_view()}</ul></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// "1 h 09 m"; minutes alone below an hour.
fn left(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    if minutes < 60 { format!("{minutes} m") } else { format!("{} h {:02} m", minutes / 60, minutes % 60) }
}

/// "3.1 copies a send".
fn each(copies: u64, messages: u64) -> String {
    match (copies * 10).checked_div(messages) {
        Some(tenths) => format!("{}.{} copies a send", count(tenths / 10), tenths % 10),
        None => counted(0, "send"),
    }
}
