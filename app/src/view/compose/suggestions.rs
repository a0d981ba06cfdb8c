//! Completions of what is typed in a well: people and lists, a list with its real size.

use super::well::Typing;
use crate::view::part::{Avatar, Glyph, Icon};
use crate::words::en::people;
use leptos::prelude::*;
use levee_contract::{Suggestion, Who};

/// The list under the well (ARIA combobox pattern: the focus stays in the field).
#[component]
pub(crate) fn Suggestions(typing: Typing, listbox: &'static str) -> impl IntoView {
    move || {
        let offered = typing.offered.get();
        (!offered.is_empty()).then(|| {
            let options = offered.into_iter().enumerate().map(|(place, suggestion)| {
                view! { <Choice typing listbox place suggestion /> }
            });
            view! { <ul class="suggestions" id=listbox role="listbox" aria-label="Suggestions">{options.collect_view()}</ul> }
        })
    }
}

#[component]
fn Choice(typing: Typing, listbox: &'static str, place: usize, suggestion: Suggestion) -> impl IntoView {
    let Suggestion { contact, detail, who } = suggestion.clone();
    let chosen = move || (typing.chosen.get() == Some(place)).to_string();
    let picture = match who {
        Who::List { .. } => view! { <Icon glyph=Glyph::Group class="large" /> }.into_any(),
        Who::Outside | Who::OutsideList | Who::Nobody => {
            view! { <Icon glyph=Glyph::Building class="large" /> }.into_any()
        }
        Who::Person => view! { <Avatar contact=contact.clone() /> }.into_any(),
    };
    let (name, under) = match who {
        Who::List { .. } => (contact.address.local().to_owned(), detail),
        _ if detail.is_empty() => (contact.label(), contact.address.to_string()),
        _ => (contact.label(), format!("{detail} · {}", contact.address)),
    };
    let number = match who {
        Who::List { size: Some(size) } => Some(("size", people(size))),
        Who::List { size: None } | Who::OutsideList => Some(("size", "size not known".to_owned())),
        Who::Outside => Some(("size outside", "outside".to_owned())),
        Who::Person | Who::Nobody => None,
    };
    let choose = move |event: leptos::ev::MouseEvent| {
        // The field keeps the focus.
        event.prevent_default();
        typing.choose(place);
    };
    view! {
        <li role="option" id=format!("{listbox}-{place}") aria-selected=chosen on:mousedown=choose>
            {picture}
            <div class="who"><b>{name}</b><span>{under}</span></div>
            {number.map(|(class, text)| view! { <span class=class>{text}</span> })}
        </li>
    }
}
