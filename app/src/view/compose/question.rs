//! The one question before a message leaves: everything that asks, what can be done instead, and at
//! many people the number to type. It sends only when that number is right.

use super::audience_bar::glyph;
use super::call_wrong::CallWrong;
use super::composing::{Composing, Judged, Phase};
use super::hand_over::confirm;
use super::remedies::{Rank, Remedies, RemedyButton, helps};
use super::why::named;
use crate::view::part::{Glyph, Icon, Said, follow_typed};
use crate::words::en::{brings, count, headline, remedy, sentence, typed_number};
use leptos::ev::MouseEvent;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use levee_guard::{Finding, Remedy, Ruling};

/// Opens when the server asks.
#[component]
pub(crate) fn Question() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let asked = Memo::new(move |_| match &*composing.phase.read() {
        Phase::Asked { judged, question, type_number, reference } => {
            Some((judged.clone(), question.clone(), *type_number, reference.clone()))
        }
        _ => None,
    });
    move || {
        asked.get().map(|(judged, question, type_number, reference)| {
            view! { <Asking judged question type_number reference /> }
        })
    }
}

#[component]
fn Asking(judged: Judged, question: String, type_number: Option<u64>, reference: String) -> impl IntoView {
    let composing = expect_context::<Composing>();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    });
    let back = move |event: MouseEvent| {
        event.prevent_default();
        composing.phase.set(Phase::Writing);
    };
    let Judged { verdict, context, chips } = judged;
    let ruling = verdict.ruling();
    let mut asking = verdict.findings.into_iter().filter(|finding| finding.ruling >= Ruling::Warn);
    let first = asking.next();
    let others: Vec<Finding> = asking.collect();
    let head = first.as_ref().map(|f| headline(f, &context)).unwrap_or_default();
    let offered = first.map(|f| f.remedies).unwrap_or_default().into_iter().filter(|offered| helps(offered, ruling));
    // The blue button changes the draft; asking somebody is not yet an answer.
    let (contacts, mut changes): (Vec<_>, Vec<_>) = offered.partition(|o| matches!(o.remedy, Remedy::Contact(_)));
    let safe = (!changes.is_empty()).then(|| changes.remove(0));
    let rest: Vec<_> = changes.into_iter().chain(contacts).collect();
    let parts: Vec<(String, u64)> = chips.iter().filter_map(|c| Some((named(c), c.adds.filter(|n| *n > 0)?))).collect();
    let words = context.clone();
    view! {
        // Open by itself only where no script can open it.
        <dialog class="ask" node_ref=dialog aria-labelledby="question" open=cfg!(feature = "ssr") on:cancel=move |_: leptos::ev::Event| composing.phase.set(Phase::Writing)>
            <h2 id="question"><Said sentence=head /></h2>
            <ul class="findings">
                <li>
                    <Icon glyph=Glyph::Group />
                    <div>
                        <p><Said sentence=brings(&parts) /></p>
                        <Remedies offered=rest ruling context=context.clone() rank=Rank::Plain />
                    </div>
                </li>
                {others.into_iter().map(|finding| view! {
                    <li>
                        <Icon glyph=glyph(finding.code) />
                        <div>
                            <p><Said sentence=sentence(&finding, &context) /></p>
                            <Remedies offered=finding.remedies ruling context=context.clone() rank=Rank::Plain />
                        </div>
                    </li>
                }).collect_view()}
            </ul>
            <input type="hidden" name="form[question]" value=question />
            {type_number.map(|number| view! {
                <input type="hidden" name="form[number]" value=number.to_string() />
                <Number composing />
            })}
            <div class="acts">
                <button type="submit" class="button subtle" name="form[act]" value="save" on:click=back>"Back to draft"</button>
                <SendAnyway composing people=words.people type_number />
                {safe.map(|offered| view! {
                    <RemedyButton label=remedy(&offered, &words) remedy=offered.remedy class="button primary" />
                })}
            </div>
            {(!reference.is_empty()).then(|| view! { <CallWrong reference=Some(reference) /> })}
        </dialog>
    }
}

#[component]
fn Number(composing: Composing) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    follow_typed(field, composing.typed);
    view! {
        <div class="number">
            <label for="people-number">"To send it to all of them, type the number of people"</label>
            <input
                id="people-number"
                type="text"
                name="form[typed]"
                inputmode="numeric"
                autocomplete="off"
                autofocus
                aria-describedby="people-number-hint"
                node_ref=field
                on:input=move |event| composing.typed.set(event_target_value(&event))
            />
            <span class="hint" id="people-number-hint">"With or without the comma. Send works once it matches."</span>
        </div>
    }
}

#[component]
fn SendAnyway(composing: Composing, people: u64, type_number: Option<u64>) -> impl IntoView {
    let matches = move || type_number.is_none() || typed_number(&composing.typed.read()) == type_number;
    let press = move |event: MouseEvent| {
        event.prevent_default();
        confirm(composing);
    };
    // Without script nobody can follow what is typed: the server looks at it.
    let off = move || (!matches() && cfg!(feature = "hydrate")).to_string();
    view! {
        <button
            type="submit"
            class="button"
            name="form[act]"
            value="send"
            aria-disabled=off
            aria-describedby=type_number.map(|_| "people-number-hint")
            on:click=press
        >
            <Icon glyph=Glyph::Send />
            <span>"Send to " {count(people)}</span>
        </button>
    }
}
