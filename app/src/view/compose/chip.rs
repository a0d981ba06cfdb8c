//! A recipient as a chip: who it is, how many it is, and whether it is one of us.

use super::composing::{Composing, Weight};
use super::entries::Entry;
use super::why::named;
use crate::view::part::{Avatar, Glyph, Icon};
use crate::words::en::count;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use levee_contract::{Chip, Who};
use levee_mail::Contact;

/// One entry of a well. Its button takes it out; the arrow keys lead over the buttons.
#[component]
pub(crate) fn EntryChip(
    entry: Entry,
    on_remove: impl Fn() + 'static,
    on_key: impl Fn(KeyboardEvent) + 'static,
) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let known = {
        let address = entry.address().cloned();
        Memo::new(move |_| address.as_ref().and_then(|address| composing.chip(address)))
    };
    let look = {
        let entry = entry.clone();
        move || look(&entry, known.get().as_ref())
    };
    let name = {
        let entry = entry.clone();
        move || match (&entry, known.get()) {
            (Entry::Contact(_), Some(chip)) if !matches!(chip.who, Who::Outside) => named(&chip),
            (Entry::Contact(contact), _) => contact.label(),
            (Entry::NoAddress(text), _) => text.clone(),
        }
    };
    let picture = {
        let entry = entry.clone();
        move || picture(&entry, known.get().as_ref())
    };
    let title = entry.written();
    let label = name.clone();
    view! {
        <span class=look title=title>
            {picture}
            <span class="name">{name}{outside_domain(entry, known)}</span>
            {move || known.get().and_then(|chip| size(composing, &chip))}
            <button
                type="button"
                tabindex="-1"
                aria-label=move || format!("Remove {}", label())
                on:click=move |_| on_remove()
                on:keydown=on_key
            >
                <Icon glyph=Glyph::Cross class="tiny" />
            </button>
        </span>
    }
}

/// "Oskar Brandt brightwellmedical.example": where somebody outside is.
fn outside_domain(entry: Entry, known: Memo<Option<Chip>>) -> impl Fn() -> Option<AnyView> {
    move || {
        let outside = known.get().is_some_and(|chip| chip.who == Who::Outside);
        match &entry {
            Entry::Contact(Contact { name: Some(_), address }) if outside => {
                Some(view! { " " <small>{address.domain().to_owned()}</small> }.into_any())
            }
            _ => None,
        }
    }
}

fn look(entry: &Entry, known: Option<&Chip>) -> &'static str {
    match (entry, known.map(|chip| chip.who)) {
        (Entry::NoAddress(_), _) | (_, Some(Who::Nobody)) => "chip bad",
        (_, Some(Who::List { .. })) => "chip group",
        (_, Some(Who::Outside | Who::OutsideList)) => "chip outside",
        (_, Some(Who::Person) | None) => "chip",
    }
}

fn picture(entry: &Entry, known: Option<&Chip>) -> AnyView {
    let glyph = match (entry, known.map(|chip| chip.who)) {
        (Entry::NoAddress(_), _) | (_, Some(Who::Nobody)) => Glyph::Info,
        (_, Some(Who::List { .. })) => Glyph::Group,
        (_, Some(Who::Outside | Who::OutsideList)) => Glyph::Building,
        (Entry::Contact(contact), Some(Who::Person) | None) => {
            let name = known.and_then(|chip| chip.name.clone()).or_else(|| contact.name.clone());
            let contact = Contact { name, address: contact.address.clone() };
            return view! { <Avatar contact class="on-chip" /> }.into_any();
        }
    };
    view! { <Icon glyph class="small" /> }.into_any()
}

/// The real size of a list, or that it is not known.
fn size(composing: Composing, chip: &Chip) -> Option<AnyView> {
    match chip.who {
        Who::List { size: Some(size) } => {
            let class = move || match composing.weight(size) {
                Weight::Light => "size",
                Weight::Wide => "size wide",
                Weight::Stopped => "size stopped",
            };
            Some(view! { <span class=class>{count(size)}<span class="unseen">" people"</span></span> }.into_any())
        }
        Who::List { size: None } | Who::OutsideList => {
            Some(view! { <span class="size unknown">"size not known"</span> }.into_any())
        }
        Who::Nobody => Some(view! { <span class="unseen">", not known here"</span> }.into_any()),
        Who::Person | Who::Outside => None,
    }
}
