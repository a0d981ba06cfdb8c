//! The thresholds as a form: groups at the left, fields at the right, the bar that saves them below.

use super::field::Threshold;
use super::save_bar::SaveBar;
use super::spread::Spreads;
use super::typed_policy::{Typed, problems, typed_of};
use crate::api::{ApiError, ChangePolicy};
use crate::view::admin::proposal::Proposal;
use crate::view::part::{Glyph, Icon, InfoBar, Tone};
use crate::words::en::{count, preset, tuned, written};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{Distributions, Field, PolicyInForce, UnixSeconds};
use levee_guard::{Parameter, Policy, Preset};
use server_fn::ServerFn as _;

/// What the fields share.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) in_force: StoredValue<PolicyInForce>,
    pub(crate) typed: RwSignal<Typed>,
    pub(crate) apart: RwSignal<bool>,
    pub(crate) problems: Memo<Vec<Field>>,
    pub(crate) spread: Resource<Result<Distributions, ApiError>>,
    /// The script is here: what needs it may be shown.
    pub(crate) alive: RwSignal<bool>,
}

/// The form. What is refused comes back in the address, and stands in its fields again. Whoever may not change it
/// reads it.
#[component]
pub(crate) fn PolicyForm(
    in_force: PolicyInForce,
    next: u64,
    now: UnixSeconds,
    spread: Resource<Result<Distributions, ApiError>>,
    changes: bool,
) -> impl IntoView {
    let query = use_query_map();
    let mut typed = typed_of(&in_force.policy);
    let biggest = query.with_untracked(|query| {
        for (parameter, field) in &mut typed {
            if let Some(again) = query.get(parameter.name()) {
                *field = again.parse().map_or(again, |value| written(parameter.row().unit, value));
            }
        }
        query.get("biggest")
    });
    let version = in_force.version;
    let besides = query.with_untracked(Proposal::modes_of);
    let apart = RwSignal::new(match besides.approvers.as_str() {
        "apart" => true,
        "any" => false,
        _ => in_force.policy.approvers_apart,
    });
    let others = besides.others_said();
    let in_force = StoredValue::new(in_force);
    let typed = RwSignal::new(typed);
    let told = biggest.clone();
    let problems = Memo::new(move |_| {
        let mut all = in_force.with_value(|in_force| problems(&in_force.policy, &typed.read()));
        all.extend(told.clone().map(|biggest| Field {
            name: Parameter::AudienceBlock.name().to_owned(),
            problem: "above_biggest_list".to_owned(),
            detail: Some(biggest),
        }));
        all
    });
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let form = Form { in_force, typed, apart, problems, spread, alive };
    view! {
        <form method="post" action=changes.then(ChangePolicy::url) class="policy">
            <header class="page-head">
                <h1>"Thresholds"</h1>
                <p class="caption">"Policy v" {count(version)} " is in force. A change holds everywhere within seconds."</p>
                {changes.then(|| view! { <Presets form /> })}
                <div class="head-acts files">
                    {changes.then(|| view! { <a class="button subtle" href="/admin/import">"Import"</a> })}
                    <a class="button subtle" href="/admin/policy.toml" rel="external" download=""><Icon glyph=Glyph::Download />"Export TOML"</a>
                </div>
            </header>
            {others.map(|others| view! {
                <InfoBar tone=Tone::Warning glyph=Glyph::Warn><b>"This proposal changes more than is shown here: "</b>{others} ". " <a href="/admin/policy">"Leave it all out"</a></InfoBar>
            })}
            {besides.other_fields()}
            <input type="hidden" name="base" value=version.to_string() />
            <div class="policy-columns">
                <nav class="card groups" aria-label="Groups of parameters">
                    <ul>
                        {tuned().iter().enumerate().map(|(place, group)| view! {
                            <li><a href=format!("#group-{place}") rel="external"><span class="cut">{group.title}</span><span class="n">{group.parameters.len()}</span></a></li>
                        }).collect_view()}
                    </ul>
                    <p class="caption">{Parameter::ALL.len()} " parameters"</p>
                </nav>
                <div class="policy-groups">
                    {tuned().iter().enumerate().map(|(place, group)| view! {
                        <fieldset class="card thresholds" disabled=!changes id=format!("group-{place}")>
                            <legend>{group.title}</legend>
                            <p class="caption">{group.about}</p>
                            <Spreads form parameters=group.parameters />
                            <p class="threshold-head" aria-hidden="true"><span></span><span>"In force"</span><span>"Proposed"</span></p>
                            {group.parameters.iter().map(|parameter| view! { <Threshold form parameter=*parameter /> }).collect_view()}
                            {group.parameters.contains(&Parameter::HoldExpiry).then(|| view! { <Approvers form /> })}
                        </fieldset>
                    }).collect_view()}
                    {biggest.is_some().then(|| view! {
                        <label class="accept"><input type="checkbox" name="above_biggest_list" value="1" />"Block above the biggest list all the same"</label>
                    })}
                </div>
            </div>
            {changes.then(|| view! { <SaveBar form next from=besides.from now /> })}
        </form>
    }
}

/// Fill the fields; nothing is saved by it.
#[component]
fn Presets(form: Form) -> impl IntoView {
    let fill = move |chosen: Preset| {
        let numbers = Policy::preset(chosen);
        form.apart.set(numbers.approvers_apart);
        form.typed.update(|typed| {
            for (parameter, field) in typed.iter_mut() {
                *field = written(parameter.row().unit, numbers.get(*parameter));
            }
        });
    };
    view! {
        <div class="presets" role="group" aria-label="Fill in a preset">
            {Preset::ALL.map(|chosen| view! {
                <button type="button" class="button small" title=preset(chosen) on:click=move |_| fill(chosen)>
                    {preset(chosen).split(':').next().unwrap_or_default()}
                </button>
            }).collect_view()}
        </div>
    }
}

/// Where two approvers have to come from.
#[component]
fn Approvers(form: Form) -> impl IntoView {
    let apart = form.apart.get_untracked();
    view! {
        <div class="threshold">
            <label for="approvers">"Two approvers"</label>
            <p class="holds"></p>
            <span class="number">
                <select
                    id="approvers"
                    name="approvers"
                    prop:value=move || if form.apart.get() { "apart" } else { "any" }
                    on:change=move |event| form.apart.set(event_target_value(&event) == "apart")
                >
                    <option value="any" selected=!apart>"anywhere"</option>
                    <option value="apart" selected=apart>"two organisations"</option>
                </select>
            </span>
            <p class="about">"Where two people have to release a message, whether they have to be of different organisations."</p>
        </div>
    }
}
