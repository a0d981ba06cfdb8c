//! The audit: every act with who, when, what and why, and one entry opened with its whole reason.

use super::pager::{Pager, but, link};
use super::records::Records;
use crate::api::{AuditShown, find_audit};
use crate::view::frame::MailChanges;
use crate::view::part::settled;
use crate::view::part::when::{full, stamp};
use crate::words::en::{act, acting, count};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{ACTS, AuditLine, AuditQuery, UnixSeconds};

const PATH: &str = "/admin/audit";

/// `/admin/audit`, with `?open=17` one entry opened.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let asked = settled(move |_| query.with(|query| AuditQuery::read(|key| query.get(key))));
    let open = settled(move |_| query.with(|query| query.get_str("open").and_then(|id| id.parse::<i64>().ok())));
    let shown =
        Resource::new(move || (changes.follow(), asked.get(), open.get()), |(_, query, open)| find_audit(query, open));
    let records = Records {
        title: "Audit",
        about: "every act of an administrator or approver; entries cannot be changed",
        csv: "/admin/audit.csv",
        pairs,
        filters,
        found,
    };
    records.page(asked, shown)
}

/// What a link to the same entries says.
fn pairs(query: &AuditQuery) -> Vec<(&'static str, String)> {
    let days = query.days.map(|days| days.to_string()).unwrap_or_default();
    vec![("q", query.text.clone()), ("act", query.act.clone()), ("days", days)]
}

fn filters(query: AuditQuery) -> AnyView {
    let acts = ACTS.map(|one| view! { <option value=one selected=query.act == one>{act(one)}</option> });
    let periods = AuditQuery::DAYS.map(|days| {
        let says = if days == 365 { "year".to_owned() } else { format!("{days} days") };
        view! { <option value=days.to_string() selected=query.days == Some(days)>{says}</option> }
    });
    view! {
        <form method="get" action=PATH class="filters" role="search">
            <input type="search" name="q" aria-label="Person, object or reason" placeholder="Person, object or reason" value=query.text autocomplete="off" />
            <label>"Act " <select name="act"><option value="">"all"</option>{acts.collect_view()}</select></label>
            <label>"Last " <select name="days"><option value="">"all time"</option>{periods.collect_view()}</select></label>
            <button type="submit" class="button">"Search"</button>
        </form>
    }
    .into_any()
}

fn found(shown: AuditShown, query: AuditQuery, now: UnixSeconds) -> AnyView {
    let AuditShown { page, open } = shown;
    if page.rows.is_empty() && open.is_none() {
        return view! { <p class="nothing">"No entry fits. " <a href=PATH>"Show all"</a></p> }.into_any();
    }
    let pairs = pairs(&query);
    let next = page.next.map(|next| link(PATH, &but(&pairs, "before", next.to_string())));
    let previous = query.before.is_some().then(|| link(PATH, &pairs));
    let number = page.rows.len();
    let opened = open.as_ref().map(|line| line.id);
    let here = match query.before {
        Some(before) => but(&pairs, "before", before.to_string()),
        None => pairs.clone(),
    };
    let rows = page.rows.into_iter().map(|entry| line(entry, opened, &here, now)).collect_view();
    view! {
        {open.map(|entry| view! { <Opened entry close=link(PATH, &here) now /> })}
        <div class="scroll" tabindex="0" role="region" aria-label="Table of entries">
            <table class="data">
                <thead><tr>
                    <th scope="col" aria-sort="descending">"Time"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"As"</th>
                    <th scope="col">"Act"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Reason"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager shown=number first=None found=count(page.found) previous next />
    }
    .into_any()
}

fn who(entry: &AuditLine) -> String {
    match (entry.name.as_str(), entry.who.as_str()) {
        ("", "") => acting(&entry.acting).to_owned(),
        ("", address) => address.to_owned(),
        (name, _) => name.to_owned(),
    }
}

fn line(entry: AuditLine, opened: Option<i64>, pairs: &[(&'static str, String)], now: UnixSeconds) -> AnyView {
    let href = link(PATH, &but(pairs, "open", entry.id.to_string()));
    let what =
        if entry.detail.is_empty() { entry.object.clone() } else { format!("{}, {}", entry.object, entry.detail) };
    let reason = if entry.reason.is_empty() { "none asked".to_owned() } else { entry.reason.clone() };
    view! {
        <tr class:chosen=opened == Some(entry.id)>
            <td><time title=full(entry.at, now)>{stamp(entry.at, now)}</time></td>
            <td data-label="Who" class="name"><span class="cut" title=entry.who.clone()>{who(&entry)}</span></td>
            <td data-label="As">{acting(&entry.acting).to_owned()}</td>
            <td data-label="Act"><a href=href>{act(&entry.act).to_owned()}</a></td>
            <td data-label="What" class="name wide"><span class="cut" title=what.clone()>{what.clone()}</span></td>
            <td data-label="Reason" class="name wide"><span class="cut" title=reason.clone()>{reason.clone()}</span></td>
        </tr>
    }
    .into_any()
}

/// All of an entry: nothing is shortened here.
#[component]
fn Opened(entry: AuditLine, close: String, now: UnixSeconds) -> impl IntoView {
    let reason =
        if entry.reason.is_empty() { "No reason is asked for this act.".to_owned() } else { entry.reason.clone() };
    view! {
        <section class="opened-entry" aria-label="Opened entry">
            <header>
                <h2>{act(&entry.act).to_owned()} " " <code>{entry.act.clone()}</code></h2>
                <span class="caption">"entry " {entry.id} ", " {full(entry.at, now)}</span>
                <a class="button small" href=close>"Close"</a>
            </header>
            <dl class="facts">
                <dt>"Who"</dt><dd>{who(&entry)} {(!entry.who.is_empty()).then(|| view! { " " <code>{entry.who.clone()}</code> })}</dd>
                <dt>"As"</dt><dd>{acting(&entry.acting).to_owned()}</dd>
                <dt>"What"</dt><dd>{entry.object.clone()}</dd>
                {(!entry.detail.is_empty()).then(|| view! { <dt>"Changed"</dt><dd>{entry.detail.clone()}</dd> })}
                <dt>"Reason"</dt><dd class="whole">{reason}</dd>
            </dl>
        </section>
    }
}
