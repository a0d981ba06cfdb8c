//! What a pane shows when what it asked for did not come.

use super::{Art, Empty, Glyph, Icon};
use crate::api::ApiError;
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::words::{Sentence, en};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;
use levee_contract::AppError;

/// The words for an error.
pub(crate) fn sentence(error: &ApiError) -> Sentence {
    match error {
        ApiError::App(error) => en::error(error),
        ApiError::Unreachable => "Levee does not answer. Check your connection and try again.".into(),
    }
}

/// The pane of an error: signed out leads to the sign-in page, a server that is away can be asked again.
#[component]
pub(crate) fn Trouble(error: ApiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::answer_status(status(&error));
    let text = sentence(&error).to_string();
    match error {
        ApiError::App(AppError::SignedOut) => view! { <ToSignIn /> }.into_any(),
        ApiError::App(AppError::Gone) => {
            view! { <Empty art=Art::Tray title="Not here" text><a class="button" href="/mail/INBOX">"Go to the inbox"</a></Empty> }
                .into_any()
        }
        ApiError::App(AppError::MailServerDown | AppError::StoreDown) | ApiError::Unreachable => {
            view! { <Empty art=Art::Cloud title="No connection" text><Retry /></Empty> }.into_any()
        }
        ApiError::App(_) => view! { <Empty art=Art::Cloud title="This did not work" text><Retry /></Empty> }.into_any(),
    }
}

/// Leads to the sign-in page, and from there back to this one.
#[component]
pub(crate) fn ToSignIn() -> impl IntoView {
    let next = LocalPath::parse(&here()).unwrap_or_else(LocalPath::inbox);
    view! { <Redirect path=String::from(LocalPath::sign_in_for(&next)) /> }
}

/// Asks again: loads the page anew, or only what is missing where the script is there.
#[component]
pub(crate) fn Retry() -> impl IntoView {
    let changes = use_context::<MailChanges>();
    let again = move |event: leptos::ev::MouseEvent| {
        if let Some(changes) = changes {
            event.prevent_default();
            changes.announce();
        }
    };
    view! {
        <a class="button" href=here() rel="external" on:click=again>
            <Icon glyph=Glyph::Refresh />
            "Try now"
        </a>
    }
}

/// Path and query of this page.
fn here() -> String {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

#[cfg(feature = "ssr")]
fn status(error: &ApiError) -> http::StatusCode {
    use http::StatusCode;
    match error {
        ApiError::App(AppError::SignedOut) => StatusCode::UNAUTHORIZED,
        ApiError::App(AppError::Gone) => StatusCode::NOT_FOUND,
        ApiError::App(AppError::Forbidden) => StatusCode::FORBIDDEN,
        ApiError::App(AppError::MailServerDown | AppError::StoreDown) | ApiError::Unreachable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ApiError::App(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
