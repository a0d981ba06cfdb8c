//! A pane with nothing in it says so, and what to do.

use leptos::prelude::*;

/// The drawing above the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Art {
    /// An empty tray: everything is done.
    Tray,
    /// A closed letter: none is chosen.
    Letter,
    /// A cloud that cannot be reached.
    Cloud,
    /// A glass that shows nothing.
    Search,
}

/// A drawing, a heading, a sentence, and perhaps a button.
#[component]
pub(crate) fn Empty(
    art: Art,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (line, accent) = match art {
        Art::Tray => (
            "M16 56 24 26a6 6 0 0 1 6-4h36a6 6 0 0 1 6 4l8 30v14a6 6 0 0 1-6 6H22a6 6 0 0 1-6-6zM16 56h18c2 7 8 11 14 11s12-4 14-11h18",
            "M38 40l8 8 14-16",
        ),
        Art::Letter => (
            "M20 26h56a6 6 0 0 1 6 6v34a6 6 0 0 1-6 6H20a6 6 0 0 1-6-6V32a6 6 0 0 1 6-6zM15 32l33 22 33-22",
            "M30 64h12M54 64h12",
        ),
        Art::Search => ("M20 40a20 20 0 1 0 40 0a20 20 0 1 0-40 0zM55 55l21 21", "M32 40h16"),
        Art::Cloud => {
            ("M34 72h36a15 15 0 0 0 3-29.700A24 24 0 0 0 27 40a16 16 0 0 0 7 32z", "M40 50l16 14M56 50l-16 14")
        }
    };
    view! {
        <div class="empty">
            <svg class="art" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
                <path d=line />
                <path class="accent" d=accent />
            </svg>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
