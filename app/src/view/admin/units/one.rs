//! The numbers of one unit: what holds in it, what is set for it, and what it may have.

use super::in_field;
use super::number::{Number, Wrong};
use crate::api::ChangePolicy;
use crate::view::admin::refused::Reason;
use crate::view::admin::rights::ForAdministrators;
use crate::view::admin::thresholds::problems_of;
use crate::words::en::{count, counted, meaning, people, tuned, unit as counts, value};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Field, UnitNumbers};
use levee_guard::{OF_UNITS, Parameter, Policy, PolicyKey};
use server_fn::ServerFn as _;

/// The form. What was refused comes back in the address, and stands in its fields again.
#[component]
pub(super) fn Unit(numbers: UnitNumbers, unit: String, changes: bool) -> impl IntoView {
    let UnitNumbers { in_force, units, .. } = numbers;
    let query = use_query_map();
    let key = |parameter: Parameter| PolicyKey::Unit(parameter, unit.clone());
    let typed: Vec<(PolicyKey, String)> = query.with_untracked(|query| {
        let again = |parameter: &Parameter| Some((key(*parameter), query.get(&key(*parameter).to_string())?));
        OF_UNITS.iter().filter_map(again).collect()
    });
    let policy = &in_force.policy;
    let problems = problems_of(policy, &typed);
    // What holds while its field is empty.
    let mut without = policy.clone();
    for parameter in OF_UNITS {
        without.put(&key(*parameter), None);
    }
    let without = without.for_unit(&unit);
    let groups = tuned().iter().filter_map(|group| {
        let own: Vec<Parameter> = group.parameters.iter().filter(|one| OF_UNITS.contains(one)).copied().collect();
        (!own.is_empty()).then(|| {
            let rows = own.into_iter().map(|parameter| {
                let key = key(parameter);
                let again = typed.iter().find(|(one, _)| *one == key).map(|(_, typed)| typed.clone());
                row(policy, &without, key, again, &problems)
            });
            let rows = rows.collect_view();
            view! {
                <fieldset class="card thresholds" disabled=!changes>
                    <legend>{group.title}</legend>
                    <p class="caption">{group.about}</p>
                    <p class="threshold-head" aria-hidden="true"><span></span><span>"Without it"</span><span>"In this unit"</span></p>
                    {rows}
                </fieldset>
            }
        })
    });
    let groups = groups.collect_view();
    let own = policy.own_of_units().filter(|(key, _)| key.unit() == Some(unit.as_str())).count() as u64;
    let within = units.iter().find(|(path, _)| *path == unit).map(|(_, number)| view! { ", for " {people(*number)} });
    let version = in_force.version;
    view! {
        <form method="post" action=changes.then(ChangePolicy::url) class="policy">
            <input type="hidden" name="base" value=version.to_string() />
            <input type="hidden" name="unit" value=unit.clone() />
            <p class="unit-about">
                <b>{counted(own, "number")}</b> " set for this unit" {within} ". A field that is left empty is as above the unit. Storms, lists, stops and the people who decide are the same for everybody."
            </p>
            <div class="policy-groups">{groups}</div>
            {changes.then(|| view! {
                <div class="action-bar save-policy">
                    <p class="changes"><b>"A new version of the policy"</b><span class="caption">"for this unit alone; every version can be compared and restored"</span></p>
                    <Reason id="unit-reason" />
                    <ForAdministrators>
                        // The same fields go there by the address: nothing is saved by looking.
                        <button type="submit" class="button" formaction="/admin/replay" formmethod="get" formnovalidate>"Replay"</button>
                    </ForAdministrators>
                    <button type="submit" class="button primary">"Save over v" {count(version)}</button>
                </div>
            })}
        </form>
    }
    .into_any()
}

fn row(policy: &Policy, without: &Policy, key: PolicyKey, typed: Option<String>, problems: &[Field]) -> AnyView {
    let parameter = key.parameter();
    let row = parameter.row();
    let meaning = meaning(parameter);
    let place = OF_UNITS.iter().position(|one| *one == parameter).unwrap_or_default();
    let about = format!("number-{place}-about");
    let bounds = policy.bounds(parameter);
    let may = format!("May be {} to {}.", value(row.unit, *bounds.start()), value(row.unit, *bounds.end()));
    let holds = value(row.unit, without.get(parameter));
    let field = in_field(policy, &key, typed);
    let changed = !field.is_empty();
    let problems = problems.to_vec();
    view! {
        <div class="threshold" class:changed=changed>
            <label for=format!("number-{place}")>{meaning.title} " " <code>{row.name}</code></label>
            <p class="holds"><span class="unseen">"Without it: "</span>{holds.clone()}</p>
            <div class="setting">
                <span class="number">
                    <Number key=key.clone() place typed=field holds about=about.clone() problems=problems.clone() />
                    {counts(parameter)}
                </span>
            </div>
            <p class="about" id=about>{meaning.text} <span class="caption">{may}</span></p>
            <Wrong keys=vec![key] problems />
        </div>
    }
    .into_any()
}
