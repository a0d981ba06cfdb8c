//! Keeps the draft in the store while one writes: a second after the last change, one save at a
//! time, once more when one leaves. Nothing that was typed depends on it having worked.

use super::composing::{Composing, Phase, SaveState};
use crate::api::{ApiError, file_draft, save_draft, start_compose};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::pause::{after_pause, every};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::{AppError, Start};
use levee_mail::DraftId;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(1);
/// How often what was saved is copied to where other programs find it.
const FILE: Duration = Duration::from_secs(60);

/// Saves while one writes and when one leaves; asks before a page with unsaved words is closed.
pub(crate) fn keep_draft(composing: Composing) {
    let (navigate, changes) = (use_navigate(), use_context::<MailChanges>());
    after_pause(PAUSE, move || composing.draft(), move |_| save(composing));
    let filed = StoredValue::new(composing.saving.with_untracked(|saving| saving.version));
    every(FILE, move || {
        let version = composing.saving.try_with_untracked(|saving| saving.version);
        if let Some(version) = version.filter(|version| filed.try_get_value().is_some_and(|filed| filed < *version)) {
            filed.try_set_value(version);
            file(composing.id());
        }
    });
    // The address becomes the draft's as soon as the store has it, so that loading again finds it.
    Effect::new(move |before: Option<u32>| {
        let version = composing.saving.with(|saving| saving.version);
        if before == Some(0) && version > 0 {
            let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(LocalPath::draft(&composing.id()).as_str(), stay);
            changes.inspect(|changes| changes.announce());
        }
        version
    });
    let go = use_navigate();
    Effect::new(move |_| {
        let Some(page) = composing.leaving.get() else { return };
        let failed = composing.saving.with(|saving| matches!(saving.state, SaveState::Failed(_)));
        if failed {
            // The note says why; one is still here.
            composing.leaving.set(None);
        } else if is_settled(composing) {
            go(page.as_str(), NavigateOptions::default());
        }
    });
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if !untrack(|| is_settled(composing)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        leaving.remove();
        let version = composing.saving.with_untracked(|saving| saving.version);
        let gone = composing.phase.with_untracked(|phase| *phase == Phase::Gone);
        if !gone && untrack(|| composing.is_saved()) && filed.get_value() < version {
            file(composing.id());
        }
        save(composing);
    });
}

/// Copies the draft to where other programs find it. That this fails loses nothing: the store has it.
fn file(id: DraftId) {
    spawn_local(async move { drop(file_draft(id).await) });
}

/// Goes to another page once everything is kept.
pub(crate) fn leave_for(composing: Composing, page: LocalPath) {
    save(composing);
    composing.leaving.set(Some(page));
}

/// Whether nothing would be lost by closing the page.
fn is_settled(composing: Composing) -> bool {
    (composing.is_saved() && !composing.is_uploading()) || composing.phase.with(|phase| *phase == Phase::Gone)
}

/// Saves what is on screen, unless the store has it, or another save is on its way: that one looks
/// again when it is done.
pub(crate) fn save(composing: Composing) {
    let draft = composing.saving.try_with_untracked(|saving| saving.state == SaveState::Busy);
    if draft != Some(false) || untrack(|| composing.is_saved() || is_settled(composing)) {
        return;
    }
    let (draft, id) = (untrack(|| composing.draft()), composing.id());
    let stored = id.clone();
    let base = composing.saving.with_untracked(|saving| saving.version);
    composing.saving.update(|saving| saving.state = SaveState::Busy);
    spawn_local(async move {
        let done = save_draft(id, base, draft.clone()).await;
        // The composer may be gone by now; its words are in the store all the same.
        composing.saving.try_update(|saving| match done {
            Ok(saved) => {
                (saving.version, saving.at, saving.draft) = (saved.version, Some(saved.at), draft);
                saving.state = SaveState::Rest;
            }
            Err(error) => saving.state = SaveState::Failed(error),
        });
        match composing.saving.try_with_untracked(|saving| saving.state == SaveState::Rest) {
            Some(true) => save(composing),
            Some(false) => {}
            // One has left the composer.
            None => file(stored),
        }
    });
}

/// Whether another window has saved another version, so that ours was not taken.
pub(crate) fn is_conflict(state: &SaveState) -> bool {
    *state == SaveState::Failed(ApiError::App(AppError::Conflict))
}

/// Saves what is on screen as a draft of its own, beside the one that another window saved.
pub(crate) fn keep_both(composing: Composing, then: impl Fn(DraftId) + 'static) {
    let draft = untrack(|| composing.draft());
    spawn_local(async move {
        let done = async {
            let fresh = start_compose(Start::New { to: String::new() }).await?;
            save_draft(fresh.value.id.clone(), fresh.value.version, draft).await?;
            Ok(fresh.value.id)
        };
        match done.await {
            Ok(id) => {
                composing.phase.try_set(Phase::Gone);
                then(id);
            }
            Err(error) => {
                composing.saving.try_update(|saving| saving.state = SaveState::Failed(error));
            }
        }
    });
}
