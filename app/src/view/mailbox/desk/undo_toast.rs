//! What was just done, and how to take it back.

use super::At;
use super::acting::take_back_steps;
use crate::view::part::{Glyph, Icon};
use leptos::prelude::*;
use levee_contract::UndoStep;
use std::time::Duration;

/// How long it stands. *Undo* by its key works on after that.
const STANDS: Duration = Duration::from_secs(12);

/// Shows what was done in place of what the toast says now.
pub(super) fn show_done(at: At, says: String, steps: Vec<UndoStep>) {
    at.toast.show(move || view! { <Done at says=says.clone() steps=steps.clone() /> }.into_any());
}

#[component]
fn Done(at: At, says: String, steps: Vec<UndoStep>) -> impl IntoView {
    let timer = set_timeout_with_handle(move || at.toast.close(), STANDS).ok();
    // Another toast may have taken this one's place.
    on_cleanup(move || {
        timer.inspect(|timer| timer.clear());
    });
    view! {
        <div class="sending done">
            <Icon glyph=Glyph::Tick />
            <span>{says}</span>
            {(!steps.is_empty()).then(|| view! {
                <button type="button" class="button" on:click=move |_| take_back_steps(at, steps.clone())>"Undo"</button>
            }.into_any())}
        </div>
    }
    .into_any()
}
