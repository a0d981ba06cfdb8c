//! Asks the server whom the draft reaches, and which policy is in force, while one writes. The page
//! judges by itself in between; *Send* never waits for any of this.

use super::composing::{Composing, Told};
use super::entries::Wells;
use crate::api::{expand_audience, policy_in_force};
use crate::view::part::pause::{after_pause, every};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// After the last change of the recipients.
const RECIPIENTS: Duration = Duration::from_millis(120);
/// After the last change of the words: rules that compare texts need the server.
const WORDS: Duration = Duration::from_secs(2);
/// A changed threshold has to hold within five seconds.
const POLICY: Duration = Duration::from_secs(3);

/// Keeps what is known of the audience and of the policy up to date.
pub(crate) fn keep_checking(composing: Composing) {
    let recipients = move || composing.wells.with(Wells::recipients);
    after_pause(RECIPIENTS, recipients, move |_| ask(composing));
    after_pause(WORDS, move || (composing.subject.get(), composing.text.get()), move |_| ask(composing));
    every(POLICY, move || {
        spawn_local(async move {
            if let Ok(policy) = policy_in_force().await
                && composing.in_force.try_with_untracked(|known| known.as_ref() != Some(&policy)) == Some(true)
            {
                composing.in_force.set(Some(policy));
            }
        });
    });
}

/// Asks about the recipients on screen. An answer that comes after they have changed again is dropped.
pub(crate) fn ask(composing: Composing) {
    let Some(recipients) = composing.wells.try_with_untracked(Wells::recipients) else { return };
    if recipients.is_empty() {
        composing.told.set(None);
        return;
    }
    let draft = untrack(|| composing.draft());
    spawn_local(async move {
        let Ok(audience) = expand_audience(draft).await else { return };
        if composing.wells.try_with_untracked(Wells::recipients).as_ref() == Some(&recipients) {
            composing.told.set(Some(Told { recipients, audience }));
        }
    });
}
