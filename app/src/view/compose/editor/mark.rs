//! Icons of the bar for formatting. They are here and not among the others, which every page carries.

use leptos::prelude::*;

/// What a button shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Bold,
    Italic,
    Underline,
    Bullets,
    Numbers,
    Outdent,
    Indent,
    Quote,
    Link,
    Picture,
    Clear,
    Plain,
    Signature,
}

impl Mark {
    fn drawing(self) -> &'static str {
        match self {
            Self::Bold => "M6 4h4.6a2.9 2.9 0 0 1 0 5.8H6zM6 9.8h5.3a3.1 3.1 0 0 1 0 6.2H6zM6.9 4v12",
            Self::Italic => "M8.5 4h6M5.5 16h6M12 4 8 16",
            Self::Underline => "M5.8 3.5v6a4.2 4.2 0 0 0 8.4 0v-6M4.8 17h10.4",
            Self::Bullets => "M8 5h9M8 10h9M8 15h9M3.5 5h.6M3.5 10h.6M3.5 15h.6",
            Self::Numbers => {
                "M8.5 5h8.5M8.5 10h8.5M8.5 15h8.5M3 4l1.2-.7v4M3 12.5c.3-1.2 2.4-1.2 2.4 0 0 1-2.4 2-2.4 3.2h2.5"
            }
            Self::Outdent => "M3 4h14M9 8h8M9 12h8M3 16h14M6 7.5 3.5 10 6 12.5",
            Self::Indent => "M3 4h14M9 8h8M9 12h8M3 16h14M3.5 7.5 6 10l-2.5 2.5",
            Self::Quote => {
                "M8.3 5.5C5.6 6.6 4 8.6 4 11.2a2.2 2.2 0 1 0 2.2-2.3M15.8 5.5c-2.7 1.1-4.3 3.1-4.3 5.7a2.2 2.2 0 1 0 2.2-2.3"
            }
            Self::Link => "M8.6 6H6.5a4 4 0 0 0 0 8h2.1M11.4 6h2.1a4 4 0 0 1 0 8h-2.1M7 10h6",
            Self::Picture => {
                "M5.5 3h9A2.5 2.5 0 0 1 17 5.5v9a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 3 14.5v-9A2.5 2.5 0 0 1 5.5 3zM11.5 7.2a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0zM3.9 15.9 9 10.8a1.4 1.4 0 0 1 2 0l5.1 5.1"
            }
            Self::Clear => "M4 4h10M9 4 6.5 15M4.5 15h4M12 11.5l4.5 4.5M16.5 11.5 12 16",
            Self::Plain => "M4 5h12M4 9h8M4 13h12M4 17h6",
            Self::Signature => {
                "M3 14.5c2.5-1.5 5.6-5.5 5.6-8.7 0-2.4-2.3-2.2-2.3.6 0 3.6 1.6 7.6 3.2 7.6 1.2 0 1.4-2.6 2.6-2.6.9 0 .7 1.6 1.8 1.6.7 0 1.2-.5 3.1-.5M3 17.5h14"
            }
        }
    }
}

/// The icon; the button's name says what it does.
#[component]
pub(crate) fn MarkIcon(mark: Mark) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=mark.drawing() />
        </svg>
    }
    .into_any()
}
