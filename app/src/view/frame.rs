//! What stands around every screen of somebody who is signed in: header, folders, and below 640 px
//! a bar at the bottom. Screens fill the rest.

mod bottom_bar;
mod command_bar;
mod folder_entry;
mod folder_pane;
mod header;

pub(crate) use command_bar::CommandBar;
pub(crate) use folder_entry::title as mailbox_title;

use crate::api::{ApiError, count_waiting, list_folders, read_account};
use crate::view::outbox::{JustSent, SendingToast};
use crate::view::part::{Glyph, Icon, Retry, Said, ToSignIn, sentence};
use bottom_bar::BottomBar;
use folder_pane::FolderPane;
use header::Header;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use levee_contract::{Account, AppError, Folder, Role};

/// Counts what was changed, so that lists and counts are read again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailChanges(RwSignal<u32>);

impl MailChanges {
    /// Something was changed, or shall be asked for again.
    pub(crate) fn announce(self) {
        self.0.update(|n| *n = n.wrapping_add(1));
    }

    /// Follows the changes; for the source of a resource.
    pub(crate) fn follow(self) -> u32 {
        self.0.get()
    }
}

/// Who is signed in. Screens find it in their context.
#[derive(Clone, Copy)]
pub(crate) struct SignedIn(pub(crate) Resource<Result<Account, ApiError>>);

pub(crate) type Folders = Resource<Result<Vec<Folder>, ApiError>>;

/// Header, folders and the screen.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let changes = MailChanges(RwSignal::new(0));
    provide_context(changes);
    provide_context(JustSent::new());
    let account = Resource::new(|| (), |()| read_account());
    provide_context(SignedIn(account));
    let folders: Folders = Resource::new(move || changes.follow(), |_| list_folders());
    let waiting = Resource::new(
        move || changes.follow(),
        move |_| async move {
            let decides = account.await.is_ok_and(|account| account.has(Role::Approver));
            if decides { count_waiting().await.ok() } else { None }
        },
    );
    view! {
        <a class="skip" href="#main" rel="external">"Skip to the messages"</a>
        <div class="frame">
            <Header account />
            <Transition>
                {move || Suspend::new(async move { folders.await.err().map(|error| view! { <Disconnected error /> }) })}
            </Transition>
            <FolderPane account folders waiting />
            <main id="main" tabindex="-1">
                <Outlet />
            </main>
            <BottomBar />
            <SendingToast />
        </div>
    }
    .into_any()
}

/// The bar under the header while the server cannot be reached.
#[component]
fn Disconnected(error: ApiError) -> impl IntoView {
    if error == ApiError::App(AppError::SignedOut) {
        return view! { <ToSignIn /> }.into_any();
    }
    view! {
        <div class="system-bar" role="alert">
            <Icon glyph=Glyph::CloudOff />
            <p>
                <b>"No connection to the server. "</b>
                <Said sentence=sentence(&error) />
            </p>
            <Retry />
        </div>
    }
    .into_any()
}
