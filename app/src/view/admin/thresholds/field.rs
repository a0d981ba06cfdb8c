//! One number: what it does, what is in force, what is proposed, and what is wrong with it.

use super::form::Form;
use super::slider::Slider;
use super::spread::OwnNumbers;
use super::typed_policy::{field_of, read};
use crate::view::part::{Glyph, Icon, Said};
use crate::words::en::{effect, governed, meaning, unit, value, written};
use leptos::html::Input;
use leptos::prelude::*;
use levee_guard::{Parameter, PolicyKey};

/// The field of a parameter.
#[component]
pub(crate) fn Threshold(form: Form, parameter: Parameter) -> impl IntoView {
    let row = parameter.row();
    let id = row.name.replace('.', "-");
    let place = Parameter::ALL.iter().position(|p| *p == parameter).unwrap_or_default();
    let meaning = meaning(parameter);
    let about = format!("{id}-about");
    let problem_id = format!("{id}-problem");
    let wrong = Memo::new(move |_| {
        let of_this = |f: &&levee_contract::Field| f.name == row.name;
        form.problems.with(|all| all.iter().filter(of_this).map(governed).next())
    });
    let in_force = form.in_force.with_value(|in_force| in_force.policy.get(parameter));
    let holds = form.in_force.with_value(|in_force| field_of(&in_force.policy, &PolicyKey::Organisation(parameter)));
    let typed = move || form.typed.with(|typed| typed.get(&parameter).cloned().unwrap_or_default());
    let proposed = Memo::new(move |_| read(parameter, &typed()).filter(|value| *value != in_force));
    let row_id = format!("{id}-row");
    let described = format!("{about} {problem_id}");
    let input = NodeRef::<Input>::new();
    Effect::new(move |begun: Option<bool>| {
        let typed = typed();
        let Some(input) = input.get() else { return false };
        match input.value() {
            // Typed before the script came: it stays.
            there if there != typed && begun != Some(true) => {
                form.typed.update(|typed| _ = typed.insert(parameter, there));
            }
            there if there != typed => input.set_value(&typed),
            _ => {}
        }
        true
    });
    let range = format!(
        "Range {} to {}, default {}.",
        written(row.unit, row.min),
        written(row.unit, row.max),
        value(row.unit, row.default)
    );
    view! {
        <div class="threshold" class:changed=move || proposed.read().is_some() id=row_id>
            <label for=id.clone()>{meaning.title} <code>{row.name}</code></label>
            <p class="holds"><span class="unseen">"In force: "</span>{holds}</p>
            <div class="setting">
                <span class="number">
                    <input
                        type="text"
                        autocomplete="off"
                        id=id
                        name=format!("values[{place}][1]")
                        aria-describedby=described
                        aria-invalid=move || wrong.read().is_some().to_string()
                        value=form.typed.with_untracked(|typed| typed.get(&parameter).cloned())
                        node_ref=input
                        on:input=move |event| form.typed.update(|typed| { typed.insert(parameter, event_target_value(&event)); })
                    />
                    {unit(parameter)}
                </span>
                <Slider form parameter />
            </div>
            <input type="hidden" name=format!("values[{place}][0]") value=row.name />
            <p class="about" id=about>
                {meaning.text}
                <span class="caption">{range}</span>
                <OwnNumbers form parameter />
            </p>
            <p class="wrong" id=problem_id>
                {move || wrong.get().map(|said| view! { <Icon glyph=Glyph::Info class="small" /><span><Said sentence=said /></span> })}
                {move || proposed.get().filter(|_| wrong.read().is_none()).map(|after| view! {
                    <span class="effect">{effect(parameter, in_force, after).as_str()}</span>
                })}
            </p>
        </div>
    }
}
