//! Under the wells, always in the same place: the reach line, the audience bar, or the block panel.

use super::audience_bar::AudienceBar;
use super::block_panel::BlockPanel;
use super::composing::{Composing, Judged, Phase};
use super::emergency::Emergency;
use super::reach::Reach;
use leptos::prelude::*;
use levee_guard::Ruling;

/// What the guard says now. It is made anew only when that changes, not with each letter typed.
#[component]
pub(crate) fn VerdictPanel() -> impl IntoView {
    let composing = expect_context::<Composing>();
    let shown = Memo::new(move |_| match &*composing.phase.read() {
        Phase::Blocked { judged, reference } => (Some(judged.clone()), Some(reference.clone())),
        _ => (composing.judged.get(), None),
    });
    let panel = move || {
        let (judged, reference) = shown.get();
        match judged {
            Some(judged) if reference.is_some() || judged.verdict.ruling() == Ruling::Block => {
                view! { <BlockPanel judged reference /> }.into_any()
            }
            Some(judged) if judged.verdict.ruling() > Ruling::Allow => view! { <AudienceBar judged /> }.into_any(),
            judged => quiet(composing, judged),
        }
    };
    view! { <div id="verdict" role="status">{panel}</div> <Emergency /> }
}

/// Nothing is shown before there is a recipient.
fn quiet(composing: Composing, judged: Option<Judged>) -> AnyView {
    let empty = Memo::new(move |_| composing.wells.with(|wells| wells.all().next().is_none()));
    view! { {move || (!empty.get()).then(|| view! { <Reach judged=judged.clone() /> })} }.into_any()
}
