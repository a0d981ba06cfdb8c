//! The wells To, Cc and Bcc: chips, and a field that makes chips of what is typed or pasted.

use super::chip::EntryChip;
use super::composing::Composing;
use super::entries::{Entry, Wells, as_typed, entries};
use super::suggestions::Suggestions;
use crate::api::complete_recipient;
use crate::view::part::focus;
use crate::view::part::pause::after_pause;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};
use levee_contract::Suggestion;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(120);

/// Which well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Well {
    To,
    Cc,
    Bcc,
}

impl Well {
    /// Label, name in the form, id of its field, id of its suggestions.
    fn names(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::To => ("To", "form[to]", "to-entry", "to-suggestions"),
            Self::Cc => ("Cc", "form[cc]", "cc-entry", "cc-suggestions"),
            Self::Bcc => ("Bcc", "form[bcc]", "bcc-entry", "bcc-suggestions"),
        }
    }

    fn of(self, wells: &Wells) -> &Vec<Entry> {
        match self {
            Self::To => &wells.to,
            Self::Cc => &wells.cc,
            Self::Bcc => &wells.bcc,
        }
    }

    fn of_mut(self, wells: &mut Wells) -> &mut Vec<Entry> {
        match self {
            Self::To => &mut wells.to,
            Self::Cc => &mut wells.cc,
            Self::Bcc => &mut wells.bcc,
        }
    }
}

/// All wells. Until the script is there they are text fields, which the plain form sends.
#[component]
pub(crate) fn WellsPanel() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let live = RwSignal::new(false);
    Effect::new(move |_| {
        if !live.get_untracked() {
            take_over_fields(composing);
            live.set(true);
        }
    });
    let bcc = RwSignal::new(composing.wells.with_untracked(|wells| !wells.bcc.is_empty()));
    let shows_bcc = Memo::new(move |_| bcc.get() || composing.wells.with(|wells| !wells.bcc.is_empty()));
    let panel = move || {
        if live.get() {
            view! {
                <LiveWell well=Well::To>
                    {move || (!shows_bcc.get()).then(|| view! {
                        <button type="button" class="button subtle" on:click=move |_| bcc.set(true)>"Bcc"</button>
                    })}
                </LiveWell>
                <LiveWell well=Well::Cc />
                {move || shows_bcc.get().then(|| view! { <LiveWell well=Well::Bcc /> })}
            }
            .into_any()
        } else {
            [Well::To, Well::Cc, Well::Bcc].map(|well| view! { <PlainWell well /> }).collect_view().into_any()
        }
    };
    view! { {panel} }
}

/// What was typed before the script came counts.
fn take_over_fields(composing: Composing) {
    let mut wells = composing.wells.get_untracked();
    for well in [Well::To, Well::Cc, Well::Bcc] {
        let (.., id, _) = well.names();
        let field =
            document().get_element_by_id(id).and_then(|e| e.dyn_into::<leptos::web_sys::HtmlInputElement>().ok());
        if let Some(typed) = field.map(|field| field.value()).filter(|typed| *typed != as_typed(well.of(&wells))) {
            *well.of_mut(&mut wells) = entries(&typed);
        }
    }
    if wells != composing.wells.get_untracked() {
        composing.wells.set(wells);
    }
}

#[component]
fn PlainWell(well: Well) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let (label, name, id, _) = well.names();
    let typed = composing.wells.with_untracked(|wells| as_typed(well.of(wells)));
    view! {
        <div class="plain-field">
            <label for=id>{label}</label>
            <input type="text" id=id name=name value=typed autocomplete="off" spellcheck="false" />
        </div>
    }
}

/// What is being typed in a well, and what it could mean.
#[derive(Clone, Copy)]
pub(crate) struct Typing {
    composing: Composing,
    well: Well,
    text: RwSignal<String>,
    field: NodeRef<Input>,
    pub(crate) offered: RwSignal<Vec<Suggestion>>,
    pub(crate) chosen: RwSignal<Option<usize>>,
}

impl Typing {
    /// Takes a completion.
    pub(crate) fn choose(self, place: usize) {
        let chosen = self.offered.with_untracked(|offered| offered.get(place).cloned());
        if let Some(suggestion) = chosen {
            self.put(vec![Entry::Contact(suggestion.contact)]);
        }
    }

    /// Makes chips of what is typed.
    fn commit(self) {
        let typed = entries(&self.text.get_untracked());
        if typed.is_empty() { self.close() } else { self.put(typed) }
    }

    fn put(self, new: Vec<Entry>) {
        self.composing.wells.update(|wells| {
            let well = self.well.of_mut(wells);
            for entry in new {
                let known = entry.address().is_some() && well.iter().any(|e| e.address() == entry.address());
                if !known {
                    well.push(entry);
                }
            }
        });
        self.text.set(String::new());
        self.close();
    }

    fn close(self) {
        self.offered.set(Vec::new());
        self.chosen.set(None);
    }

    fn remove(self, place: usize) {
        self.composing.wells.update(|wells| {
            let well = self.well.of_mut(wells);
            if place < well.len() {
                well.remove(place);
            }
        });
    }

    /// Asks for completions; what comes after something else was typed is dropped.
    fn complete(self, typed: String) {
        if typed.trim().is_empty() {
            return self.close();
        }
        spawn_local(async move {
            let Ok(offered) = complete_recipient(typed.clone()).await else { return };
            if self.text.try_get_untracked().as_ref() == Some(&typed) {
                // Whoever types an address means it; a name means the first who has it.
                self.chosen.set((!typed.contains('@') && !offered.is_empty()).then_some(0));
                self.offered.set(offered);
            }
        });
    }

    fn key(self, event: &KeyboardEvent) {
        let offered = self.offered.with_untracked(Vec::len);
        let chosen = self.chosen.get_untracked();
        let empty = self.text.with_untracked(String::is_empty);
        match (event.key().as_str(), chosen) {
            ("ArrowDown", _) if offered > 0 => self.chosen.set(Some(chosen.map_or(0, |at| (at + 1) % offered))),
            ("ArrowUp", _) if offered > 0 => {
                self.chosen.set(Some(chosen.unwrap_or(0).checked_sub(1).unwrap_or(offered - 1)))
            }
            ("Enter" | "Tab", Some(at)) if offered > 0 && !event.ctrl_key() && !event.shift_key() => self.choose(at),
            // Ctrl+Enter sends; the form hears it.
            ("Enter", _) if event.ctrl_key() || event.meta_key() => return,
            ("Enter", _) => self.commit(),
            ("Escape", _) if offered > 0 => self.close(),
            ("Backspace" | "ArrowLeft", _) if empty => {
                self.focus_chip(self.composing.wells.with_untracked(|w| self.well.of(w).len()).checked_sub(1))
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn chip_key(self, event: &KeyboardEvent, place: usize) {
        match event.key().as_str() {
            "ArrowLeft" => self.focus_chip(place.checked_sub(1).or(Some(0))),
            "ArrowRight" => self.focus_chip(Some(place + 1)),
            "Home" => self.focus_chip(Some(0)),
            "End" => self.focus_chip(None),
            "Backspace" | "Delete" => {
                self.remove(place);
                let next = if event.key() == "Backspace" { place.checked_sub(1) } else { Some(place) };
                self.focus_chip(next);
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Moves the focus to a chip; beyond the last one, or to none, is the field.
    fn focus_chip(self, place: Option<usize>) {
        let Some(field) = self.field.get_untracked() else { return };
        let chips = field.closest(".chips").ok().flatten();
        let button = place.zip(chips).and_then(|(place, chips): (usize, Element)| {
            chips.query_selector(&format!("li:nth-child({}) .chip button", place + 1)).ok().flatten()
        });
        match button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            Some(button) => drop(button.focus()),
            None => drop(field.focus()),
        }
    }
}

#[component]
fn LiveWell(well: Well, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let (label, _, id, listbox) = well.names();
    let typing = Typing {
        composing,
        well,
        text: RwSignal::new(String::new()),
        field: NodeRef::new(),
        offered: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(None),
    };
    after_pause(PAUSE, move || typing.text.get(), move |typed| typing.complete(typed));
    // One begins with whom it is for; an answer knows that already.
    let begins_here = well == Well::To && composing.wells.with_untracked(|wells| wells.recipients().is_empty());
    Effect::new(move |_| {
        if let Some(field) = typing.field.get().filter(|_| begins_here) {
            focus::take_if_free(move || drop(field.focus()));
        }
    });
    let chips = move || {
        let entries = composing.wells.with(|wells| well.of(wells).clone());
        let chip = |(place, entry)| {
            let (on_remove, on_key) = (move || typing.remove(place), move |event| typing.chip_key(&event, place));
            view! { <li><EntryChip entry on_remove on_key /></li> }
        };
        entries.into_iter().enumerate().map(chip).collect_view()
    };
    view! {
        <div class="well">
            <label for=id>{label}</label>
            <ul class="chips">
                {chips}
                <li class="entry"><Field typing id listbox /></li>
            </ul>
            {children.map(|children| view! { <div class="more-wells">{children()}</div> })}
            <Suggestions typing listbox />
        </div>
    }
}

#[component]
fn Field(typing: Typing, id: &'static str, listbox: &'static str) -> impl IntoView {
    let type_on = move |value: String| {
        typing.text.set(value.clone());
        if ends_entry(&value) {
            typing.commit();
        }
    };
    let paste = move |event: ClipboardEvent| {
        let pasted = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if pasted.contains([',', ';', '\n', '<']) {
            event.prevent_default();
            typing.text.update(|text| text.push_str(&pasted));
            typing.commit();
        }
    };
    view! {
        <input
            type="text"
            id=id
            node_ref=typing.field
            role="combobox"
            aria-autocomplete="list"
            aria-expanded=move || (!typing.offered.read().is_empty()).to_string()
            aria-controls=move || (!typing.offered.read().is_empty()).then_some(listbox)
            aria-activedescendant=move || typing.chosen.get().map(|place| format!("{listbox}-{place}"))
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            inputmode="email"
            prop:value=move || typing.text.get()
            on:input=move |event| type_on(event_target_value(&event))
            on:keydown=move |event| typing.key(&event)
            on:paste=paste
            on:blur=move |_| typing.commit()
        />
    }
}

/// Whether what is typed ends with a comma or a semicolon outside quotes: that ends an entry.
fn ends_entry(typed: &str) -> bool {
    typed.ends_with([',', ';']) && typed.matches('"').count().is_multiple_of(2)
}
