//! Release or reject. Forms, so that a decision needs no script; nothing is decided by a GET.

use crate::api::{RejectHeld, ReleaseHeld};
use crate::path::LocalPath;
use crate::view::frame::MailChanges;
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::words::en;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_mail::DraftId;

/// The bar under a held message.
#[component]
pub(crate) fn Decide(id: DraftId, people: u64) -> impl IntoView {
    let (release, reject) = (ServerAction::<ReleaseHeld>::new(), ServerAction::<RejectHeld>::new());
    let changes = expect_context::<MailChanges>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let done = matches!(*release.value().read(), Some(Ok(()))) || matches!(*reject.value().read(), Some(Ok(())));
        if done {
            changes.announce();
            navigate(&String::from(LocalPath::approvals()), NavigateOptions::default());
        }
    });
    let failed =
        move || release.value().get().and_then(Result::err).or_else(|| reject.value().get().and_then(Result::err));
    let reject_id = id.as_str().to_owned();
    let release_id = reject_id.clone();
    view! {
        <div class="decide">
            <div role="alert">{move || failed().map(|error| view! { <p class="problem-text"><Said sentence=sentence(&error) /></p> })}</div>
            <ActionForm action=reject>
                <input type="hidden" name="id" value=reject_id />
                <label for="reason">"Reason"</label>
                <input
                    type="text"
                    id="reason"
                    name="reason"
                    required
                    maxlength="500"
                    autocomplete="off"
                    placeholder="Needed to reject; the sender reads it"
                />
                <button type="submit" class="button danger">"Reject"</button>
            </ActionForm>
            <ActionForm action=release>
                <input type="hidden" name="id" value=release_id />
                <button type="submit" class="button primary">
                    <Icon glyph=Glyph::Send />
                    <span>"Release to " {en::people(people)}</span>
                </button>
            </ActionForm>
        </div>
    }
}
