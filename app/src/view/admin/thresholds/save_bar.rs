//! What changes, what is no longer stopped by it, why, and the one button.

use super::form::Form;
use super::typed_policy::{changed, read};
use crate::view::admin::refused::{From, Reason};
use crate::words::en::{count, counted, no_longer, value};
use leptos::prelude::*;
use levee_contract::UnixSeconds;
use levee_guard::Parameter;

/// Lines named before the rest is counted.
const NAMED: usize = 3;

/// The bar at the bottom of the form.
#[component]
pub(crate) fn SaveBar(form: Form, next: u64, from: String, now: UnixSeconds) -> impl IntoView {
    let different = Memo::new(move |_| form.in_force.with_value(|p| changed(&p.policy, &form.typed.read())));
    let line = |(parameter, before, typed): &(Parameter, u64, String)| {
        format!("{parameter} {} → {}", value(parameter.row().unit, *before), typed.trim())
    };
    let lines = move || different.with(|all| shortened(all.iter().map(line).collect()));
    let passes = move || {
        let passes = |(parameter, before, typed): &(Parameter, u64, String)| {
            no_longer(*parameter, *before, read(*parameter, typed)?)
        };
        let all: Vec<String> = different.with(|all| all.iter().filter_map(passes).collect());
        (!all.is_empty()).then(|| view! { <p class="looser"><b>"Looser. "</b>{all.join(" ")}</p> })
    };
    view! {
        <div class="action-bar save-policy">
            {passes}
            <p class="changes"><b>{move || counted(different.read().len() as u64, "change")}</b><span class="caption">{lines}</span></p>
            <From id="policy-from" typed=from now />
            <Reason id="policy-reason" />
            // The same fields go there by the address: nothing is saved by looking.
            <button type="submit" class="button" formaction="/admin/replay" formmethod="get" formnovalidate>"Replay"</button>
            <button type="submit" class="button primary">"Save as v" {count(next)}</button>
        </div>
    }
}

fn shortened(mut lines: Vec<String>) -> String {
    let more = lines.len().saturating_sub(NAMED);
    lines.truncate(NAMED);
    let named = lines.join(", ");
    if more == 0 { named } else { format!("{named} and {} more", count(more as u64)) }
}
