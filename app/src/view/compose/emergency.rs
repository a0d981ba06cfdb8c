//! The way out where a person would have to wait for others and cannot (guard specification, section 9): few people,
//! a reason, and it stays on record. Offered only where it lets the message go.

use super::composing::{Composing, Phase};
use super::hand_over::send_as_emergency;
use crate::view::part::{Glyph, Icon, follow_typed};
use crate::words::en::count;
use leptos::ev::MouseEvent;
use leptos::html::Input;
use leptos::prelude::*;
use levee_guard::{Code, Ruling};

/// Under the verdict that holds or blocks.
#[component]
pub(crate) fn Emergency() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let stopped = Memo::new(move |_| {
        let said = match &*composing.phase.read() {
            Phase::Blocked { .. } => true,
            _ => composing.judged.read().as_ref().is_some_and(|judged| judged.verdict.ruling() >= Ruling::Hold),
        };
        said.then(|| composing.as_emergency()).flatten().and_then(|verdict| {
            let broken = verdict.findings.into_iter().find(|finding| finding.code == Code::BreakGlass)?;
            Some((broken.value, broken.threshold.unwrap_or(broken.value)))
        })
    });
    move || stopped.get().map(|(people, bound)| view! { <BreakGlass composing people bound /> })
}

#[component]
fn BreakGlass(composing: Composing, people: u64, bound: u64) -> impl IntoView {
    let (field, reason) = (NodeRef::<Input>::new(), RwSignal::new(String::new()));
    follow_typed(field, reason);
    let press = move |event: MouseEvent| {
        event.prevent_default();
        let reason = reason.get_untracked().trim().to_owned();
        if !reason.is_empty() {
            send_as_emergency(composing, reason);
        }
    };
    let off = move || (reason.with(|reason| reason.trim().is_empty()) && cfg!(feature = "hydrate")).to_string();
    view! {
        <details class="emergency">
            <summary><Icon glyph=Glyph::Warn class="small" />"This cannot wait"</summary>
            <p class="caption" id="emergency-hint">
                "In an emergency up to " {count(bound)} " people can be written to at once. Your name and the reason are written down and looked at afterwards."
            </p>
            <div class="emergency-reason">
                <label for="emergency-reason">"Why it cannot wait"</label>
                <input
                    type="text"
                    id="emergency-reason"
                    name="form[emergency]"
                    maxlength="500"
                    autocomplete="off"
                    aria-describedby="emergency-hint"
                    node_ref=field
                    on:input=move |event| reason.set(event_target_value(&event))
                />
                <button type="submit" class="button" name="form[act]" value="emergency" aria-disabled=off on:click=press>
                    "Send now to " {count(people)}
                </button>
            </div>
        </details>
    }
    .into_any()
}
