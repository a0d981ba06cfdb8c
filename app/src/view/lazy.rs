//! Screens that the browser downloads when they are first opened, so that the first load carries the
//! mailbox and nothing else. Three parts: an open message, the composer, and the office with all other
//! screens. Each part more would be a few requests more for what it shares with its siblings.

use super::admin::PolicyPage;
use super::approvals::ApprovalsPage;
use super::compose::ComposePage;
use super::drafts::DraftsPage;
use super::mailbox::OpenCommands;
use super::outbox::OutboxPage;
use super::sign_in::SignInPage;
use super::thread::OpenMessage;
use crate::api::{Opened, Timed};
use crate::path::MailPath;
use leptos::lazy;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use levee_contract::MessageList;

/// What there is of an open message.
pub(crate) enum OpenPart {
    /// In the bar of commands.
    Commands { page: MailPath, list: Option<MessageList>, opened: Opened },
    /// In the reading pane.
    Message { opened: Timed<Opened> },
}

/// Fetched with the first message that is opened.
#[lazy]
pub(crate) fn open_part(part: OpenPart) -> AnyView {
    match part {
        OpenPart::Commands { page, list, opened } => view! { <OpenCommands page list opened /> }.into_any(),
        OpenPart::Message { opened } => view! { <OpenMessage opened /> }.into_any(),
    }
}

/// Fetches the part that a page shows from the start. What waits while the script takes a page over must be
/// there at once: the server has rendered it, and a place that is still empty would not match.
#[cfg(feature = "hydrate")]
pub async fn fetch_parts_of(path: &str) {
    let shows_message = MailPath::read(path, "").is_some_and(|page| page.open.is_some());
    #[cfg(target_arch = "wasm32")]
    if shows_message {
        __preload_open_part().await;
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = shows_message;
}

/// The composer.
pub(crate) struct LazyCompose;

#[lazy_route]
impl LazyRoute for LazyCompose {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ComposePage /> }.into_any()
    }
}

/// What the office holds.
#[derive(Clone, Copy)]
enum Screen {
    Approvals,
    Drafts,
    Outbox,
    Policy,
    SignIn,
}

#[lazy]
fn office(screen: Screen) -> AnyView {
    match screen {
        Screen::Approvals => view! { <ApprovalsPage /> }.into_any(),
        Screen::Drafts => view! { <DraftsPage /> }.into_any(),
        Screen::Outbox => view! { <OutboxPage /> }.into_any(),
        Screen::Policy => view! { <PolicyPage /> }.into_any(),
        Screen::SignIn => view! { <SignInPage /> }.into_any(),
    }
}

/// A route to a screen of the office.
macro_rules! in_the_office {
    ($($route:ident to $screen:ident),*) => {$(
        pub(crate) struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_this: Self) -> AnyView {
                office(Screen::$screen).await
            }

            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                __preload_office().await;
            }
        }
    )*};
}

in_the_office!(
    LazyApprovals to Approvals, LazyDrafts to Drafts, LazyOutbox to Outbox, LazyPolicy to Policy, LazySignIn to SignIn
);
