//! Screens that the browser downloads when they are first opened, so that the first load carries the
//! mailbox and nothing else. Seven parts: what keeps a page live, what acts on the list, an open message, the list of
//! keys, the composer, the console with all that administrators and approvers do, and the office with all other
//! screens.
//! Each part more would be a few requests more for what it shares with its siblings.

use super::admin::ConsolePage;
use super::compose::ComposePage;
use super::drafts::DraftsPage;
use super::frame::{LivePart, keep_live};
use super::keys::KeyDialog;
use super::mailbox::{Desk, Found, OpenCommands, SiftBar, ViewOptions};
use super::outbox::OutboxPage;
use super::part::Trouble;
use super::sign_in::SignInPage;
use super::thread::OpenMessage;
use crate::api::{Opened, Timed};
use crate::path::MailPath;
use leptos::lazy;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
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
        OpenPart::Commands { page, list, opened } => match opened.read() {
            Ok(letter) => view! { <OpenCommands page list letter /> }.into_any(),
            // The message beside them says why.
            Err(_) => ().into_any(),
        },
        OpenPart::Message { opened } => match opened.value.read() {
            Ok(letter) => view! { <OpenMessage letter=Timed { now: opened.now, value: letter } /> }.into_any(),
            Err(error) => view! { <div class="card fill"><Trouble error /></div> }.into_any(),
        },
    }
}

/// Fetches the parts that a page shows from the start. What waits while the script takes a page over must be
/// there at once: the server has rendered it, and a place that is still empty would not match. Nor would what
/// somebody has gone on to meanwhile; until then a link is one of the browser's own.
#[cfg(feature = "hydrate")]
pub async fn fetch_parts_of(path: &str, query: &str) {
    match path.split('/').nth(1) {
        Some("compose") => LazyCompose::preload().await,
        Some("admin" | "approvals") => LazyConsole::preload().await,
        Some("drafts" | "outbox") => LazyOffice::preload().await,
        _ => fetch_parts_of_mail(MailPath::read(path, query)).await,
    }
}

#[cfg(feature = "hydrate")]
async fn fetch_parts_of_mail(page: Option<MailPath>) {
    let shows_message = page.as_ref().is_some_and(|page| page.open.is_some());
    let shows_result = page.is_some_and(|page| !page.is_whole());
    #[cfg(target_arch = "wasm32")]
    {
        if shows_message {
            __preload_open_part().await;
        }
        if shows_result {
            __preload_list_part().await;
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (shows_message, shows_result);
}

/// Fetched when the list has been alive for a moment: what keeps it so.
#[lazy]
pub(crate) fn live_part(part: LivePart) {
    keep_live(part);
}

/// Fetched when somebody first asks which keys there are.
#[lazy]
pub(crate) fn key_dialog(shown: RwSignal<bool>) -> AnyView {
    view! { <KeyDialog shown /> }.into_any()
}

/// What acts on a list of messages.
pub(crate) enum ListPart {
    /// Selection, commands, undo, search.
    Desk,
    /// How lists look, in the menu of the filters.
    View,
    /// What stands over a list that is filtered or searched.
    Sifted(Found),
}

/// Fetched when somebody moves in the mailbox: reading the list needs none of it.
#[lazy]
pub(crate) fn list_part(part: ListPart) -> AnyView {
    match part {
        ListPart::Desk => view! { <Desk /> }.into_any(),
        ListPart::View => view! { <ViewOptions /> }.into_any(),
        ListPart::Sifted(found) => view! { <SiftBar found /> }.into_any(),
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

/// The office: one route for all of its screens, which differ by path alone.
pub(crate) struct LazyOffice {
    path: String,
}

#[lazy_route]
impl LazyRoute for LazyOffice {
    fn data() -> Self {
        Self { path: use_location().pathname.get_untracked() }
    }

    fn view(this: Self) -> AnyView {
        match this.path.trim_end_matches('/') {
            "/drafts" => view! { <DraftsPage /> }.into_any(),
            "/outbox" => view! { <OutboxPage /> }.into_any(),
            _ => view! { <SignInPage /> }.into_any(),
        }
    }
}
