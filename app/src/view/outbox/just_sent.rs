//! What was sent a moment ago and can still be taken back.

use crate::api::UndoSend;
use crate::path::LocalPath;
use crate::view::frame::{MailChanges, Toast};
use crate::view::part::pause::{every, seconds_now};
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::words::en::undo_window;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_mail::DraftId;
use std::time::Duration;

/// A message in its undo window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JustSent {
    pub(crate) id: DraftId,
    /// When it leaves by this browser's clock, in seconds.
    pub(crate) leaves: i64,
    /// The whole window, in seconds.
    pub(crate) window: u32,
    /// How many it goes to.
    pub(crate) people: u64,
}

/// "Sending in 0:10 to 12 people", and *Undo*.
#[component]
pub(crate) fn SendingToast(sent: JustSent, toast: Toast) -> impl IntoView {
    let JustSent { id, leaves, window, people } = sent;
    let undo = ServerAction::<UndoSend>::new();
    let (navigate, changes) = (use_navigate(), use_context::<MailChanges>());
    let draft = LocalPath::draft(&id);
    Effect::new(move |_| {
        if matches!(*undo.value().read(), Some(Ok(()))) {
            toast.close();
            navigate(draft.as_str(), NavigateOptions::default());
            changes.inspect(|changes| changes.announce());
        }
    });
    let left = RwSignal::new(leaves - seconds_now());
    every(Duration::from_millis(250), move || {
        let now = leaves - seconds_now();
        if now < 0 {
            toast.close();
        } else if left.try_get_untracked().is_some_and(|shown| shown != now) {
            left.set(now);
        }
    });
    let failed = move || undo.value().get().and_then(Result::err);
    view! {
        <div class="sending">
            <Icon glyph=Glyph::Send />
            {move || match failed() {
                Some(error) => view! { <span><Said sentence=sentence(&error) /></span> }.into_any(),
                // Read out once; the seconds are for the eyes.
                None => view! { <span aria-live="off"><Said sentence=undo_window(left.get(), people) /></span> }.into_any(),
            }}
            <ActionForm action=undo>
                <input type="hidden" name="id" value=id.as_str().to_owned() />
                <button type="submit" class="button">"Undo"</button>
            </ActionForm>
            <progress aria-hidden="true" max=window value=move || left.get().max(0)></progress>
        </div>
    }
    .into_any()
}
