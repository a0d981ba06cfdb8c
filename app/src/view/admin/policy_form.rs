//! The thresholds as fields: meaning, range, default, and what is wrong with what is typed.

use super::typed_policy::{Typed, changed, problems, typed_of, written};
use crate::api::{ApiError, ChangePolicy};
use crate::path::told_problem;
use crate::view::frame::MailChanges;
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::words::en::{count, counted, field, meaning, preset, tuned, unit, value};
use leptos::form::ActionForm;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::{AppError, Field, PolicyInForce};
use levee_guard::{NEVER, Parameter, Policy, Preset};

/// What the fields share.
#[derive(Clone, Copy)]
struct Form {
    in_force: StoredValue<PolicyInForce>,
    typed: RwSignal<Typed>,
    problems: Memo<Vec<Field>>,
}

/// The form. Without script it comes back with what was typed and says the same at its fields.
#[component]
pub(crate) fn PolicyForm(in_force: PolicyInForce) -> impl IntoView {
    let change = ServerAction::<ChangePolicy>::new();
    let changes = expect_context::<MailChanges>();
    let query = use_query_map();
    let mut typed = typed_of(&in_force.policy);
    query.with_untracked(|query| {
        for (parameter, field) in &mut typed {
            if let Some(again) = query.get(parameter.name()) {
                *field = again;
            }
        }
    });
    let version = in_force.version;
    let in_force = StoredValue::new(in_force);
    let typed = RwSignal::new(typed);
    let refused = move || match change.value().get() {
        Some(Err(ApiError::App(AppError::Invalid { fields }))) => fields,
        _ => Vec::new(),
    };
    let problems = Memo::new(move |_| {
        let mut all = in_force.with_value(|in_force| problems(&in_force.policy, &typed.read()));
        let known = |all: &[Field], f: &Field| all.iter().any(|k| k.name == f.name && k.problem == f.problem);
        for field in refused() {
            if !known(&all, &field) {
                all.push(field);
            }
        }
        all
    });
    Effect::new(move |_| {
        if matches!(*change.value().read(), Some(Ok(_))) {
            changes.announce();
        }
    });
    let form = Form { in_force, typed, problems };
    let biggest = move || {
        let told = query.with(|query| query.get("biggest"));
        told.is_some() || problems.with(|all| all.iter().any(|f| f.problem == "above_biggest_list"))
    };
    view! {
        <ActionForm action=change>
            <header class="policy-head">
                <div>
                    <h1>"Thresholds"</h1>
                    <p class="caption">"Version " {count(version)} " is in force. A change holds everywhere within seconds."</p>
                </div>
                <Presets form />
            </header>
            <input type="hidden" name="base" value=version.to_string() />
            {tuned().iter().map(|group| view! {
                <fieldset class="card thresholds">
                    <legend>{group.title}</legend>
                    <p class="caption">{group.about}</p>
                    {group.parameters.iter().map(|parameter| view! { <Threshold form parameter=*parameter /> }).collect_view()}
                </fieldset>
            }).collect_view()}
            {move || biggest().then(|| view! {
                <label class="accept"><input type="checkbox" name="above_biggest_list" value="1" />"Block above the biggest list all the same"</label>
            })}
            <Save form change />
        </ActionForm>
    }
}

/// Fill the fields; nothing is saved by it.
#[component]
fn Presets(form: Form) -> impl IntoView {
    let fill = move |chosen: Preset| {
        let numbers = Policy::preset(chosen);
        form.typed.update(|typed| {
            for (parameter, field) in typed.iter_mut() {
                *field = written(numbers.get(*parameter));
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

/// One number.
#[component]
fn Threshold(form: Form, parameter: Parameter) -> impl IntoView {
    let row = parameter.row();
    let id = row.name.replace('.', "-");
    let place = Parameter::ALL.iter().position(|p| *p == parameter).unwrap_or_default();
    let meaning = meaning(parameter);
    let about = format!("{id}-about");
    let problem_id = format!("{id}-problem");
    let most = if row.max == NEVER { "never".to_owned() } else { count(row.max) };
    let wrong = Memo::new(move |_| {
        let wrong = |f: &&Field| f.name == row.name;
        form.problems.with(|all| all.iter().filter(wrong).map(field).next())
    });
    let differs = move || {
        let typed = form.typed.with(|typed| typed.get(&parameter).cloned().unwrap_or_default());
        form.in_force.with_value(|in_force| super::typed_policy::read(&typed) != Some(in_force.policy.get(parameter)))
    };
    let described = format!("{about} {problem_id}");
    let field = NodeRef::<Input>::new();
    Effect::new(move |begun: Option<bool>| {
        let typed = form.typed.with(|typed| typed.get(&parameter).cloned().unwrap_or_default());
        let Some(field) = field.get() else { return false };
        match field.value() {
            // Typed before the script came: it stays.
            there if there != typed && begun != Some(true) => {
                form.typed.update(|typed| _ = typed.insert(parameter, there));
            }
            there if there != typed => field.set_value(&typed),
            _ => {}
        }
        true
    });
    view! {
        <div class="threshold" class:changed=differs>
            <label for=id.clone()>{meaning.map(|m| m.title)} <code>{row.name}</code></label>
            <input type="hidden" name=format!("values[{place}][0]") value=row.name />
            <span class="number">
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    id=id
                    name=format!("values[{place}][1]")
                    aria-describedby=described
                    aria-invalid=move || wrong.read().is_some().to_string()
                    value=form.typed.with_untracked(|typed| typed.get(&parameter).cloned())
                    node_ref=field
                    on:input=move |event| form.typed.update(|typed| { typed.insert(parameter, event_target_value(&event)); })
                />
                {unit(row.unit)}
            </span>
            <p class="about" id=about>
                {meaning.map(|m| m.text)}
                <span class="caption">" Range " {count(row.min)} " to " {most} ", default " {value(row.unit, row.default)} "."</span>
            </p>
            <p class="wrong" id=problem_id>{move || wrong.get().map(|said| view! { <Icon glyph=Glyph::Info class="small" /><span><Said sentence=said /></span> })}</p>
        </div>
    }
}

/// What changes, why, and the one button.
#[component]
fn Save(form: Form, change: ServerAction<ChangePolicy>) -> impl IntoView {
    let query = use_query_map();
    let different = Memo::new(move |_| form.in_force.with_value(|p| changed(&p.policy, &form.typed.read())));
    let next = form.in_force.with_value(|in_force| in_force.version + 1);
    let lines = move || {
        let line = |(parameter, typed): &(Parameter, String)| {
            let before = form.in_force.with_value(|p| value(parameter.row().unit, p.policy.get(*parameter)));
            format!("{parameter} {before} → {}", typed.trim())
        };
        different.with(|all| all.iter().map(line).collect::<Vec<_>>().join(", "))
    };
    let problem = move || {
        let failed = change.value().get().and_then(Result::err);
        let failed = failed.or_else(|| query.with(told_problem).map(ApiError::App));
        failed.filter(|error| !matches!(error, ApiError::App(AppError::Invalid { .. })))
    };
    view! {
        <div class="save-policy">
            <div role="alert">{move || problem().map(|error| view! { <p class="wrong"><Said sentence=sentence(&error) /></p> })}</div>
            <p class="changes"><b>{move || counted(different.read().len() as u64, "change")}</b><span class="caption">{lines}</span></p>
            <label for="policy-reason">"Reason"</label>
            <input
                type="text"
                id="policy-reason"
                name="reason"
                required
                maxlength="500"
                autocomplete="off"
                value=query.with_untracked(|query| query.get("reason"))
            />
            <button type="submit" class="button primary">"Save as v" {count(next)}</button>
        </div>
    }
}
