//! How far units may go with each number: the least and the most. Administrators alone set it.

use super::in_field;
use super::number::{Number, Wrong};
use crate::api::ChangePolicy;
use crate::view::admin::refused::Reason;
use crate::view::admin::thresholds::problems_of;
use crate::words::en::{count, meaning, value};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Field, PolicyInForce};
use levee_guard::{OF_UNITS, Parameter, Policy, PolicyKey};
use server_fn::ServerFn as _;

/// A line for each number that units may have, and the button that saves them.
#[component]
pub(super) fn Bounds(in_force: PolicyInForce) -> impl IntoView {
    let query = use_query_map();
    let keys = OF_UNITS.iter().flat_map(|parameter| [PolicyKey::Least(*parameter), PolicyKey::Most(*parameter)]);
    let typed: Vec<(PolicyKey, String)> = query
        .with_untracked(|query| keys.filter_map(|key| query.get(&key.to_string()).map(|typed| (key, typed))).collect());
    let policy = &in_force.policy;
    let problems = problems_of(policy, &typed);
    let rows = OF_UNITS.iter().enumerate().map(|(place, parameter)| row(policy, place, *parameter, &typed, &problems));
    let rows = rows.collect_view();
    view! {
        <section class="card panel" aria-labelledby="unit-bounds">
            <h2 id="unit-bounds">"How far units may go"</h2>
            <form method="post" action=ChangePolicy::url() class="guarded unit-bounds">
                <input type="hidden" name="base" value=in_force.version.to_string() />
                <input type="hidden" name="unit" value="/" />
                <p class="caption">"Where nothing is set, a unit may be as strict as it likes, and no looser than the organisation."</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Table of what units may have">
                    <table class="data tall">
                        <thead><tr>
                            <th scope="col">"Number"</th>
                            <th scope="col" class="r">"Organisation"</th>
                            <th scope="col">"At least"</th>
                            <th scope="col">"At most"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <Reason id="bounds-reason" />
                <button type="submit" class="button primary">"Save over v" {count(in_force.version)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn row(
    policy: &Policy,
    place: usize,
    parameter: Parameter,
    typed: &[(PolicyKey, String)],
    problems: &[Field],
) -> AnyView {
    let row = parameter.row();
    let by_itself = |key: &PolicyKey| {
        let mut without = policy.clone();
        without.put(key, None);
        let bounds = without.bounds(parameter);
        value(row.unit, if matches!(key, PolicyKey::Least(_)) { *bounds.start() } else { *bounds.end() })
    };
    let named = format!("bounds-{place}");
    let field = |key: PolicyKey, place: usize, word: &str| {
        let again = typed.iter().find(|(one, _)| *one == key).map(|(_, typed)| typed.clone());
        let (field, holds) = (in_field(policy, &key, again), by_itself(&key));
        let (label, about, problems) = (format!("{word} {}", row.name), named.clone(), problems.to_vec());
        view! { <Number key place label typed=field holds about problems /> }
    };
    let (least, most) = (PolicyKey::Least(parameter), PolicyKey::Most(parameter));
    let wrong = problems.iter().any(|problem| [&least, &most].iter().any(|key| key.to_string() == problem.name));
    let wrong = wrong.then(|| view! { <Wrong keys=vec![least.clone(), most.clone()] problems=problems.to_vec() /> });
    view! {
        <tr>
            <td class="name" id=named.clone()><b>{meaning(parameter).title}</b><code class="caption">{row.name}</code>{wrong}</td>
            <td data-label="Organisation" class="r">{value(row.unit, policy.get(parameter))}</td>
            <td data-label="At least">{field(least.clone(), 2 * place, "At least")}</td>
            <td data-label="At most">{field(most.clone(), 2 * place + 1, "At most")}</td>
        </tr>
    }
    .into_any()
}
