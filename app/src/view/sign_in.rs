//! The door. Works without script, and says clearly why somebody is still outside.

use crate::api::SignIn;
use crate::path::{LocalPath, told_problem};
use crate::shell::Organisation;
use crate::view::part::{Glyph, Icon, InfoBar, Said, Tone};
use crate::words::en;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use server_fn::ServerFn as _;

/// Asks for address and password and leads on to `next`.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = move || query.read().get_str("next").and_then(LocalPath::parse).unwrap_or_else(LocalPath::inbox);
    let organisation = SharedValue::new(|| use_context::<Organisation>().map(|o| o.0)).into_inner();
    #[cfg(feature = "ssr")]
    if use_context::<Option<levee_contract::Caller>>().flatten().is_some() {
        return view! { <leptos_router::components::Redirect path=String::from(next()) /> }.into_any();
    }
    view! {
        <Title text="Sign in" />
        <div class="sign-in">
            <Landscape />
            <main id="main">
                <p class="sign-in-brand">
                    <Icon glyph=Glyph::Logo class="huge" />
                    "Levee"
                </p>
                <h1>"Sign in"</h1>
                {organisation.map(|name| view! { <p class="organisation">{name} " mail"</p> }.into_any())}
                <Problem />
                <form method="post" action=SignIn::url()>
                    <input type="hidden" name="next" value=move || String::from(next()) />
                    <label class="field">
                        <span>"Email address"</span>
                        <input type="text" name="address" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required />
                    </label>
                    <label class="field">
                        <span>"Password"</span>
                        <input type="password" name="password" autocomplete="current-password" required />
                    </label>
                    <button type="submit" class="button primary">"Sign in"</button>
                </form>
            </main>
        </div>
    }
    .into_any()
}

/// Why the last attempt did not work, read out at once.
#[component]
fn Problem() -> impl IntoView {
    let query = use_query_map();
    move || {
        told_problem(&query.read()).map(|problem| {
            view! { <InfoBar tone=Tone::Danger glyph=Glyph::Block><Said sentence=en::error(&problem) /></InfoBar> }
                .into_any()
        })
    }
}

/// Water held back by a levee.
#[component]
fn Landscape() -> impl IntoView {
    const WAVE: &str = "q20 -6 40 0t40 0";
    let wave = |y: u32| format!("M-40 {y}{}", WAVE.repeat(10));
    view! {
        <svg class="landscape" viewBox="0 0 1440 112" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
            {[28, 52, 76, 100].map(|y| view! { <path d=wave(y) /> }.into_any())}
            <path class="bank" d="M640 116 716 12q6-8 16-8h64q10 0 16 8l76 104z" />
            <path class="ground" d="M880 107h560" />
        </svg>
    }
    .into_any()
}
