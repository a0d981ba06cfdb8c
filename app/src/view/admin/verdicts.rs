//! The record of judgements: a table, and one judgement with its findings in words. No content; senders
//! as pseudonyms.

mod one;

use super::pager::{Pager, but, link};
use super::pill::Pill;
use super::records::Records;
use crate::api::find_verdicts;
use crate::view::frame::MailChanges;
use crate::view::part::settled;
use crate::view::part::when::{day, full, stamp, time_of_day};
use crate::words::en::{count, kind, ruled};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{UnixSeconds, VerdictQuery, VerdictRow};
use levee_guard::{Code, Ruling};
pub(crate) use one::VerdictPage;

const PATH: &str = "/admin/verdicts";

/// `/admin/verdicts`.
#[component]
pub(crate) fn VerdictsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let asked = settled(move |_| query.with(|query| VerdictQuery::read(|key| query.get(key))));
    let page = Resource::new(move || (changes.follow(), asked.get()), |(_, query)| find_verdicts(query));
    let records = Records {
        title: "Verdicts",
        about: "recorded without content, kept 90 days, senders as pseudonyms",
        csv: "/admin/verdicts.csv",
        pairs,
        filters,
        found,
    };
    records.page(asked, page)
}

/// What a link to the same verdicts says.
fn pairs(query: &VerdictQuery) -> Vec<(&'static str, String)> {
    vec![
        ("q", query.text.clone()),
        ("ruling", query.ruling.map_or("", Ruling::as_str).to_owned()),
        ("code", query.code.map_or("", Code::as_str).to_owned()),
        ("channel", query.channel.clone()),
        ("told", if query.told { "wrong" } else { "" }.to_owned()),
        ("days", query.days.to_string()),
        ("since", query.since.map(|at| at.to_string()).unwrap_or_default()),
        ("until", query.until.map(|at| at.to_string()).unwrap_or_default()),
    ]
}

fn filters(query: VerdictQuery) -> AnyView {
    let rulings = Ruling::ALL.into_iter().rev().map(|one| {
        view! { <option value=one.as_str() selected=query.ruling == Some(one)>{ruled(one)}</option> }
    });
    let codes = Code::ALL.iter().map(|one| {
        view! { <option value=one.as_str() selected=query.code == Some(*one)>{one.as_str()}</option> }
    });
    let channels = [("web", "web"), ("smtp", "SMTP"), ("api", "API")].map(|(value, says)| {
        view! { <option value=value selected=query.channel == value>{says}</option> }
    });
    let periods = VerdictQuery::DAYS.map(|days| {
        let says = if days == 1 { "24 hours".to_owned() } else { format!("{days} days") };
        view! { <option value=days.to_string() selected=query.days == days>{says}</option> }
    });
    // What a figure counts, until somebody searches for something else.
    let span = (query.since, query.until);
    let said = (span != (None, None)).then(|| {
        let said = match span {
            (Some(since), Some(until)) => format!("from {} to {}", moment(since), moment(until)),
            (Some(since), None) => format!("since {}", moment(since)),
            (_, until) => format!("before {}", until.map(moment).unwrap_or_default()),
        };
        let days = but(&but(&pairs(&query), "since", String::new()), "until", String::new());
        view! { <p class="caption span">"Judged " {said} ". " <a href=link(PATH, &days)>{format!("Show {} days", query.days)}</a></p> }.into_any()
    });
    view! {
        <form method="get" action=PATH class="filters" role="search">
            <input type="search" name="q" aria-label="Reference, list or code" placeholder="Reference, list or code" value=query.text autocomplete="off" />
            <label>"Ruling " <select name="ruling"><option value="">"all"</option>{rulings.collect_view()}</select></label>
            <label>"Code " <select name="code"><option value="">"all"</option>{codes.collect_view()}</select></label>
            <label>"Channel " <select name="channel"><option value="">"all"</option>{channels.collect_view()}</select></label>
            <label><input type="checkbox" name="told" value="wrong" checked=query.told />"Told wrong"</label>
            <label>"Last " <select name="days">{periods.collect_view()}</select></label>
            <button type="submit" class="button">"Search"</button>
        </form>
        {said}
    }
    .into_any()
}

fn found(page: levee_contract::VerdictPage, query: VerdictQuery, now: UnixSeconds) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <p class="nothing">
                "No verdict fits in this period. "
                <a href="/admin/verdicts?days=90">"Show all of 90 days"</a>
            </p>
        }
        .into_any();
    }
    let pairs = pairs(&query);
    let most = u64::from(levee_contract::VerdictPage::COUNTED);
    let found = if page.found >= most { format!("{} or more", count(most)) } else { count(page.found) };
    let next = page.next.map(|next| link(PATH, &but(&pairs, "before", next.to_string())));
    let previous = query.before.is_some().then(|| link(PATH, &pairs));
    let shown = page.rows.len();
    let rows = page.rows.into_iter().map(|row| line(row, now)).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Table of verdicts">
            <table class="data">
                <thead><tr>
                    <th scope="col" aria-sort="descending">"Time"</th>
                    <th scope="col">"Reference"</th>
                    <th scope="col">"Sender"</th>
                    <th scope="col">"Kind"</th>
                    <th scope="col">"To"</th>
                    <th scope="col" class="r">"Reaches"</th>
                    <th scope="col" class="r">"Outside"</th>
                    <th scope="col">"Channel"</th>
                    <th scope="col">"Ruling"</th>
                    <th scope="col">"Code"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager shown first=None found previous next />
    }
    .into_any()
}

fn line(row: VerdictRow, now: UnixSeconds) -> AnyView {
    let more = row.codes.len().saturating_sub(1);
    let code = row.codes.first().map(|code| code.as_str());
    let to = lists(&row);
    view! {
        <tr>
            <td><time title=full(row.at, now)>{stamp(row.at, now)}</time></td>
            <td data-label="Reference"><a href=format!("{PATH}/{}", row.reference)><code>{row.reference.clone()}</code></a></td>
            <td data-label="Sender"><code>{row.sender.clone()}</code></td>
            <td data-label="Kind">{kind(&row.kind).to_owned()}</td>
            <td data-label="To" class="name"><span class="cut" title=to.clone()>{to.clone()}</span></td>
            <td data-label="Reaches" class="r"><b>{count(row.people)}</b></td>
            <td data-label="Outside" class="r">{count(row.external)}</td>
            <td data-label="Channel">{channel(&row.channel)}</td>
            <td data-label="Ruling"><Ruled row=row.clone() />{row.told.as_ref().map(|_| view! { <span class="tag wrong" title="Its sender said that this was wrong">"told wrong"</span> })}</td>
            <td data-label="Code">{code.map(|code| view! { <code>{code}</code> })}{(more > 0).then(|| view! { <span class="caption">" +" {more}</span> })}</td>
        </tr>
    }
    .into_any()
}

/// The ruling, and that it was only observed where it was.
#[component]
fn Ruled(row: VerdictRow) -> impl IntoView {
    view! {
        <Pill ruling=row.enforced />
        {(row.ruling != row.enforced).then(|| view! { <span class="tag observed" title="Only observed: it was let through">"observed"</span> })}
    }
}

/// "croydon-practices + 2", or that it names people only.
fn lists(row: &VerdictRow) -> String {
    match row.lists.as_slice() {
        [] => "people only".to_owned(),
        [(one, _)] => one.local().to_owned(),
        [(one, _), more @ ..] => format!("{} + {}", one.local(), more.len()),
    }
}

/// "17 Nov 14:05".
fn moment(at: UnixSeconds) -> String {
    format!("{} {}", day(at), time_of_day(at))
}

fn channel(channel: &str) -> &'static str {
    match channel {
        "smtp" => "SMTP",
        "api" => "API",
        _ => "web",
    }
}
