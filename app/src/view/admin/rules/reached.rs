//! Whom a rule reaches: the number, the units, some of the people, and what is to be looked at.

use crate::words::en::{count, counted, people, rule_finding, rule_meaning, rule_needs};
use leptos::prelude::*;
use levee_contract::{RuleFinding, RuleReached};

/// The cards of what a rule reaches now; `declared` as it was typed, `before` is the list as it stands.
#[component]
pub(super) fn Reached(reached: RuleReached, declared: String, before: Option<(String, u64)>) -> impl IntoView {
    let RuleReached { people: number, units, more, sample, findings, needed } = reached;
    let shown = sample.len() as u64;
    let rest = (more.0 > 0).then(|| {
        view! { <tr><th scope="row">{counted(more.0, "other unit")}</th><td class="r">{count(more.1)}</td></tr> }
    });
    let units = units.into_iter().map(|(unit, n)| {
        let unit = if unit.is_empty() { "(no unit)".to_owned() } else { unit };
        view! { <tr><th scope="row">{unit}</th><td class="r">{count(n)}</td></tr> }
    });
    let lines = findings.iter().map(|one| {
        let class = match one {
            RuleFinding::Empty => "pill warned",
            _ => "pill held",
        };
        view! { <li><span class=class>{rule_finding(*one)}</span><p>{rule_meaning(*one)}</p></li> }
    });
    view! {
        <dl class="card figures">
            <div><dt>"Reaches now"</dt><dd><b>{count(number)}</b><span class="caption">{if number == 1 { "person" } else { "people" }}</span></dd></div>
            <div><dt>"Declared"</dt><dd><b>{declared}</b></dd></div>
            <div><dt>"The list now"</dt><dd><b>{before.as_ref().map_or_else(|| "new".to_owned(), |(_, size)| count(*size))}</b></dd></div>
            <div><dt>"To be approved by"</dt><dd><b>{count(u64::from(needed))}</b><span class="caption">{if needed == 1 { "other person" } else { "other people" }}</span></dd></div>
        </dl>
        <section class="card panel lint" aria-labelledby="rule-findings">
            <h2 id="rule-findings">"Findings " <span class="caption">{(!findings.is_empty()).then(|| count(findings.len() as u64))}</span></h2>
            <ul>{lines.collect_view()}</ul>
            <p>{rule_needs(needed)} " It names people and no lists, so it cannot lie in itself."</p>
        </section>
        <section class="card" aria-labelledby="rule-units">
            <header class="card-head"><h2 id="rule-units">"Its units"</h2><span class="caption">"those with most people first"</span></header>
            <table class="data units"><tbody>{units.collect_view()} {rest}</tbody></table>
            {(number == 0).then(|| view! { <p class="nothing">"It names nobody now."</p> })}
        </section>
        <section class="card panel">
            <h2>"Some of its people " <span class="caption">{count(shown)} " of " {people(number)} ", spread evenly"</span></h2>
            <ul class="sample">{sample.into_iter().map(|name| view! { <li class="cut">{name}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}
