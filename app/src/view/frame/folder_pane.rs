//! The folders, with what is unread in them. Below 1024 px a drawer that the browser opens and closes.

use super::folder_entry::{Entry, Number, entries};
use super::slot::Slot;
use super::{SignedIn, Unread};
use crate::api::Surroundings;
use crate::view::part::{Glyph, Icon};
use crate::words::en::count;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use levee_contract::{Account, FolderRole, Role};

/// The account's folders; below them what approvers and administrators see.
#[component]
pub(crate) fn FolderPane(signed_in: SignedIn, foot: Slot) -> impl IntoView {
    let Unread(unread) = expect_context();
    let last = StoredValue::new(None::<Surroundings>);
    let pane = NodeRef::<leptos::html::Nav>::new();
    let pathname = use_location().pathname;
    Effect::new(move |_| {
        pathname.track();
        // Closing a drawer that is not open throws; then there is nothing to close.
        let _ = pane.get_untracked().map(|pane| pane.hide_popover());
    });
    view! {
        <nav id="folders" class="folders" popover="auto" aria-label="Folders" node_ref=pane>
            <Transition>
                {move || Suspend::new(async move {
                    // While the server is away, the folders are as they were.
                    let found = signed_in.0.await.ok();
                    let known = found.as_ref().is_some_and(|around| around.folders.is_ok());
                    let around = if known { found } else { last.get_value().or(found) };
                    last.set_value(around.clone());
                    around.map(|Surroundings { account, folders, drafts, outbox, waiting }| {
                        let inbox = folders.iter().flatten().find(|folder| folder.role == Some(FolderRole::Inbox));
                        unread.set(inbox.and_then(|inbox| inbox.unread).unwrap_or(0));
                        let own = entries(&folders.unwrap_or_default(), drafts, outbox);
                        let duties = duties(&account, waiting);
                        view! {
                            <h2>{account.name}</h2>
                            {branch(&own, pathname)}
                            {(!duties.is_empty()).then(|| view! {
                                <h2>{account.organisation}</h2>
                                {branch(&duties, pathname)}
                            }.into_any())}
                        }
                    })
                    .into_any()
                })}
            </Transition>
            {move || foot.view()}
        </nav>
    }
    .into_any()
}

fn duties(account: &Account, waiting: u32) -> Vec<Entry> {
    let approvals = || Entry::ours("Approvals", Glyph::ShieldCheck, "/approvals", waiting);
    let console = || Entry::ours("Console", Glyph::Gear, "/admin", 0);
    let approvals = account.has(Role::Approver).then(approvals);
    let sees = [Role::Administrator, Role::Auditor, Role::UnitAdministrator].into_iter().any(|role| account.has(role));
    approvals.into_iter().chain(sees.then(console)).collect()
}

/// Entries of one level, and under each those below it.
fn branch(entries: &[Entry], pathname: Memo<String>) -> AnyView {
    let mut items = Vec::new();
    let mut rest = entries;
    while let Some((entry, tail)) = rest.split_first() {
        let end = tail.iter().position(|below| below.depth <= entry.depth).unwrap_or(tail.len());
        let (below, after) = tail.split_at(end);
        let below = (!below.is_empty()).then(|| branch(below, pathname));
        items.push(view! { <li>{line(entry.clone(), pathname)} {below}</li> }.into_any());
        rest = after;
    }
    view! { <ul>{items}</ul> }.into_any()
}

fn line(entry: Entry, pathname: Memo<String>) -> AnyView {
    let Entry { label, glyph, place, number, .. } = entry;
    let (number, says, unread) = match number {
        Number::Unread(unread) => (unread, " unread", unread > 0),
        Number::Holds(holds) => (holds, "", false),
    };
    let number = (number > 0).then(|| {
        view! { <span class="number">{count(u64::from(number))}<span class="unseen">{says}</span></span> }.into_any()
    });
    let Some(place) = place else {
        return view! { <span class="folder node"><Icon glyph /><span class="cut">{label}</span></span> }.into_any();
    };
    let href = place.href();
    // The console brings its own stylesheet: its pages are asked for whole.
    let rel = place.is_console().then_some("external");
    let current = move || pathname.with(|page| place.holds(page)).then_some("page");
    view! {
        <a class="folder" class:unread=unread href=href rel=rel aria-current=current>
            <Icon glyph />
            <span class="cut">{label}</span>
            {number}
        </a>
    }
    .into_any()
}
