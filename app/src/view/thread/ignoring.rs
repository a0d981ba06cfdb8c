//! *Ignore conversation*, and the end of it. Forms, so that they work without script; with it, the toast takes it back.

use crate::api::{IgnoreConversation, StopIgnoring, ignore_conversation, stop_ignoring, undo_act};
use crate::path::{LocalPath, MailPath};
use crate::view::frame::{MailChanges, Toast};
use crate::view::part::{CommandForm, Glyph, Icon, Said, sentence};
use crate::words::en::ignored;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::Ignored;
use server_fn::ServerFn as _;
use std::time::Duration;

/// How long the toast stands.
const STANDS: Duration = Duration::from_secs(12);

/// The button that ignores the conversation of the message open on `page`.
#[component]
pub(super) fn IgnoreButton(page: MailPath, class: &'static str) -> impl IntoView {
    let (toast, changes) = (use_context::<Toast>(), use_context::<MailChanges>());
    let navigate = use_navigate();
    let path = String::from(LocalPath::from(page.clone()));
    let send = move || {
        let (page, navigate) = (page.clone(), navigate.clone());
        spawn_local(async move {
            let done = ignore_conversation(page.clone()).await;
            let closed = page.closed().href();
            let went = done.is_ok();
            if let Some(toast) = toast {
                toast.show(move || match done.clone() {
                    Ok(done) => view! { <Done page=page.clone() done toast changes /> }.into_any(),
                    Err(error) => {
                        view! { <div class="sending done"><Said sentence=sentence(&error) /></div> }.into_any()
                    }
                });
            }
            if went {
                navigate(&closed, NavigateOptions { replace: true, scroll: false, ..Default::default() });
                changes.inspect(|changes| changes.announce());
            }
        });
    };
    view! {
        <CommandForm url=IgnoreConversation::url() send>
            <input type="hidden" name="page" value=path />
            <button type="submit" class=format!("button ignore-conversation {class}")>"Ignore conversation"</button>
        </CommandForm>
    }
    .into_any()
}

/// What was done, and *Undo*.
#[component]
fn Done(page: MailPath, done: Ignored, toast: Toast, changes: Option<MailChanges>) -> impl IntoView {
    let timer = set_timeout_with_handle(move || toast.close(), STANDS).ok();
    on_cleanup(move || {
        timer.inspect(|timer| timer.clear());
    });
    let moved: usize = done.done.undo.iter().map(|step| step.uids.len()).sum();
    let undo = move |_| {
        let (page, Ignored { conversation, done }) = (page.clone(), done.clone());
        spawn_local(async move {
            // First of all nothing is filed any more: what comes back would be.
            let mut back = stop_ignoring(page, conversation).await;
            if back.is_ok() && !done.undo.is_empty() {
                back = undo_act(done.undo).await;
            }
            match back {
                Ok(()) => toast.close(),
                Err(error) => toast.show(move || {
                    view! { <div class="sending done"><Said sentence=sentence(&error) /></div> }.into_any()
                }),
            }
            changes.inspect(|changes| changes.announce());
        });
    };
    view! {
        <div class="sending done">
            <Icon glyph=Glyph::Tick />
            <span>{ignored(moved as u64)}</span>
            <button type="button" class="button" on:click=undo>"Undo"</button>
        </div>
    }
    .into_any()
}

/// Over a message of a conversation that is ignored.
#[component]
pub(super) fn IgnoredBar(page: MailPath, conversation: String) -> impl IntoView {
    let changes = use_context::<MailChanges>();
    let stopped = RwSignal::new(None::<Result<(), crate::api::ApiError>>);
    let path = String::from(LocalPath::from(page.clone()));
    let wanted = conversation.clone();
    let send = move || {
        let (page, conversation) = (page.clone(), wanted.clone());
        spawn_local(async move {
            let done = stop_ignoring(page, conversation).await;
            let _ = stopped.try_set(Some(done));
            changes.inspect(|changes| changes.announce());
        });
    };
    let said = move || match stopped.get() {
        Some(Ok(())) => "You ignore this conversation no more. What was filed stays here until you move it.".into_any(),
        Some(Err(error)) => view! { <Said sentence=sentence(&error) /> }.into_any(),
        None => "You ignore this conversation: what arrives of it goes to Deleted.".into_any(),
    };
    let is_stopped = move || stopped.with(|stopped| matches!(stopped, Some(Ok(()))));
    view! {
        <div class="info-bar quiet ignored-bar" role="status">
            <Icon glyph=Glyph::Info />
            <span class="info-text">{said}</span>
            <div hidden=is_stopped>
                <CommandForm url=StopIgnoring::url() send>
                    <input type="hidden" name="page" value=path />
                    <input type="hidden" name="conversation" value=conversation />
                    <button type="submit" class="button small">"Stop ignoring"</button>
                </CommandForm>
            </div>
        </div>
    }
    .into_any()
}
