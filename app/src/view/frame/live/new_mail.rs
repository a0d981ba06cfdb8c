//! Says what has come to the list that is shown.

use super::Live;
use super::follow::Follow;
use crate::view::part::label;
use crate::words::en;
use leptos::prelude::*;
use levee_contract::MessageList;

/// What a list held when it was looked at last.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    mailbox: String,
    uid_validity: u32,
    /// The highest UID: new messages have higher ones (RFC 9051 section 2.3.1.1).
    newest: u32,
}

/// Looks at each state of the list: what came by an event is said, and what was in view is put back.
pub(super) fn watch(live: Live, follow: Follow) {
    Effect::new(move |before: Option<Option<Seen>>| {
        let before = before.flatten();
        let list = live.list.get().and_then(|list| list.get());
        let Some(Ok(list)) = list else { return before };
        let (seen, list) = (seen(&list.value), list.value);
        if let Some(place) = follow.place.try_update_value(Option::take).flatten() {
            if let Some(text) = before.as_ref().and_then(|before| news(before, &list)) {
                follow.say(text);
            }
            // The rows are drawn after this.
            request_animation_frame(move || request_animation_frame(move || place.restore()));
        }
        seen
    });
}

/// Nothing of an empty list: there the first message is news.
fn seen(list: &MessageList) -> Option<Seen> {
    let newest = list.rows.iter().map(|row| row.message.uid).max().unwrap_or(0);
    let uid_validity = list.rows.first().map_or(0, |row| row.message.uid_validity);
    Some(Seen { mailbox: list.mailbox.clone(), uid_validity, newest })
}

/// Unread messages above those seen before.
fn news(before: &Seen, list: &MessageList) -> Option<String> {
    let same = |validity: u32| before.newest == 0 || validity == before.uid_validity;
    if before.mailbox != list.mailbox || list.first > 0 {
        return None;
    }
    let is_new = |row: &&levee_contract::MessageRow| {
        same(row.message.uid_validity) && row.message.uid > before.newest && !row.marks.read
    };
    let new: Vec<_> = list.rows.iter().filter(is_new).collect();
    let from = new.first()?.people.first().map(label);
    Some(en::new_mail(new.len() as u64, from.as_deref()))
}
