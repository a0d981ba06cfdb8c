//! A screen that was not given: who can see it, or what went wrong.

use crate::api::ApiError;
use crate::view::part::{Art, Empty, Trouble};
use leptos::prelude::*;
use levee_contract::AppError;

/// The card that failed. Whoever has no right is told who has.
#[component]
pub(crate) fn Failed(error: ApiError) -> impl IntoView {
    if error != ApiError::App(AppError::Forbidden) {
        return view! { <div class="card fill"><Trouble error /></div> }.into_any();
    }
    #[cfg(feature = "ssr")]
    crate::api::answer_status(http::StatusCode::FORBIDDEN);
    view! {
        <div class="card fill">
            <Empty
                art=Art::Tray
                title="For administrators"
                text="Your account has no right to do this. Administrators and auditors see this page; an administrator can give you a role."
            >
                <a class="button" href="/mail/INBOX">"Go to the inbox"</a>
            </Empty>
        </div>
    }
    .into_any()
}
