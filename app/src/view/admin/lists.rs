//! The lists of the directory: a table that the server answers a window of, and one list's page.

mod chart;
mod one;
mod suspend;

use super::pager::{Pager, but, link};
use super::records::Records;
use crate::api::find_lists;
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::when::{full, short};
use crate::view::part::{label, settled};
use crate::words::en::{count, lint, made, order, used};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{ListLint, ListMade, ListOrder, ListQuery, ListRow, Suspended, UnixSeconds, WhoSends};
pub(crate) use one::ListPage;

const PATH: &str = "/admin/lists";

/// `/admin/lists`.
#[component]
pub(crate) fn ListsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let asked = settled(move |_| query.with(|query| ListQuery::read(|key| query.get(key))));
    let page = Resource::new(move || (changes.follow(), asked.get()), |(_, query)| find_lists(query));
    let records = Records {
        title: "Lists",
        about: "sizes as of the last load of the directory",
        csv: "/admin/lists.csv",
        pairs,
        filters,
        found,
    };
    records.page(asked, page)
}

/// What a link to the same lists says.
fn pairs(query: &ListQuery) -> Vec<(&'static str, String)> {
    vec![
        ("q", query.text.clone()),
        ("kind", query.made.map_or("", ListMade::as_str).to_owned()),
        ("lint", query.lint.map_or("", ListLint::as_str).to_owned()),
        ("sort", if query.order == ListOrder::Size { String::new() } else { query.order.as_str().to_owned() }),
    ]
}

fn filters(query: ListQuery) -> AnyView {
    let kinds = ListMade::ALL.iter().map(|one| {
        view! { <option value=one.as_str() selected=query.made == Some(*one)>{made(*one)}</option> }
    });
    let lints = ListLint::ALL.iter().map(|one| {
        view! { <option value=one.as_str() selected=query.lint == Some(*one)>{lint(*one)}</option> }
    });
    let orders = ListOrder::ALL.iter().map(|one| {
        view! { <option value=one.as_str() selected=query.order == *one>{order(*one)}</option> }
    });
    view! {
        <form method="get" action=PATH class="filters" role="search">
            <input type="search" name="q" aria-label="Name or address" placeholder="Name or address" value=query.text autocomplete="off" />
            <label>"Kind " <select name="kind"><option value="">"all"</option>{kinds.collect_view()}</select></label>
            <label>"Finding " <select name="lint"><option value="">"all"</option>{lints.collect_view()}</select></label>
            <label>"Sort by " <select name="sort">{orders.collect_view()}</select></label>
            <button type="submit" class="button">"Search"</button>
        </form>
    }
    .into_any()
}

fn found(page: levee_contract::ListPage, query: ListQuery, now: UnixSeconds) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <p class="nothing">
                "No list of " {count(u64::from(page.all))} " fits. "
                <a href=PATH>"Show all"</a>
            </p>
        }
        .into_any();
    }
    let pairs = pairs(&query);
    let sorted = |by: ListOrder, direction: &'static str| (query.order == by).then_some(direction);
    let by = |by: ListOrder| link(PATH, &but(&pairs, "sort", by.as_str().to_owned()));
    let to = |first: u32| link(PATH, &but(&pairs, "first", if first == 0 { String::new() } else { first.to_string() }));
    let first = query.first;
    let previous = (first > 0).then(|| to(first.saturating_sub(ListQuery::ROWS)));
    let next = (first + ListQuery::ROWS < page.found).then(|| to(first + ListQuery::ROWS));
    let shown = page.rows.len();
    let rows = page.rows.into_iter().map(|row| line(row, now)).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Table of lists">
            <table class="data">
                <thead><tr>
                    <th scope="col" aria-sort=sorted(ListOrder::Name, "ascending")><a href=by(ListOrder::Name)>"List"</a></th>
                    <th scope="col" class="r" aria-sort=sorted(ListOrder::Size, "descending")><a href=by(ListOrder::Size)>"People"</a></th>
                    <th scope="col">"Kind"</th>
                    <th scope="col">"Used for"</th>
                    <th scope="col">"Owners"</th>
                    <th scope="col">"Who may send"</th>
                    <th scope="col" aria-sort=sorted(ListOrder::Changed, "descending")><a href=by(ListOrder::Changed)>"Changed"</a></th>
                    <th scope="col">"Findings"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager shown first=Some(first) found=count(u64::from(page.found)) previous next />
    }
    .into_any()
}

fn line(row: ListRow, now: UnixSeconds) -> AnyView {
    let href = String::from(LocalPath::list(&row.address));
    let owners = owners(&row);
    view! {
        <tr>
            <td class="name"><a class="cut" href=href title=row.address.to_string()>{row.address.local().to_owned()}</a></td>
            <td data-label="People" class="r"><b>{count(row.size)}</b></td>
            <td data-label="Kind">{made(row.made)}</td>
            <td data-label="Used for">{used(row.used)}</td>
            <td data-label="Owners" class="name"><span class="cut" title=owners.clone()>{owners.clone()}</span></td>
            <td data-label="Who may send">{senders(row.senders)}</td>
            <td data-label="Changed">{row.changed.map(|at| view! { <time title=full(at, now)>{short(at, now)}</time> })}</td>
            <td data-label="Findings">{row.lint.iter().map(|one| finding(*one)).collect_view()}{row.suspended.map(|it| since(it, now))}</td>
        </tr>
    }
    .into_any()
}

fn owners(row: &ListRow) -> String {
    match (row.owners.as_slice(), row.more_owners) {
        ([], _) => "nobody".to_owned(),
        (named, 0) => named.join(", "),
        (named, more) => format!("{} and {} more", named.join(", "), count(u64::from(more))),
    }
}

fn senders(who: WhoSends) -> String {
    match who {
        WhoSends::Anyone => "Anybody".to_owned(),
        WhoSends::Named(named) => format!("{} named", count(u64::from(named))),
    }
}

/// Since when, by whom and why nobody may write to it.
fn since(suspended: Suspended, now: UnixSeconds) -> AnyView {
    let says = format!("since {} by {}: {}", short(suspended.since, now), label(&suspended.by), suspended.reason);
    view! { <div class="caption cut since" title=says.clone()>{says.clone()}</div> }.into_any()
}

/// A finding, marked as strictly as the guard takes it.
fn finding(one: ListLint) -> AnyView {
    let class = match one {
        ListLint::Suspended => "pill blocked",
        ListLint::Grown | ListLint::Unscoped | ListLint::New => "pill held",
        ListLint::NoSenders | ListLint::Cycle | ListLint::Unavailable => "pill warned",
    };
    view! { <span class=class>{lint(one)}</span> }.into_any()
}
