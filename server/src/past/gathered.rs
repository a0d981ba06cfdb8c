//! Messages of which not everything was read yet.

use levee_mail::Address;
use levee_service::Past;
use std::collections::{BTreeSet, HashMap, VecDeque};

/// Messages that wait for the rest of themselves; the oldest is taken for whole when there are more.
const OPEN: usize = 50_000;
/// Recipients kept of one message as they were written.
const RECIPIENTS: usize = 20_000;

/// What is known of one so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// When it was first heard of, seconds since 1970.
    pub(super) at: i64,
    pub(super) sender: Option<Address>,
    /// Who signed in to send it: counts before the address that it bears.
    pub(super) account: Option<Address>,
    recipients: BTreeSet<Address>,
    pub(super) size: u64,
    pub(super) message_id: String,
}

impl Part {
    pub(super) fn reaches(&mut self, recipient: Address) {
        if self.recipients.len() < RECIPIENTS {
            self.recipients.insert(recipient);
        }
    }

    fn whole(self) -> Option<Past> {
        let sender = self.account.or(self.sender)?;
        let whole = !self.recipients.is_empty();
        let recipients = self.recipients.into_iter().collect();
        whole.then_some(Past { at: self.at, sender, recipients, size: self.size, message_id: self.message_id })
    }
}

/// All of them by key.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    parts: HashMap<String, Part>,
    order: VecDeque<String>,
}

impl Gathered {
    /// The message of a key, begun now if it was not heard of; and one that had to make room for it.
    pub(super) fn part(&mut self, key: &str, at: i64) -> (&mut Part, Option<Past>) {
        let mut made_room = None;
        if !self.parts.contains_key(key) {
            self.order.push_back(key.to_owned());
            // Some in the queue are whole and gone.
            while self.parts.len() >= OPEN {
                let Some(oldest) = self.order.pop_front() else { break };
                made_room = self.take(&oldest);
            }
            if self.order.len() > 2 * OPEN {
                self.order.retain(|key| self.parts.contains_key(key));
                self.order.push_back(key.to_owned());
            }
        }
        let part = self.parts.entry(key.to_owned()).or_insert_with(|| Part { at, ..Part::default() });
        (part, made_room)
    }

    /// The message of a key, if it has been heard of.
    pub(super) fn known(&mut self, key: &str) -> Option<&mut Part> {
        self.parts.get_mut(key)
    }

    /// Takes one that is whole; nothing when it has no sender or no recipient.
    pub(super) fn take(&mut self, key: &str) -> Option<Past> {
        self.parts.remove(key)?.whole()
    }

    /// Takes all others, in the order in which they were begun.
    pub(super) fn rest(mut self) -> impl Iterator<Item = Past> {
        std::mem::take(&mut self.order).into_iter().filter_map(move |key| self.take(&key))
    }
}
