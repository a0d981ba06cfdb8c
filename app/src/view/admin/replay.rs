//! What a proposed policy would have done to the last days: rule by rule, day by day, and which messages. The
//! proposal stands in the address, as the form of the thresholds sent it, and is saved from here.

use super::failed::Failed;
use super::pager::Csv;
use super::pill::Pill;
use super::proposal::Proposal;
use super::refused::{From, Reason};
use super::rights::ForAdministrators;
use super::scale::Scale;
use crate::api::{ChangePolicy, Timed, replay_policy};
use crate::view::part::labels;
use crate::view::part::when::{day, stamp};
use crate::words::en::{cost, count, counted, difference, ruled};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{DayReplay, Example, Replay, RuleReplay, UnixSeconds};
use levee_guard::Ruling;
use levee_mail::Contact;
use server_fn::ServerFn as _;
use std::fmt::Write as _;

/// `/admin/replay?base=3&values[0][0]=audience.hold&values[0][1]=250&days=30`.
#[component]
pub(super) fn ReplayPage() -> impl IntoView {
    let query = use_query_map();
    let proposal = Memo::new(move |_| query.with(Proposal::read));
    let replay = Resource::new(
        move || proposal.get(),
        |Proposal { base, values, days, rule, newly, .. }| replay_policy(base, values, days, rule, newly),
    );
    let days = move || {
        proposal.with(|proposal| {
            let choice = |days: u32| {
                let current = (proposal.days == days).then_some("true");
                view! { <a href=proposal.replay("/admin/replay", days) aria-current=current>{days} " days"</a> }
            };
            Replay::DAYS.map(choice).collect_view()
        })
    };
    view! {
        <Title text="Replay" />
        <div class="page now replay">
            <header class="page-head">
                <p class="crumb"><a href=move || proposal.with(Proposal::form)>"Thresholds"</a> " / "</p>
                <h1>"Replay"</h1>
                <nav class="head-acts periods" aria-label="Days judged again">{days}</nav>
            </header>
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    match replay.await {
                        Ok(Timed { now, value }) => {
                            view! { <Told replay=value now proposal=proposal.get_untracked() /> }.into_any()
                        }
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Told(replay: Replay, now: UnixSeconds, proposal: Proposal) -> impl IntoView {
    let Replay { version, next, days, judged, changed, cut, rules, rulings, daily, examples, listed } = replay;
    let of = |wanted| rulings.iter().find(|(ruling, ..)| *ruling == wanted).map_or((0, 0), |(_, b, a)| (*b, *a));
    let (held_before, held_after) = of(Ruling::Hold);
    let cost = cost(held_before, held_after, days);
    let none = judged == 0;
    view! {
        <section class="card" aria-labelledby="replayed">
            <header class="card-head">
                <h2 id="replayed">"Last " {days} " days under this proposal"</h2>
                <span class="caption">{count(changed)} " of " {counted(judged, "message")} " would change · "</span>
                <b>{cost}</b>
            </header>
            {cut.then(|| view! { <p class="nothing">"Only the oldest part of these days was judged again: there are too many messages."</p> }.into_any())}
            {if none {
                view! { <p class="nothing">"No message to three people or more was recorded in these days. Levee records each judgement, so look again tomorrow."</p> }.into_any()
            } else {
                view! {
                    <div class="replay-columns">
                        <Rules rules rulings proposal=proposal.clone() />
                        <div class="daily">
                            <Daily daily=daily.clone() ruling=Ruling::Hold place=2 proposal=proposal.clone() />
                            <Daily daily ruling=Ruling::Confirm place=1 proposal=proposal.clone() />
                        </div>
                    </div>
                }
                .into_any()
            }}
        </section>
        <Examples examples listed now version proposal=proposal.clone() />
        <ForAdministrators><SaveProposal proposal=proposal.clone() version next now /></ForAdministrators>
    }
    .into_any()
}

#[component]
fn Rules(rules: Vec<RuleReplay>, rulings: Vec<(Ruling, u64, u64)>, proposal: Proposal) -> impl IntoView {
    let heads = rulings.iter().map(|(ruling, ..)| view! { <th scope="col" class="r">{ruled(*ruling)}</th> });
    let rows = rules.into_iter().map(|rule| {
        let cells = rule.before.into_iter().zip(rule.after).map(|(before, after)| {
            let title = format!("{} now, {} under the proposal", count(before), count(after));
            view! { <td class="r" title=title class:quiet=before == after>{difference(before, after)}</td> }
        });
        let behind = proposal.behind(Some(rule.code), None);
        view! { <tr><th scope="row"><a href=behind><code>{rule.code.as_str()}</code></a></th>{cells.collect_view()}</tr> }
    });
    let all = proposal.behind(None, None);
    let net = rulings.iter().map(|(_, before, after)| view! { <td class="r">{difference(*before, *after)}</td> });
    let (heads, rows, net) = (heads.collect_view(), rows.collect_view(), net.collect_view());
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Rule by rule">
            <table class="data replay-rules">
                <caption class="unseen">"How many more or fewer findings of each rule, and messages in all"</caption>
                <thead><tr><th scope="col">"Rule"</th>{heads}</tr></thead>
                <tbody>{rows}<tr class="net"><th scope="row"><a href=all>"Messages"</a></th>{net}</tr></tbody>
            </table>
        </div>
    }
    .into_any()
}

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;

/// Bars for each day on which something is new.
#[component]
fn Daily(daily: Vec<DayReplay>, ruling: Ruling, place: usize, proposal: Proposal) -> impl IntoView {
    let numbers: Vec<u64> = daily.iter().map(|day| day.newly.get(place).copied().unwrap_or_default()).collect();
    let total: u64 = numbers.iter().sum();
    let most = numbers.iter().copied().max().unwrap_or_default();
    let scale = Scale::linear(&numbers);
    let step = WIDTH / numbers.len().max(1) as f64;
    let path = numbers.iter().enumerate().filter(|(_, n)| **n > 0).fold(String::new(), |mut path, (place, n)| {
        let height = (scale.part(*n) * (HEIGHT - 1.0)).max(1.0);
        let _ =
            write!(path, "M{:.1} {:.1}v-{height:.1}h{:.1}v{height:.1}z", place as f64 * step, HEIGHT - 1.0, step - 1.0);
        path
    });
    let word = ruled(ruling).to_ascii_lowercase();
    let behind = proposal.behind(None, Some(ruling));
    let says = format!("Newly {word}: {} in {} days, at most {} on one.", count(total), daily.len(), count(most));
    let (from, to) = (daily.first().map_or(0, |day| day.at), daily.last().map_or(0, |day| day.at));
    view! {
        <figure>
            <figcaption><b>"Newly " {word.clone()}</b><span class="caption">"messages a day, at most " {count(most)}</span><a href=behind><b>{difference(0, total)}</b></a></figcaption>
            <svg class=format!("bars {word}") viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=says>
                <path class="axis" d=format!("M0 {:.1}H{WIDTH}", HEIGHT - 0.5) />
                <path d=path />
            </svg>
            <p class="caption ends"><span>{day(from)}</span><span>{day(to)}</span></p>
        </figure>
    }
    .into_any()
}

#[component]
fn Examples(examples: Vec<Example>, listed: u64, now: UnixSeconds, version: u64, proposal: Proposal) -> impl IntoView {
    let all = proposal.behind(None, None);
    let only = match (proposal.rule, proposal.newly) {
        (Some(rule), _) => Some(format!("only where {rule} finds something else")),
        (None, Some(ruling)) => Some(format!("only those newly {}", ruled(ruling).to_lowercase())),
        (None, None) => None,
    };
    let only = only.map(|only| {
        view! { <span class="caption">{only} ". " <a href=all>"Show all that change"</a></span> }.into_any()
    });
    if examples.is_empty() {
        return view! { <section class="card" id="would-change"><p class="nothing">"No message would be ruled on otherwise. " {only}</p></section> }.into_any();
    }
    let csv = proposal.replay("/admin/replay.csv", proposal.days);
    let shown = examples.len() as u64;
    let rows = examples.into_iter().map(|example| {
        let contact = |address| Contact { name: None, address };
        let lists = labels(&example.lists.into_iter().map(contact).collect::<Vec<_>>());
        let lists = if lists.is_empty() { "people written to singly".to_owned() } else { lists };
        let href = format!("/admin/verdicts/{}", example.reference);
        view! {
            <tr>
                <td data-label="Received">{stamp(example.at, now)}</td>
                <td data-label="Reference"><a href=href><code>{example.reference}</code></a></td>
                <td data-label="Sender"><code>{example.sender}</code></td>
                <td data-label="To" class="name"><span class="cut" title=lists.clone()>{lists.clone()}</span></td>
                <td data-label="Reaches" class="r">{count(example.people)}</td>
                <td data-label="Outside" class="r">{count(example.external)}</td>
                <td data-label="Channel">{example.channel}</td>
                <td data-label="Now"><Pill ruling=example.before /></td>
                <td data-label="Proposed"><Pill ruling=example.after /></td>
                <td data-label="Because of"><code>{example.because.map(|code| code.as_str())}</code></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card" aria-labelledby="would-change">
            <header class="card-head">
                <h2 id="would-change">"Messages that would change"</h2>
                <span class="caption">"newest first, " {count(shown)} " of " {count(listed)}</span>
                {only}
                <div class="head-acts"><Csv href=csv /></div>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of messages">
                <table class="data">
                    <thead><tr>
                        <th scope="col">"Received"</th><th scope="col">"Reference"</th><th scope="col">"Sender"</th>
                        <th scope="col">"To"</th><th scope="col" class="r">"Reaches"</th><th scope="col" class="r">"Outside"</th>
                        <th scope="col">"Channel"</th><th scope="col">"v" {count(version)}</th><th scope="col">"Proposed"</th>
                        <th scope="col">"Because of"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Saves what was tried, or goes back to its form.
#[component]
fn SaveProposal(proposal: Proposal, version: u64, next: u64, now: UnixSeconds) -> impl IntoView {
    let back = proposal.form();
    // Whoever saved in the meantime is not overtaken: the form says what it began with.
    let base = if proposal.base == 0 { version } else { proposal.base };
    let modes = proposal.mode_fields();
    let approvers = (!proposal.approvers.is_empty())
        .then(|| view! { <input type="hidden" name="approvers" value=proposal.approvers.clone() /> });
    let fields = proposal.value_fields(0);
    view! {
        <form method="post" action=ChangePolicy::url()>
            <input type="hidden" name="base" value=base.to_string() />
            {fields}
            {approvers}
            {modes}
            <div class="action-bar">
                <p><a class="button" href=back>"Back to the thresholds"</a></p>
                <From id="replay-from" typed=proposal.from now />
                <Reason id="replay-reason" />
                <button type="submit" class="button primary">"Save as v" {count(next)}</button>
            </div>
        </form>
    }
    .into_any()
}
