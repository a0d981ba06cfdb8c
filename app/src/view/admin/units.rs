//! Numbers of organisational units: which units have any, how far they may go, and the numbers of one.

mod bounds;
mod number;
mod one;

use super::failed::Failed;
use super::refused::Told;
use super::rights::{ForAdministrators, governs};
use super::thresholds::field_of;
use crate::api::read_unit_numbers;
use crate::path::LocalPath;
use crate::view::frame::{MailChanges, SignedIn};
use crate::words::en::{count, counted, value};
use bounds::Bounds;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use levee_contract::UnitNumbers;
use levee_guard::{Policy, PolicyKey};
use one::Unit;

/// `/admin/units`, and with `?unit=path` the numbers of one.
#[component]
pub(super) fn UnitsPage() -> impl IntoView {
    let changes = expect_context::<MailChanges>();
    let signed_in = expect_context::<SignedIn>();
    let query = use_query_map();
    let unit = Memo::new(move |_| {
        let path = query.with(|query| query.get("unit")).unwrap_or_default();
        PolicyKey::bare(&path).to_owned()
    });
    let numbers = Resource::new(move || changes.follow(), |_| read_unit_numbers());
    view! {
        <Title text="Units" />
        <div class="page">
            <header class="page-head">
                {move || unit.with(|unit| (!unit.is_empty()).then(|| view! { <p class="crumb"><a href="/admin/units">"Units"</a> " / "</p> }))}
                <h1>{move || unit.with(|unit| if unit.is_empty() { "Units".to_owned() } else { spaced(unit) })}</h1>
                <p class="caption">"numbers of a part of the organisation, as far as administrators let it differ"</p>
            </header>
            <Told done="Saved, and in force." />
            <Transition fallback=|| view! { <div class="card skeleton tall"></div> }>
                {move || Suspend::new(async move {
                    let changes = governs(signed_in).await;
                    let unit = unit.get();
                    match numbers.await {
                        Ok(numbers) if unit.is_empty() => view! { <All numbers changes /> }.into_any(),
                        Ok(numbers) => view! { <Unit numbers unit changes /> }.into_any(),
                        Err(error) => view! { <Failed error /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn All(numbers: UnitNumbers, changes: bool) -> impl IntoView {
    let UnitNumbers { in_force, units, known } = numbers;
    let number = units.len() as u64;
    let rows = units.iter().map(|(unit, people)| line(&in_force.policy, unit, *people)).collect_view();
    view! {
        <div class="two-columns">
            <div class="column">
                <section class="card" aria-labelledby="units-set">
                    <header class="card-head">
                        <h2 id="units-set">"Units with numbers of their own"</h2>
                        <span class="caption">{counted(number, "unit")}</span>
                    </header>
                    {(number == 0).then(|| view! { <p class="nothing">"None: the organisation's numbers hold for everybody."</p> })}
                    {(number > 0).then(|| view! {
                        <div class="scroll" tabindex="0" role="region" aria-label="Table of units">
                            <table class="data tall">
                                <thead><tr><th scope="col">"Unit"</th><th scope="col" class="r">"People"</th><th scope="col">"Numbers"</th></tr></thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                    })}
                </section>
            </div>
            <div class="column"><Choose known changes /></div>
        </div>
        <ForAdministrators><Bounds in_force=in_force.clone() /></ForAdministrators>
    }
    .into_any()
}

fn line(policy: &Policy, unit: &str, people: u64) -> AnyView {
    let own = policy.own_of_units().filter(|(key, _)| key.unit() == Some(unit));
    let numbers = own.map(|(key, own)| {
        let (parameter, holds) = (key.parameter(), policy.for_unit(unit).get(key.parameter()));
        let said = value(parameter.row().unit, own);
        // Where the organisation became stricter, or its bounds narrower, since.
        let bounded = (holds != own).then(|| format!(", bounded to {}", value(parameter.row().unit, holds)));
        view! { <li><code>{parameter.name()}</code>" "<b>{said}</b>{bounded}</li> }
    });
    view! {
        <tr>
            <td class="name"><a class="cut" href=String::from(LocalPath::unit(unit)) title=unit.to_owned()>{spaced(unit)}</a></td>
            <td data-label="People" class="r">{count(people)}</td>
            <td data-label="Numbers"><ul class="unit-numbers">{numbers.collect_view()}</ul></td>
        </tr>
    }
    .into_any()
}

/// The way to a unit: those known are offered, and any can be written.
#[component]
fn Choose(known: Vec<String>, changes: bool) -> impl IntoView {
    let offered = known.into_iter().map(|unit| view! { <option value=unit></option> }).collect_view();
    view! {
        <section class="card panel">
            <h2>"Numbers of a unit"</h2>
            <form method="get" action="/admin/units" class="guarded rule-form">
                <div class="reason">
                    <label for="choose-unit">"Unit"</label>
                    <input type="text" id="choose-unit" name="unit" list="units-known" required autocomplete="off" aria-describedby="choose-unit-about" />
                    <datalist id="units-known">{offered}</datalist>
                    <p class="caption" id="choose-unit-about">"Its path, widest part first, as the directory has it. What is set for it holds for the units below it too, unless they have a number of their own."</p>
                </div>
                <button type="submit" class="button">{if changes { "Set its numbers…" } else { "Look at its numbers" }}</button>
            </form>
        </section>
    }
    .into_any()
}

/// "Northmoor Health / Ambulance".
fn spaced(unit: &str) -> String {
    unit.replace('/', " / ")
}

/// A number as it stands in its field: what was typed and refused, or what is set; empty where it is as by itself.
fn in_field(policy: &Policy, key: &PolicyKey, typed: Option<String>) -> String {
    match typed {
        Some(typed) if key.is_by_itself(&typed) => String::new(),
        Some(typed) => typed,
        None => field_of(policy, key),
    }
}
