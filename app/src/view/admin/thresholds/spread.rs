//! The organisation's own numbers beside its thresholds: a histogram with the thresholds of its group on it, its
//! numbers as a table, and for each threshold a sentence.

mod draw;

use super::form::Form;
use super::typed_policy::read;
use crate::view::part::when::stamp;
use crate::words::en::{count, spread_axis, spread_from, spread_noun, spread_title, spread_total, spread_value, tuned};
use draw::{Bar, Threshold, bars, chart};
use leptos::prelude::*;
use levee_contract::{Distribution, Distributions, Measure, UnixSeconds};
use levee_guard::{NEVER, Parameter};

/// The charts of a group, one for each thing that its parameters stand on.
#[component]
pub(crate) fn Spreads(form: Form, parameters: &'static [Parameter]) -> impl IntoView {
    let mut measures: Vec<Measure> = Vec::new();
    for measure in parameters.iter().filter_map(|parameter| Measure::of(*parameter)) {
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    let charts = measures.into_iter().map(|measure| {
        let of_this = |p: &&Parameter| Measure::of(**p) == Some(measure);
        let on_it = StoredValue::new(parameters.iter().filter(of_this).copied().collect::<Vec<Parameter>>());
        view! {
            <Transition fallback=|| view! { <div class="skeleton spread-room"></div> }>
                {move || Suspend::new(async move {
                    match form.spread.await {
                        Ok(Distributions { days, at, of }) => of
                            .into_iter()
                            .find(|one| one.measure == measure)
                            .map(|one| view! { <Histogram form on_it spread=one days at /> }.into_any()),
                        Err(_) => Some(view! { <p class="caption">"What was recorded cannot be read now. Load the page again in a moment."</p> }.into_any()),
                    }
                })}
            </Transition>
        }
        .into_any()
    });
    charts.collect_view()
}

#[component]
fn Histogram(
    form: Form,
    on_it: StoredValue<Vec<Parameter>>,
    spread: Distribution,
    days: u32,
    at: UnixSeconds,
) -> impl IntoView {
    let measure = spread.measure;
    let total = spread.total();
    let all = spread_total(measure, total, days);
    if total == 0 {
        return view! { <p class="caption spread-none">{spread_from(measure, 0, (0, 0), 0, days)}</p> }.into_any();
    }
    let drawn = StoredValue::new(bars(&spread));
    let most = spread.most;
    let says = format!("{all}, by {}, on a log scale. The largest: {}.", spread_axis(measure), count(most));
    let thresholds = move || {
        let of = |parameter: &Parameter| {
            let in_force = form.in_force.with_value(|in_force| in_force.policy.get(*parameter));
            let typed = form.typed.with(|typed| typed.get(parameter).and_then(|typed| read(*parameter, typed)));
            Threshold { parameter: *parameter, in_force, proposed: typed.unwrap_or(in_force) }
        };
        let all: Vec<Threshold> = on_it.with_value(|on_it| on_it.iter().map(of).collect());
        all.into_iter().filter(|one| one.proposed != NEVER || one.in_force != NEVER).collect::<Vec<_>>()
    };
    let as_of = if measure == Measure::ListSize { "now".to_owned() } else { format!("to {}", stamp(at, at)) };
    // Two groups may stand on the same thing: each chart is named by its group as well.
    let first = on_it.with_value(|on_it| on_it.first().copied());
    let group = tuned().iter().find(|group| first.is_some_and(|first| group.parameters.contains(&first)));
    let group = group.map_or("", |group| group.title);
    let named = |what: &str| format!("{} under \u{201C}{group}\u{201D}, {what}", spread_title(measure));
    let head = spread_noun(measure, 2);
    let capital = head.chars().next().map(|first| first.to_uppercase().chain(head.chars().skip(1)).collect::<String>());
    view! {
        <figure class="spread">
            <figcaption>
                <b>{spread_title(measure)}</b>
                <span class="caption">{all} ", " {as_of}</span>
            </figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label=named("drawn")>
                {chart(measure, drawn, most, says, thresholds)}
            </div>
            <details class="twin">
                <summary>"Table" <span class="unseen">": " {spread_title(measure)}</span></summary>
                <div class="scroll" tabindex="0" role="region" aria-label=named("as a table")>
                    <table class="data">
                        <caption class="unseen">{spread_title(measure)}</caption>
                        <thead><tr>
                            <th scope="col">"From"</th>
                            <th scope="col" class="r">"Up to"</th>
                            <th scope="col" class="r">{capital}</th>
                            <th scope="col" class="r">"From there up"</th>
                        </tr></thead>
                        <tbody>{drawn.with_value(|bars| rows(measure, bars))}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
    .into_any()
}

fn rows(measure: Measure, bars: &[Bar]) -> AnyView {
    let rows = bars.iter().enumerate().map(|(place, bar)| {
        let up: u64 = bars.iter().skip(place).map(|bar| bar.count).sum();
        view! {
            <tr>
                <th scope="row">{spread_value(measure, bar.from)}</th>
                <td class="r">{spread_value(measure, bar.below - 1)}</td>
                <td class="r">{count(bar.count)}</td>
                <td class="r">{count(up)}</td>
            </tr>
        }
    });
    rows.collect_view().into_any()
}

/// "12 of 4,310 messages in 90 days went to 500 people or more", for what stands in the field.
#[component]
pub(crate) fn OwnNumbers(form: Form, parameter: Parameter) -> impl IntoView {
    let measure = Measure::of(parameter)?;
    let in_force = form.in_force.with_value(|in_force| in_force.policy.get(parameter));
    let proposed = Memo::new(move |_| {
        let typed = form.typed.with(|typed| typed.get(&parameter).and_then(|typed| read(parameter, typed)));
        typed.unwrap_or(in_force)
    });
    Some(view! {
        <Transition>
            {move || Suspend::new(async move {
                let Ok(Distributions { days, of, .. }) = form.spread.await else { return None };
                let spread = of.into_iter().find(|one| one.measure == measure)?;
                let total = spread.total();
                (total > 0).then(|| {
                    let says = move || {
                        let value = proposed.get();
                        (value != NEVER).then(|| spread_from(measure, value, spread.from(value), total, days))
                    };
                    view! { <span class="own">{says}</span> }
                })
            })}
        </Transition>
    })
}
