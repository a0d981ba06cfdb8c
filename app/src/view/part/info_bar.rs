//! A bar with something to know, 36 px high.

use super::{Glyph, Icon};
use leptos::prelude::*;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    Quiet,
    /// Look before you act.
    Warning,
    /// Something was not done.
    Danger,
}

/// A glyph, a sentence, and whatever can be done about it. A refusal is read out at once.
#[component]
pub(crate) fn InfoBar(tone: Tone, glyph: Glyph, children: Children) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Quiet => ("info-bar", None),
        Tone::Warning => ("info-bar warning", None),
        Tone::Danger => ("info-bar danger", Some("alert")),
    };
    view! {
        <div class=class role=role>
            <Icon glyph />
            <div class="info-text">{children()}</div>
        </div>
    }
    .into_any()
}
