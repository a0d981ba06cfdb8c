//! One proposal: what was written, whom it reaches now, who approved, and what can become of it.

use super::decide::{Activate, Approve, End, Ending};
use super::reached::Reached;
use super::{state, written};
use crate::api::{Timed, open_rule};
use crate::path::LocalPath;
use crate::view::admin::failed::Failed;
use crate::view::admin::refused::Told;
use crate::view::admin::rights::administers;
use crate::view::frame::{MailChanges, SignedIn};
use crate::view::part::when::{full, short};
use crate::view::part::{Glyph, Icon, Said, label};
use crate::words::en::{count, governed as says, people, used};
use leptos::prelude::*;
use leptos_meta::Title;
use levee_contract::{Role, RuleApproval, RuleDraft, RuleState, RuleView, UnixSeconds};
use levee_guard::ListKind;

/// `/admin/rules/:id`.
#[component]
pub(in crate::view::admin) fn RulePage(id: i64) -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let rule = Resource::new(move || changes.follow(), move |_| open_rule(id));
    view! {
        <Title text="A list by a rule" />
        <div class="page">
            <header class="page-head">
                <p class="crumb"><a href="/admin/rules">"Lists by a rule"</a> " / "</p>
                <h1>"Proposal " {id}</h1>
            </header>
            <Told done="Done, and written in the audit." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let administers = administers(signed_in).await;
                    let approver = signed_in.account().await.is_ok_and(|account| account.has(Role::Approver));
                    match rule.await {
                        Ok(Timed { now, value }) => view! { <One rule=value now administers approver /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn One(rule: RuleView, now: UnixSeconds, administers: bool, approver: bool) -> impl IntoView {
    let RuleView { row, draft, reason, preview, approvals, own, agreed } = rule;
    let waits = row.state == RuleState::Waiting;
    let sound = preview.problems.is_empty();
    let reached = preview.reached.clone();
    let number = reached.as_ref().map_or(row.people, |reached| reached.people);
    let needed = reached.as_ref().map_or(0, |reached| reached.needed);
    let counted = approvals.iter().filter(|one| one.counts).count() as u64;
    let missing = u64::from(needed).saturating_sub(counted);
    let approves = waits && sound && (administers || approver) && !own && !agreed && needed > 0;
    let activates = waits && sound && administers && missing == 0;
    let id = row.id;
    let grown = (waits && number > row.people).then(|| {
        let says = format!(
            "It reached {} when it was proposed and reaches {} now. What is decided here is decided for the number now.",
            people(row.people),
            people(number)
        );
        view! { <div class="info-bar warning told" role="note"><Icon glyph=Glyph::Warn /><div class="info-text">{says}</div></div> }
    });
    let shadowed = row.shadowed.then(|| view! {
        <div class="info-bar warning told" role="note">
            <Icon glyph=Glyph::Warn />
            <div class="info-text">"A source of the organisation names a list of this address. That one counts; this one stands aside until it is gone."</div>
        </div>
    });
    let problems = (waits && !sound).then(|| {
        let lines = preview.problems.iter().map(|one| view! { <li><Said sentence=says(one) /></li> });
        view! {
            <section class="card panel" role="note">
                <h2>"It cannot be put in place as it is"</h2>
                <ul class="file-problems">{lines.collect_view()}</ul>
            </section>
        }
    });
    let change = (administers && row.state == RuleState::Active).then(|| {
        view! { <a class="button" href=String::from(LocalPath::write_rule(&draft))>"Change its rule…"</a> }
    });
    let waiting = (waits && sound && missing > 0).then(|| {
        let who = if missing == 1 {
            "One other administrator or approver has"
        } else {
            "Two other administrators or approvers have"
        };
        view! {
            <section class="card panel">
                <p>{who} " to approve of " <b>{people(number)}</b> " before it can be put in place."</p>
            </section>
        }
    });
    view! {
        {shadowed}
        {grown}
        <div class="two-columns">
            <div class="column">
                {reached.map(|reached| view! { <Reached reached declared=draft.declared.clone() before=preview.before /> })}
            </div>
            <div class="column">
                {problems}
                {waiting}
                {approves.then(|| view! { <Approve id number /> })}
                {activates.then(|| view! { <Activate id number /> })}
                <section class="card panel">
                    <h2>{row.address.local().to_owned()} " " {state(row.state)}</h2>
                    <pre class="list-rule">{written(&draft.rule)}</pre>
                    <Properties draft now address=row.address.to_string() at=row.at by=label(&row.by) reason />
                    {change}
                </section>
                <Approvals approvals now />
                {(waits && administers).then(|| view! { <End id ending=Ending::Withdraw /> })}
                {(administers && row.state == RuleState::Active).then(|| view! { <End id ending=Ending::Remove /> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Properties(
    draft: RuleDraft,
    now: UnixSeconds,
    address: String,
    at: UnixSeconds,
    by: String,
    reason: String,
) -> impl IntoView {
    let or = |text: String, otherwise: &str| if text.is_empty() { otherwise.to_owned() } else { text };
    let kind = ListKind::parse(&draft.used).map_or("", used);
    view! {
        <dl class="facts">
            <dt>"Address"</dt><dd><code>{address}</code></dd>
            <dt>"Name"</dt><dd>{or(draft.name, "none")}</dd>
            <dt>"Used for"</dt><dd>{kind}</dd>
            <dt>"Owners"</dt><dd>{draft.owners}</dd>
            <dt>"Owner's scope"</dt><dd>{or(draft.scope, "not examined")}</dd>
            <dt>"Declared size"</dt><dd>{draft.declared}</dd>
            <dt>"Named senders"</dt><dd>{or(draft.senders, "nobody beside its owners")}</dd>
            <dt>"Proposed"</dt><dd>{full(at, now)} " by " {by}</dd>
            <dt>"Reason"</dt><dd>{reason}</dd>
        </dl>
    }
    .into_any()
}

#[component]
fn Approvals(approvals: Vec<RuleApproval>, now: UnixSeconds) -> impl IntoView {
    let none = approvals.is_empty();
    let lines = approvals.into_iter().map(|one| {
        let stale = (!one.counts).then_some(", which is too few for now");
        view! { <li>{label(&one.by)} ", " {short(one.at, now)} ", for " {count(one.people)} {stale}</li> }
    });
    view! {
        <section class="card panel">
            <h2>"Approved by"</h2>
            {none.then(|| view! { <p class="caption">"nobody yet"</p> })}
            <ul>{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}
