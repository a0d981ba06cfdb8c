//! A ruling, always by icon and word; and small tags.

use crate::view::part::{Glyph, Icon};
use crate::words::en::ruled;
use leptos::prelude::*;
use levee_guard::Ruling;

/// "Held", with its mark.
#[component]
pub(crate) fn Pill(ruling: Ruling) -> impl IntoView {
    let (class, glyph) = match ruling {
        Ruling::Allow => ("pill", Glyph::Tick),
        Ruling::Warn => ("pill warned", Glyph::Warn),
        Ruling::Confirm => ("pill asked", Glyph::Info),
        Ruling::Hold => ("pill held", Glyph::Hourglass),
        Ruling::Block => ("pill blocked", Glyph::Block),
    };
    view! { <span class=class><Icon glyph class="tiny" />{ruled(ruling)}</span> }.into_any()
}
