//! Screens that the browser downloads when they are first opened, so that the first load carries the
//! mailbox and nothing else. Four parts: an open message, the composer, the console with all that
//! administrators and approvers do, and the office with all other screens. Each part more would be a few requests more for what it shares with its siblings.

use super::admin::ConsolePage;
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
    Message { list: Option<MessageList>, opened: Timed<Opened> },
}

/// Fetched with the first message that is opened.
#[lazy]
pub(crate) fn open_part(part: OpenPart) -> AnyView {
    match part {
        OpenPart::Commands { page, list, opened } => view! { <OpenCommands page list opened /> }.into_any(),
        OpenPart::Message { list, opened } => view! { <OpenMessage list opened /> }.into_any(),
    }
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

/// The console: approvals too, which stand in its navigation.
pub(crate) struct LazyConsole;

#[lazy_route]
impl LazyRoute for LazyConsole {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ConsolePage /> }.into_any()
    }
}

/// What the office holds.
#[derive(Clone, Copy)]
enum Screen {
    Drafts,
    Outbox,
    SignIn,
}

#[lazy]
fn office(screen: Screen) -> AnyView {
    match screen {
        Screen::Drafts => view! { <DraftsPage /> }.into_any(),
        Screen::Outbox => view! { <OutboxPage /> }.into_any(),
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
    LazyDrafts to Drafts, LazyOutbox to Outbox, LazySignIn to SignIn
);
