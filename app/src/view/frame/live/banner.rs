//! The bar under the header while something is away, and for a moment after it has come back.

use super::follow::{Follow, Trouble};
use crate::view::part::when::time_of_day;
use crate::view::part::{Glyph, Icon};
use crate::words::en;
use leptos::prelude::*;

/// What is away, since when, and when it is asked for again.
pub(super) fn banner(follow: Follow) -> AnyView {
    let bar = move || match follow.trouble.get() {
        Trouble::None => ().into_any(),
        Trouble::Over => view! {
            <div class="system-bar live over" role="status">
                <Icon glyph=Glyph::Tick />
                <p>{en::connected_again()}</p>
            </div>
        }
        .into_any(),
        Trouble::Levee => away("Connection lost.", follow),
        Trouble::MailServer => away("The mail server does not answer.", follow),
    };
    bar.into_any()
}

fn away(what: &'static str, follow: Follow) -> AnyView {
    view! {
        <div class="system-bar live">
            <Icon glyph=Glyph::CloudOff />
            // The seconds are not said again and again.
            <p role="alert">
                <b>{what}</b>
                " "
                {move || en::as_of(&time_of_day(follow.since.get()))}
            </p>
            <span class="caption next-try">{move || en::next_try(follow.left.get())}</span>
            <button type="button" class="button" on:click=move |_| follow.try_now()>
                <Icon glyph=Glyph::Refresh />
                "Try now"
            </button>
        </div>
    }
    .into_any()
}
