//! A message inside a message: folded, it is a file; unfolded, it is read in its place, behind the same walls.

use super::body_frame::BodyFrame;
use crate::view::mailbox::titled;
use crate::view::part::when::full;
use crate::view::part::{Glyph, Icon, labels};
use leptos::prelude::*;
use levee_contract::{Enclosed, UnixSeconds};

/// The message, and the link that saves it.
#[component]
pub(crate) fn EnclosedMessage(message: Enclosed, name: String, save_url: String, now: UnixSeconds) -> impl IntoView {
    let Enclosed { subject, from, to, sent, body_url } = message;
    let about = [labels(&from), sent.map(|at| full(at, now)).unwrap_or_default()];
    let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
    view! {
        <details class="enclosed">
            <summary class="info-bar">
                <Icon glyph=Glyph::Mail />
                <span class="info-text">
                    <b>{titled(&subject)}</b>
                    <span class="caption">{about.join(" \u{b7} ")}</span>
                </span>
                <Icon glyph=Glyph::Down class="small" />
            </summary>
            <p class="caption">{(!to.is_empty()).then(|| format!("To: {}", labels(&to)))}</p>
            <BodyFrame url=body_url />
            <p><a href=save_url download=name>"Download this message"</a></p>
        </details>
    }
    .into_any()
}
