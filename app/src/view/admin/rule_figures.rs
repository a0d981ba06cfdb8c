//! How rules fare: how often each fired, what became of these messages, and how often senders said that it was wrong.

use super::failed::Failed;
use super::pager::{Csv, but, link};
use crate::api::read_rules;
use crate::view::frame::MailChanges;
use crate::view::part::settled;
use crate::words::en::{about, count, fate};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::{Replay, RuleFigure, RuleFigures, RuleOrder, RuleQuery};

const PATH: &str = "/admin/figures";

/// `/admin/figures?days=90&sort=told_wrong`.
#[component]
pub(super) fn RuleFiguresPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let asked = settled(move |_| query.with(|query| RuleQuery::read(|key| query.get(key))));
    let rules = Resource::new(move || (changes.follow(), asked.get()), |(_, query)| read_rules(query));
    let days = move || {
        let choice = |days: u32| {
            let current = (asked.with(|asked| asked.days) == days).then_some("true");
            let href = link(PATH, &but(&pairs(asked.get()), "days", days.to_string()));
            view! { <a href=href aria-current=current>{days} " days"</a> }
        };
        Replay::DAYS.map(choice).collect_view()
    };
    view! {
        <Title text="Rules" />
        <div class="page">
            <header class="page-head">
                <h1>"Rules"</h1>
                <p class="caption">"what became of the messages in which each one fired"</p>
                <nav class="head-acts periods" aria-label="Days counted">{days}</nav>
            </header>
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    match rules.await {
                        Ok(figures) => view! { <Table figures order=asked.get_untracked().order /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What a link to the same figures says.
fn pairs(query: RuleQuery) -> Vec<(&'static str, String)> {
    vec![("days", query.days.to_string()), ("sort", query.order.as_str().to_owned())]
}

#[component]
fn Table(figures: RuleFigures, order: RuleOrder) -> impl IntoView {
    let RuleFigures { days, rules } = figures;
    if rules.is_empty() {
        return view! { <section class="card only"><p>"No rule fired in " {days} " days."</p></section> }.into_any();
    }
    let heads = RuleOrder::ALL.map(|number| {
        let (title, counts) = fate(number);
        let sorted = (number == order).then_some("descending");
        let href = link(PATH, &pairs(RuleQuery { days, order: number }));
        view! { <th scope="col" class="r" aria-sort=sorted><a href=href title=counts>{title}</a></th> }
    });
    let heads = heads.collect_view();
    let meanings = RuleOrder::ALL.map(|number| {
        let (title, counts) = fate(number);
        view! { <dt>{title}</dt><dd>{counts} "."</dd> }
    });
    let meanings = meanings.collect_view();
    let rows = rules.into_iter().map(|rule| line(&rule, days)).collect_view();
    view! {
        <section class="card" aria-labelledby="fared">
            <header class="card-head">
                <h2 id="fared">"Messages in " {days} " days"</h2>
                <span class="caption">"ruled on by each rule, and what became of them"</span>
                <div class="head-acts"><Csv href=link("/admin/figures.csv", &pairs(RuleQuery { days, order })) /></div>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of rules">
                <table class="data rule-figures">
                    <caption class="unseen">"Rules that fired in " {days} " days: messages, and what became of them"</caption>
                    <thead><tr><th scope="col">"Rule"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <details class="meanings">
                <summary>"What is counted"</summary>
                <p>
                    "Messages, each once for every rule that fired in it: a message that is asked about and then confirmed is one message with two verdicts, so the verdicts behind a number can be more. What is tried again with another mail program is another message. What its writer changed before pressing Send is not recorded."
                </p>
                <dl class="facts">{meanings}</dl>
            </details>
        </section>
    }
    .into_any()
}

fn line(rule: &RuleFigure, days: u32) -> AnyView {
    let code = rule.code.as_str();
    let verdicts = |told: &str| {
        let pairs = [("code", code.to_owned()), ("days", days.to_string()), ("told", told.to_owned())];
        link("/admin/verdicts", &pairs)
    };
    let cells = RuleOrder::ALL.map(|number| {
        let (title, _) = fate(number);
        let value = number.of(rule);
        let shown = match number {
            RuleOrder::Fired => view! { <a href=verdicts("")><b>{count(value)}</b></a> }.into_any(),
            RuleOrder::Told if value > 0 => view! { <a href=verdicts("wrong")>{count(value)}</a> }.into_any(),
            _ => count(value).into_any(),
        };
        view! { <td data-label=title class="r" class:quiet=value == 0>{shown}</td> }
    });
    view! {
        <tr>
            <th scope="row" class="name wide"><a href=verdicts("")><code>{code}</code></a><span class="caption cut" title=about(rule.code)>{about(rule.code)}</span></th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
