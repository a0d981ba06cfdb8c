//! Every version of the policy: who, when, why, and what was changed.

use crate::api::Timed;
use crate::view::part::label;
use crate::view::part::when::{full, machine};
use crate::words::en::value;
use leptos::prelude::*;
use levee_contract::PolicyVersion;
use levee_guard::{Parameter, Policy};

/// Newest first.
#[component]
pub(crate) fn PolicyVersions(versions: Timed<Vec<PolicyVersion>>) -> impl IntoView {
    let Timed { now, value: versions } = versions;
    let older = versions.iter().skip(1).map(|v| Some(v.in_force.policy.clone())).chain([None]);
    let lines = versions.iter().zip(older).enumerate().map(|(place, (version, before))| {
        let author = version.author.as_ref().map_or_else(|| "Levee".to_owned(), label);
        let changes = before.map(|before| changes(&before, &version.in_force.policy));
        view! {
            <li>
                <p>
                    <b>"v" {version.in_force.version}</b>
                    {(place == 0).then(|| view! { <span class="state leaving">"in force"</span> })}
                    <span class="caption">{author} ", " <time datetime=machine(version.at)>{full(version.at, now)}</time></span>
                </p>
                <p>{version.reason.clone()}</p>
                {changes.map(|changes| view! {
                    <ul class="changes">{changes.into_iter().map(|change| view! { <li><code>{change}</code></li> }).collect_view()}</ul>
                })}
            </li>
        }
    });
    view! {
        <section class="card versions" aria-labelledby="versions-title">
            <h2 id="versions-title">"Versions"</h2>
            <ol>{lines.collect_view()}</ol>
        </section>
    }
}

/// "audience.hold 500 → 250".
fn changes(before: &Policy, after: &Policy) -> Vec<String> {
    let change = |parameter: &&Parameter| before.get(**parameter) != after.get(**parameter);
    let written = |parameter: &Parameter, policy: &Policy| value(parameter.row().unit, policy.get(*parameter));
    let line = |p: &Parameter| format!("{p} {} → {}", written(p, before), written(p, after));
    Parameter::ALL.iter().filter(change).map(line).collect()
}
