//! Why so many: what each recipient brings, in a table that opens under its question.

use super::composing::Judged;
use crate::view::part::{Glyph, Icon};
use crate::words::en::{count, people};
use leptos::prelude::*;
use levee_contract::{Chip, Who};

/// Rows before the rest is summed up.
const ROWS: usize = 12;

/// The question, and the table under it.
#[component]
pub(crate) fn Why(judged: Judged, short: String) -> impl IntoView {
    let Judged { chips, context, .. } = judged;
    let total = if context.at_least { format!("at least {}", count(context.people)) } else { count(context.people) };
    let more = chips.len().saturating_sub(ROWS) as u64;
    view! {
        <details class="why">
            <summary>{short}</summary>
            <div class="pop">
                <table>
                    <caption>"Why " {people(context.people)}</caption>
                    <thead>
                        <tr><th scope="col">"List or person"</th><th scope="col" class="q">"Size"</th><th scope="col" class="q">"Adds"</th></tr>
                    </thead>
                    <tbody>{chips.into_iter().take(ROWS).map(|chip| view! { <Line chip /> }).collect_view()}</tbody>
                    <tfoot>
                        <tr><td class="name">"People reached, each counted once"</td><td></td><td class="q">{total}</td></tr>
                    </tfoot>
                </table>
                {(more > 0).then(|| view! { <p class="note">{count(more)} " more recipients are not listed here."</p> })}
                <p class="note">"You are not counted."</p>
            </div>
        </details>
    }
}

#[component]
fn Line(chip: Chip) -> impl IntoView {
    let (glyph, size) = match chip.who {
        Who::List { size } => (Glyph::Group, size.map_or_else(|| "not known".to_owned(), count)),
        Who::OutsideList => (Glyph::Building, "not known".to_owned()),
        Who::Outside => (Glyph::Building, count(1)),
        Who::Person => (Glyph::Person, count(1)),
        Who::Nobody => (Glyph::Info, "nobody".to_owned()),
    };
    view! {
        <tr>
            <td class="name"><Icon glyph />{named(&chip)}{matches!(chip.who, Who::Outside | Who::OutsideList).then_some(", outside")}</td>
            <td class="q">{size}</td>
            <td class="q adds">{chip.adds.map(count)}</td>
        </tr>
    }
}

/// A list by the part before the `@`, as it is written everywhere; a person by name.
pub(crate) fn named(chip: &Chip) -> String {
    match (&chip.who, &chip.name) {
        (Who::List { .. }, _) => chip.address.local().to_owned(),
        (_, Some(name)) => name.clone(),
        (_, None) => chip.address.to_string(),
    }
}
