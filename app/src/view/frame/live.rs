//! What the frame holds ready for the part that keeps its pages live: fetched when the list has been alive for
//! a moment, so that the first load carries no more of it than this.

mod banner;
mod follow;
mod keep_place;
mod new_mail;
mod room;
mod source;

use super::slot::Slot;
use super::{MailChanges, SignedIn};
use crate::api::{ApiError, Timed};
use crate::view::keys::Keys;
use crate::view::lazy::live_part;
use crate::view::part::keys::{asks_for_keys, key_of};
use follow::Follow;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event;
use levee_contract::MessageList;
use send_wrapper::SendWrapper;
use std::time::Duration;

/// The window of the list that is shown.
pub(crate) type ShownList = Resource<Result<Timed<MessageList>, ApiError>>;

/// What goes on first: the list, and what it needs to be alive.
const AFTER: Duration = Duration::from_secs(2);

/// Places for what the live part shows, and what it looks at. Screens find it in their context.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// Under the header, in place of the frame's own bar.
    pub(super) bar: Slot,
    /// At the foot of the folders.
    pub(super) foot: Slot,
    /// Said to who does not see the page.
    pub(super) said: Slot,
    list: RwSignal<Option<ShownList>>,
}

/// The first key, or that the list of keys was asked for: what the live part would have done with it.
pub(crate) type First = StoredValue<Option<SendWrapper<Event>>>;

/// What the live part is given.
pub(crate) struct LivePart {
    live: Live,
    changes: MailChanges,
    signed_in: SignedIn,
    owner: Owner,
    /// What was pressed before it was there.
    first: First,
}

impl Live {
    pub(super) fn new() -> Self {
        Self { bar: Slot::new(), foot: Slot::new(), said: Slot::new(), list: RwSignal::new(None) }
    }

    /// Follows the list of the screen that asks, as long as it is there.
    pub(crate) fn follow(self, list: ShownList) {
        self.list.set(Some(list));
        on_cleanup(move || {
            self.list.try_set(None);
        });
    }

    /// Fetches the live part in a moment, or when the first key is pressed. In the browser only, as effects are.
    pub(super) fn start(self, changes: MailChanges, signed_in: SignedIn) {
        Effect::new(move |_| {
            let owner = StoredValue::new(Owner::current());
            let first = First::new(None);
            let begin = move || {
                if let Some(owner) = owner.try_update_value(Option::take).flatten() {
                    spawn_local(live_part(LivePart { live: self, changes, signed_in, owner, first }));
                }
            };
            let waiting = set_timeout_with_handle(begin, AFTER).ok();
            let listeners = ["keydown", "click"].map(|sign| {
                window_event_listener_untyped(sign, move |event| {
                    let means = key_of(&event).is_some() || asks_for_keys(&event);
                    if means || sign == "keydown" {
                        begin();
                    }
                    if means {
                        first.try_update_value(|first| _ = first.get_or_insert_with(|| SendWrapper::new(event)));
                    }
                })
            });
            on_cleanup(move || {
                waiting.inspect(|waiting| waiting.clear());
                listeners.into_iter().for_each(|listener| listener.remove());
            });
        });
    }
}

/// What the live part does when it has come.
pub(crate) fn keep_live(part: LivePart) {
    let LivePart { live, changes, signed_in, owner, first } = part;
    // The frame may be gone meanwhile.
    if live.list.try_get_untracked().is_none() {
        return;
    }
    owner.with(|| {
        let follow = Follow::begin(live, changes, signed_in);
        keep_place::keep_focus();
        new_mail::watch(live, follow);
        room::show(live, signed_in);
        live.bar.fill(move || view! { {banner::banner(follow)} <Keys signed_in first /> }.into_any());
    });
}
