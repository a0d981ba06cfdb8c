//! Lists made here by a rule: those in place and those proposed, one that is written, one that is decided on.

mod decide;
mod one;
mod reached;
mod write;

use super::failed::Failed;
use super::rights::ForAdministrators;
use crate::api::{Timed, list_rules};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::label;
use crate::view::part::when::{full, short};
use crate::words::en::{count, counted, rule_state};
use leptos::prelude::*;
use leptos_meta::Title;
use levee_contract::{RuleDraft, RuleRow, RuleState, UnixSeconds};
pub(super) use one::RulePage;
pub(super) use write::WritePage;

/// `/admin/rules`.
#[component]
pub(super) fn RulesPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let rules = Resource::new(move || changes.follow(), |_| list_rules());
    view! {
        <Title text="Lists by a rule" />
        <div class="page">
            <header class="page-head">
                <h1>"Lists by a rule"</h1>
                <p class="caption">"made here, beside the lists that the organisation's sources name"</p>
                <div class="head-acts">
                    <ForAdministrators>
                        <a class="button primary" href=String::from(LocalPath::write_rule(&RuleDraft::default()))>"Make a list…"</a>
                    </ForAdministrators>
                </div>
            </header>
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    match rules.await {
                        Ok(Timed { now, value }) => table(value, now),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn table(rules: Vec<RuleRow>, now: UnixSeconds) -> AnyView {
    if rules.is_empty() {
        return view! {
            <section class="card">
                <p class="nothing">
                    "No list was made here yet. A rule says who is in a list by unit, title, site, name or address; it is looked at before it is in place, and approved by others where it is large."
                </p>
            </section>
        }
        .into_any();
    }
    let number = rules.iter().filter(|rule| rule.state == RuleState::Active).count() as u64;
    let rows = rules.into_iter().map(|rule| line(rule, now)).collect_view();
    view! {
        <section class="card" aria-labelledby="rules-made">
            <header class="card-head">
                <h2 id="rules-made">"Proposed and in place"</h2>
                <span class="caption">{counted(number, "list")} " in place"</span>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of lists by a rule">
                <table class="data tall">
                    <thead><tr>
                        <th scope="col">"List"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="r">"People"</th>
                        <th scope="col">"Rule"</th>
                        <th scope="col">"Proposed"</th>
                        <th scope="col" class="r">"Approvals"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn line(rule: RuleRow, now: UnixSeconds) -> AnyView {
    let href = String::from(LocalPath::rule(rule.id));
    view! {
        <tr>
            <td class="name"><a class="cut" href=href title=rule.address.to_string()>{rule.address.local().to_owned()}</a></td>
            <td data-label="State">{state(rule.state)} {rule.shadowed.then(|| view! { <span class="pill warned">"A source has it"</span> })}</td>
            <td data-label="People" class="r"><b>{count(rule.people)}</b></td>
            <td data-label="Rule" class="name wide"><code class="cut" title=rule.rule.clone()>{written(&rule.rule)}</code></td>
            <td data-label="Proposed"><time title=full(rule.at, now)>{short(rule.at, now)}</time> " by " {label(&rule.by)}</td>
            <td data-label="Approvals" class="r">{count(u64::from(rule.approved))}</td>
        </tr>
    }
    .into_any()
}

/// How a proposal stands, as a pill.
fn state(state: RuleState) -> AnyView {
    let class = match state {
        RuleState::Waiting => "pill held",
        RuleState::Active => "pill in-force",
        RuleState::Replaced | RuleState::Withdrawn | RuleState::Removed => "pill",
    };
    view! { <span class=class>{rule_state(state)}</span> }.into_any()
}

/// A rule to be read; the empty one says so.
fn written(rule: &str) -> String {
    if rule.trim().is_empty() { "(no condition: everybody)".to_owned() } else { rule.to_owned() }
}
