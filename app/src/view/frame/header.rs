//! The bar at the top: whose mail this is.

use super::SignedIn;
use crate::api::SignOut;
use crate::path::MailPath;
use crate::view::part::{Avatar, Glyph, Icon, settled};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use levee_contract::Account;
use levee_mail::Contact;
use server_fn::ServerFn as _;

/// Logo, organisation and the menu of the account.
#[component]
pub(crate) fn Header(
    signed_in: SignedIn,
    /// Whether mail is searched from here.
    #[prop(default = true)]
    search: bool,
) -> impl IntoView {
    view! {
        <header class="header">
            <Transition>
                {move || Suspend::new(async move {
                    signed_in.account().await.ok().map(|account| {
                        view! {
                            <a class="brand" href="/mail/INBOX">
                                <Icon glyph=Glyph::Logo class="large" />
                                <span>"Levee"</span>
                                <small>{account.organisation.clone()}</small>
                            </a>
                            {search.then(|| view! { <SearchField /> }.into_any())}
                            <AccountMenu account />
                        }
                    })
                    .into_any()
                })}
            </Transition>
        </header>
    }
    .into_any()
}

/// Searches the folder on screen; where there is none, the inbox. A plain form, which the mailbox takes over
/// once it can search without leaving the page.
#[component]
fn SearchField() -> impl IntoView {
    let here = use_location();
    let page = settled(move |_| {
        let page = MailPath::read(&here.pathname.read(), &here.search.read());
        page.unwrap_or_else(|| MailPath::newest("INBOX"))
    });
    view! {
        <form
            class="search"
            role="search"
            action=move || page.with(|page| MailPath::newest(&page.mailbox).href())
        >
            <Icon glyph=Glyph::Search />
            <input
                type="search"
                name="q"
                maxlength="200"
                autocomplete="off"
                aria-label="Search this folder"
                placeholder="Search this folder"
                value=move || page.with(|page| page.words.clone())
            />
        </form>
    }
    .into_any()
}

/// Opens and closes without script, by mouse and by keyboard: the browser's own popover.
#[component]
fn AccountMenu(account: Account) -> impl IntoView {
    let Account { address, name, .. } = account;
    let contact = Contact { name: Some(name.clone()), address: address.clone() };
    view! {
        <button type="button" class="account" popovertarget="account-menu" title="Account">
            <span class="account-name">{name.clone()}</span>
            <Avatar contact=contact.clone() class="header-avatar" />
            <span class="unseen">", account"</span>
        </button>
        <div id="account-menu" class="popover account-menu" popover="auto">
            <div class="account-card">
                <Avatar contact class="large" />
                <p>
                    <b>{name}</b>
                    <span>{address.to_string()}</span>
                </p>
            </div>
            // Without script there are none.
            <button type="button" class="button subtle scripted show-keys">"Keyboard shortcuts"</button>
            <form method="post" action=SignOut::url()>
                <button type="submit" class="button">"Sign out"</button>
            </form>
        </div>
    }
    .into_any()
}
