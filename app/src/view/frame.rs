//! What stands around every screen of somebody who is signed in: header, folders, and below 640 px
//! a bar at the bottom. Screens fill the rest.

mod bottom_bar;
mod command_bar;
mod folder_entry;
mod folder_pane;
mod header;
mod live;
mod slot;
mod toast;

pub(crate) use command_bar::CommandBar;
pub(crate) use folder_entry::title as mailbox_title;
pub(crate) use header::Header;
pub(crate) use live::{First, Live, LivePart, keep_live};
pub(crate) use toast::Toast;

use crate::api::{ApiError, Surroundings, read_surroundings};
use crate::view::part::{Glyph, Icon, Retry, Said, ToSignIn, sentence, settle_location};
use bottom_bar::BottomBar;
use folder_pane::FolderPane;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use levee_contract::{Account, AppError, Folder, Role};
use std::future::{IntoFuture as _, poll_fn};
use std::pin::Pin;
use toast::ToastBar;

/// Counts what was changed, so that lists and counts are read again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailChanges(RwSignal<u32>);

impl MailChanges {
    /// Nothing was changed yet.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// Something was changed, or shall be asked for again.
    pub(crate) fn announce(self) {
        self.0.update(|n| *n = n.wrapping_add(1));
    }

    /// Follows the changes; for the source of a resource.
    pub(crate) fn follow(self) -> u32 {
        self.0.get()
    }
}

/// Messages not read yet in the inbox, for the title of the page. The document finds it in its context.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub(crate) RwSignal<u32>);

/// Who is signed in, and what is there. Screens find it in their context.
#[derive(Clone, Copy)]
pub(crate) struct SignedIn(Resource<Result<Surroundings, ApiError>>);

impl SignedIn {
    /// Asks who is signed in, and again after each change.
    pub(crate) fn new(changes: MailChanges) -> Self {
        Self(Resource::new(move || changes.follow(), |_| read_surroundings()))
    }

    /// Account, folders and counts, followed.
    pub(crate) async fn around(self) -> Result<Surroundings, ApiError> {
        self.0.await
    }

    /// The account, once it is known. Not followed: it stays, while folders and counts are read again and
    /// again, and a screen that followed it would be made anew each time, with what is being written in it.
    pub(crate) async fn account(self) -> Result<Account, ApiError> {
        let mut around = self.0.into_future();
        let around = poll_fn(move |context| untrack(|| Pin::new(&mut around).poll(context))).await?;
        Ok(around.account)
    }

    /// The roles, once they are known; followed.
    pub(crate) fn roles(self) -> Option<Vec<Role>> {
        self.0.get().and_then(Result::ok).map(|around| around.account.roles)
    }

    /// The folders, as far as they are known now; followed.
    pub(crate) fn folders(self) -> Vec<Folder> {
        self.0.get().and_then(Result::ok).and_then(|around| around.folders.ok()).unwrap_or_default()
    }
}

/// Header, folders and the screen.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    settle_location();
    let changes = MailChanges::new();
    provide_context(changes);
    let toast = Toast::new();
    provide_context(toast);
    let signed_in = SignedIn::new(changes);
    provide_context(signed_in);
    let live = Live::new();
    provide_context(live);
    live.start(changes, signed_in);
    let disconnected = move || {
        view! {
            <Transition>
                {move || Suspend::new(async move {
                    let failed = signed_in.0.await.map_or_else(Some, |around| around.folders.err().map(ApiError::App));
                    failed.map(|error| view! { <Disconnected error /> }).into_any()
                })}
            </Transition>
        }
        .into_any()
    };
    view! {
        <a class="skip" href="#main" rel="external">"Skip to the messages"</a>
        <div class="frame">
            <Header signed_in />
            {move || live.bar.view().unwrap_or_else(disconnected)}
            <FolderPane signed_in foot=live.foot />
            <main id="main" tabindex="-1">
                <Outlet />
            </main>
            <BottomBar />
            <ToastBar toast />
            <p class="unseen" role="status">{move || live.said.view()}</p>
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
