//! The composer with all its parts: one form, which a browser can also send without script.

use super::Opened;
use super::answer::show_answer;
use super::check::keep_checking;
use super::composing::{Composing, Phase};
use super::editor::FormatBar;
use super::files::{Files, drop_files, show_drag};
use super::hand_over::{confirm, hand_over_when_saved, press_send};
use super::head::Head;
use super::keep::{keep_draft, save};
use super::notes::Notes;
use super::open_drafts::OpenDrafts;
use super::question::Question;
use super::signature::SignatureDialog;
use super::verdict::VerdictPanel;
use super::well::WellsPanel;
use super::words_fields::{Importance, Subject, Words};
use crate::api::SubmitCompose;
use crate::view::part::keys::{Command, command};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use levee_contract::Account;
use levee_mail::{DraftFile, ReplyKind};
use server_fn::ServerFn as _;

/// A message being written.
#[component]
pub(crate) fn Composer(account: Account, opened: Opened, on_screen: RwSignal<Option<Composing>>) -> impl IntoView {
    let Opened { draft, audience } = opened;
    let composing = Composing::new(account, draft, audience);
    provide_context(composing);
    keep_draft(composing);
    keep_checking(composing);
    hand_over_when_saved(composing);
    show_answer(composing, &use_query_map().get_untracked());
    // Once the page is alive: what was rendered without has to be found again as it was.
    Effect::new(move |_| on_screen.set(Some(composing)));
    on_cleanup(move || {
        on_screen.try_update(|shown| {
            if shown.is_some_and(|shown| shown.id() == composing.id()) {
                *shown = None;
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        confirm(composing);
    };
    let keys = move |event: KeyboardEvent| {
        match command(&event) {
            Some(Command::Send) => press_send(composing),
            Some(Command::Save) => save(composing),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <form
            class="composer"
            class:dragging=move || composing.dragging.get()
            method="post"
            action=SubmitCompose::url()
            on:submit=submit
            on:keydown=keys
            on:dragover=move |event| show_drag(composing, &event)
            on:dragleave=move |_| composing.dragging.set(false)
            on:drop=move |event| drop_files(composing, &event)
        >
            <Fixed composing />
            <Head />
            <Notes />
            <WellsPanel />
            <VerdictPanel />
            <Subject />
            <Files />
            <Words />
            <FormatBar />
            <Importance />
            <Question />
            <SignatureDialog composing />
        </form>
        <OpenDrafts composing />
    }
}

/// Files as the form carries them; read again by `plain_form.rs`.
fn written(files: &[DraftFile]) -> String {
    // Made of texts and numbers alone, which are always written.
    serde_json::to_string(files).unwrap_or_default()
}

/// What the form has to carry, and what Enter does in it: keep the draft, or answer the question.
#[component]
fn Fixed(composing: Composing) -> impl IntoView {
    let parent = composing.parent();
    let enter = move || if matches!(*composing.phase.read(), Phase::Asked { .. }) { "send" } else { "save" };
    let kind = move || match composing.kind.get() {
        ReplyKind::New => "new",
        ReplyKind::Reply => "reply",
        ReplyKind::ReplyAll => "reply_all",
        ReplyKind::Forward => "forward",
    };
    view! {
        <button type="submit" class="unseen" tabindex="-1" aria-hidden="true" name="form[act]" value=enter></button>
        <input type="hidden" name="form[id]" value=composing.id().as_str().to_owned() />
        <input type="hidden" name="form[version]" value=move || composing.saving.read().version.to_string() />
        <input type="hidden" name="form[kind]" value=kind />
        {parent.map(|parent| view! {
            <input type="hidden" name="form[mailbox]" value=parent.mailbox />
            <input type="hidden" name="form[uidvalidity]" value=parent.uid_validity.to_string() />
            <input type="hidden" name="form[uid]" value=parent.uid.to_string() />
        })}
        <input type="hidden" name="form[quote]" value=composing.quote.get_untracked() />
        // Without script nothing is formatted: what was stays as long as its text is not changed.
        <input type="hidden" name="form[html]" value=composing.html.get_untracked() />
        <input type="hidden" name="form[was]" value=composing.text.get_untracked() />
        <input type="hidden" name="form[taken_from]" value=composing.taken_from() />
        <input type="hidden" name="form[files]" value=composing.files.with_untracked(|files| written(files)) />
    }
}
