//! Keeps the draft in the store while one writes: a second after the last change, one save at a
//! time, once more when one leaves. Nothing that was typed depends on it having worked.

use super::composing::{Composing, SaveState};
use crate::api::{ApiError, save_draft, start_compose};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::pause::after_pause;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_contract::{AppError, Start};
use levee_mail::DraftId;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(1);

/// Saves while one writes and when one leaves; asks before a page with unsaved words is closed.
pub(crate) fn keep_draft(composing: Composing) {
    let (navigate, changes) = (use_navigate(), use_context::<MailChanges>());
    after_pause(PAUSE, move || composing.draft(), move |_| save(composing));
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
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if !untrack(|| is_settled(composing)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        leaving.remove();
        save(composing);
    });
}

/// Whether nothing would be lost by closing the page.
fn is_settled(composing: Composing) -> bool {
    composing.is_saved() || composing.phase.with(|phase| *phase == super::composing::Phase::Gone)
}

/// Saves what is on screen, unless the store has it, or another save is on its way: that one looks
/// again when it is done.
pub(crate) fn save(composing: Composing) {
    let draft = composing.saving.try_with_untracked(|saving| saving.state == SaveState::Busy);
    if draft != Some(false) || untrack(|| is_settled(composing)) {
        return;
    }
    let (draft, id) = (untrack(|| composing.draft()), composing.id());
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
        let rests = composing.saving.try_with_untracked(|saving| saving.state == SaveState::Rest);
        if rests == Some(true) {
            save(composing);
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
                composing.phase.try_set(super::composing::Phase::Gone);
                then(id);
            }
            Err(error) => {
                composing.saving.try_update(|saving| saving.state = SaveState::Failed(error));
            }
        }
    });
}
