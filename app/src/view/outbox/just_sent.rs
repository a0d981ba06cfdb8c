//! What was sent a moment ago and can still be taken back: a bar at the foot of whatever screen one
//! has gone on to.

use crate::api::UndoSend;
use crate::path::LocalPath;
use crate::view::part::pause::{every, seconds_now};
use crate::view::part::{Glyph, Icon, Said, sentence};
use crate::words::en::undo_window;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use levee_mail::DraftId;
use std::time::Duration;

/// The last message sent, as long as it can be taken back. The frame provides it to all screens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JustSent(RwSignal<Option<Sent>>);

#[derive(Clone, Debug, PartialEq)]
struct Sent {
    id: DraftId,
    /// By this browser's clock, in seconds.
    leaves: i64,
    window: u32,
    people: u64,
}

impl JustSent {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Counts from now: `left` seconds of a window of `window` seconds.
    pub(crate) fn begin(self, id: DraftId, left: i64, window: u32, people: u64) {
        self.0.set(Some(Sent { id, leaves: seconds_now() + left, window, people }));
    }
}

/// "Sending in 0:10 to 12 people", and *Undo*.
#[component]
pub(crate) fn SendingToast() -> impl IntoView {
    let JustSent(sent) = expect_context();
    let undo = ServerAction::<UndoSend>::new();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let undone = matches!(*undo.value().read(), Some(Ok(())));
        if let Some(taken) = sent.get_untracked().filter(|_| undone) {
            sent.set(None);
            navigate(LocalPath::draft(&taken.id).as_str(), NavigateOptions::default());
        }
    });
    // A live region has to be there before what it says.
    view! { <div role="status">{move || sent.get().map(|sent_now| view! { <Counting sent sent_now undo /> })}</div> }
}

#[component]
fn Counting(sent: RwSignal<Option<Sent>>, sent_now: Sent, undo: ServerAction<UndoSend>) -> impl IntoView {
    let Sent { id, leaves, window, people } = sent_now;
    let left = RwSignal::new(leaves - seconds_now());
    every(Duration::from_millis(250), move || {
        let now = leaves - seconds_now();
        if now < 0 {
            sent.try_set(None);
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
}
