//! A form that does something: the script sends it where there is one, else the browser does.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A `POST` to `url` with the fields in `children`. With the script, `send` does the same: it knows
/// what the fields say, so nothing has to read them (which is what `ActionForm` downloads a parser for).
#[component]
pub(crate) fn CommandForm(url: &'static str, send: impl Fn() + 'static, children: Children) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! { <form method="post" action=url on:submit=submit>{children()}</form> }.into_any()
}
