//! One judgement: what was told to its sender, every finding, and the lists that it went to.

use super::{Ruled, channel};
use crate::api::{ApiError, Timed, open_verdict};
use crate::path::LocalPath;
use crate::view::admin::failed::Failed;
use crate::view::admin::pill::Pill;
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::Said;
use crate::view::part::when::full;
use crate::words::en::{about, became, count, headline, kind, people, size, value};
use crate::words::{Context, ListNote, Reader};
use leptos::prelude::*;
use leptos_meta::Title;
use levee_contract::{AppError, ToldWrong, UnixSeconds, VerdictView};
use levee_guard::{Finding, Unit};

/// `/admin/verdicts/:reference`.
#[component]
pub(crate) fn VerdictPage(reference: String) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let title = reference.clone();
    let verdict = Resource::new(
        move || changes.follow(),
        move |_| {
            let reference = reference.clone();
            async move { open_verdict(reference).await }
        },
    );
    view! {
        <Title text=title.clone() />
        <div class="page">
            <header class="page-head">
                <p class="crumb"><a href="/admin/verdicts?days=90">"Verdicts"</a> " / "</p>
                <h1><code>{title}</code></h1>
            </header>
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let organisation = signed_in.account().await.map(|account| account.organisation).unwrap_or_default();
                    match verdict.await {
                        Ok(Timed { now, value }) => view! { <One verdict=value organisation now /> }.into_any(),
                        Err(ApiError::App(AppError::Gone)) => view! {
                            <section class="card only">
                                <p>"No verdict has this reference. Verdicts are kept for 90 days."</p>
                            </section>
                        }
                        .into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// What the sentences need; the record has no names of people.
fn context(verdict: &VerdictView, organisation: String) -> Context {
    let lists = verdict.row.lists.iter().map(|(address, size)| ListNote {
        address: address.clone(),
        size: *size,
        usual: None,
        changed: None,
        scope: None,
        owners: Vec::new(),
        suspended: false,
    });
    Context {
        reader: Reader::Approver,
        people: verdict.row.people,
        external: verdict.row.external,
        organisation,
        lists: lists.collect(),
        size: Some(verdict.size),
        ..Context::default()
    }
}

#[component]
fn One(verdict: VerdictView, organisation: String, now: UnixSeconds) -> impl IntoView {
    let context = context(&verdict, organisation);
    let row = verdict.row.clone();
    let findings = verdict.findings.iter().map(|finding| line(finding, &context)).collect_view();
    let lists = verdict.row.lists.iter().map(|(address, size)| {
        let href = String::from(LocalPath::list(address));
        let size = size.map_or_else(|| "not known".to_owned(), count);
        view! { <li><a class="cut" href=href>{address.local().to_owned()}</a><span>{size}</span></li> }
    });
    let (lists, none) = (lists.collect_view(), verdict.row.lists.is_empty());
    view! {
        <div class="two-columns">
            <section class="card panel">
                <h2>"What the rules saw"</h2>
                {verdict.findings.is_empty().then(|| view! { <p>"No rule saw anything."</p> })}
                <ul class="saw">{findings}</ul>
            </section>
            <div class="column">
                <section class="card panel">
                    <h2><Ruled row=row.clone() /></h2>
                    <dl class="facts">
                        <dt>"When"</dt><dd>{full(row.at, now)}</dd>
                        <dt>"Reaches"</dt><dd><b>{people(row.people)}</b>", " {count(row.external)} " outside"</dd>
                        <dt>"Addresses shown"</dt><dd>{count(verdict.disclosed)}</dd>
                        <dt>"Size"</dt><dd>{size(verdict.size)}</dd>
                        <dt>"Kind"</dt><dd>{kind(&row.kind).to_owned()} ", " {channel(&row.channel)}</dd>
                        <dt>"Sender"</dt><dd><code>{row.sender.clone()}</code></dd>
                        {verdict.thread.map(|thread| view! { <dt>"Thread"</dt><dd><code>{thread}</code></dd> })}
                        <dt>"Policy"</dt><dd>"v" {count(row.policy)}</dd>
                        <dt>"Outcome"</dt><dd>{became(&row.outcome).to_owned()}</dd>
                        {row.told.map(|ToldWrong { at, why }| view! {
                            <dt>"Told wrong"</dt>
                            <dd>"by its sender, " {full(at, now)} {(!why.is_empty()).then(|| view! { <q class="why-wrong">{why}</q> })}</dd>
                        })}
                    </dl>
                </section>
                <section class="card panel links">
                    <h2>"Lists"</h2>
                    {none.then(|| view! { <p class="caption">"It names people only."</p> })}
                    <ul>{lists}</ul>
                </section>
            </div>
        </div>
    }
}

fn line(finding: &Finding, context: &Context) -> AnyView {
    let of = match finding.code {
        levee_guard::Code::VolConfirm | levee_guard::Code::VolHold | levee_guard::Code::VolMax => Unit::Bytes,
        _ => Unit::People,
    };
    let number = finding.threshold.map(|from| {
        view! {
            <span class="caption"><b>{value(of, finding.value)}</b> ", fires from " {value(of, from)}</span>
        }
    });
    view! {
        <li>
            <p class="finding-head"><Pill ruling=finding.ruling /><code>{finding.code.as_str()}</code>{number}</p>
            <p><Said sentence=headline(finding, context) /></p>
            <p class="caption">{about(finding.code)}</p>
        </li>
    }
    .into_any()
}
