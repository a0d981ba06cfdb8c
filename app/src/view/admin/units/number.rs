//! One field of a number, with what is wrong with it.

use crate::view::part::{Glyph, Icon, Said};
use crate::words::en::governed;
use leptos::prelude::*;
use levee_contract::Field;
use levee_guard::PolicyKey;

/// The pair of a key and its field, the `place`-th of a form. `holds` stands in it while it is empty.
#[component]
pub(super) fn Number(
    key: PolicyKey,
    place: usize,
    #[prop(optional)] label: Option<String>,
    typed: String,
    holds: String,
    about: String,
    problems: Vec<Field>,
) -> impl IntoView {
    let name = key.to_string();
    let wrong = problems.iter().any(|field| field.name == name);
    view! {
        <input type="hidden" name=format!("values[{place}][0]") value=name />
        <input
            type="text"
            autocomplete="off"
            id=format!("number-{place}")
            name=format!("values[{place}][1]")
            aria-label=label
            aria-describedby=about
            aria-invalid=wrong.then_some("true")
            value=typed
            placeholder=holds
        />
    }
}

/// What is wrong with these keys' fields, in a line under them.
#[component]
pub(super) fn Wrong(keys: Vec<PolicyKey>, problems: Vec<Field>) -> impl IntoView {
    let names: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let said = problems.iter().find(|field| names.contains(&field.name)).map(|field| {
        let said = governed(field);
        view! { <Icon glyph=Glyph::Info class="small" /><span><Said sentence=said /></span> }
    });
    view! { <p class="wrong">{said}</p> }
}
