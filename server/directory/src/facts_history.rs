//! What was accepted before, as numbers: rates, habits, parts of a message, and what lies under the
//! storm keys (guard specification, sections 5 to 7). Pure arithmetic over sets.

use crate::expansion::Expansion;
use crate::facts::{Sending, UnixMillis};
use crate::record::PersonId;
use levee_guard::{History, Parameter, Tally, TextSketch};
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::collections::BTreeSet;

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// A habit looks back so long.
const HABIT_WINDOW: u64 = 60 * DAY;

/// From so many people on, messages with the same text are parts of one (SPLIT_SEND).
const SPLIT_LEAST: u64 = 25;

/// One accepted message, kept for 60 days.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The human who sent it.
    pub sender: PersonId,
    /// When it was accepted.
    pub at: UnixMillis,
    /// A, which is also its number of deliveries.
    pub people: u64,
    /// Its sender and whom it reached; `None` when only the number is known.
    pub participants: Option<RoaringBitmap>,
    /// Whether it was judged as a conversation.
    pub talk: Talk,
    /// Message-ID without brackets.
    pub message_id: Option<String>,
    /// Root of its thread.
    pub root: Option<String>,
    /// What stands for its subject without prefixes: the text or a hash of it.
    pub subject: Vec<u8>,
    /// Its own text; `None` where it reached too few people for texts to be compared.
    pub sketch: Option<TextSketch>,
    /// Its top-level lists, canonical, outside lists among them.
    pub lists: Vec<Address>,
}

/// Whether a message was conversational (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// It was.
    Conversational,
    /// It was not.
    Other,
}

/// A storm that tripped. Each key that is given is frozen.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// When it tripped.
    pub at: UnixMillis,
    /// The first moment at which it is frozen no more.
    pub until: UnixMillis,
    /// Root of the thread.
    pub root: Option<String>,
    /// Audience and sender.
    pub participants: Option<RoaringBitmap>,
    /// Top-level lists, each with the subject without prefixes.
    pub lists: Vec<(Address, Vec<u8>)>,
}

/// A message's own storm keys and sets, compared with those of others.
pub(crate) struct Keys {
    sender: PersonId,
    audience: RoaringBitmap,
    participants: RoaringBitmap,
    lists: BTreeSet<Address>,
}

impl Keys {
    pub(crate) fn of(expansion: &Expansion) -> Self {
        Self {
            sender: expansion.sender,
            audience: expansion.audience.clone(),
            participants: expansion.participants(),
            lists: expansion.top_addresses().collect(),
        }
    }

    /// How often she wrote to these participants.
    pub(crate) fn habit(&self, sending: &Sending<'_>) -> u64 {
        let hers = self.hers(sending, HABIT_WINDOW).filter(|message| self.has_same_participants(message));
        hers.count() as u64
    }

    pub(crate) fn history(&self, sending: &Sending<'_>) -> History {
        let seconds = |parameter| sending.policy.get(parameter).saturating_mul(1_000);
        let (split, duplicate) = (seconds(Parameter::SplitWindow), seconds(Parameter::DuplicateWindow));
        let repeated = |message: &Accepted| message.lists.iter().find(|list| self.lists.contains(*list)).cloned();
        History {
            deliveries_day: self.hers(sending, DAY).map(|message| message.people).sum(),
            messages_minute: self.hers(sending, MINUTE).count() as u64,
            split_union: self.split_union(sending, split),
            duplicate: self
                .hers(sending, duplicate)
                .filter(|message| has_same_text(message, sending))
                .find_map(repeated),
            thread: self.tally(sending, |message| {
                message.talk == Talk::Conversational
                    && sending.root.is_some()
                    && message.root.as_deref() == sending.root
            }),
            participants: self.tally(sending, |message| self.has_same_participants(message)),
            list_subjects: self
                .lists
                .iter()
                .map(|list| self.tally(sending, |m| m.subject == sending.subject && m.lists.contains(list)))
                .collect(),
        }
    }

    /// Whether one of the keys is frozen now.
    pub(crate) fn is_frozen(&self, sending: &Sending<'_>) -> bool {
        let same_thread = |storm: &Frozen| storm.root.is_some() && storm.root.as_deref() == sending.root;
        let same_people = |storm: &Frozen| storm.participants.as_ref().is_some_and(|p| alike(p, &self.participants));
        let same_list = |storm: &Frozen| {
            storm.lists.iter().any(|(list, subject)| subject == sending.subject && self.lists.contains(list))
        };
        sending
            .frozen
            .iter()
            .filter(|storm| storm.at <= sending.now && sending.now < storm.until)
            .any(|storm| same_thread(storm) || same_people(storm) || same_list(storm))
    }

    /// People of this message and of those it is a part of; `None` when there are no such.
    fn split_union(&self, sending: &Sending<'_>, window: u64) -> Option<u64> {
        let large = self.audience.len() >= SPLIT_LEAST;
        let mut parts = self
            .hers(sending, window)
            .filter(|m| {
                (sending.message_id.is_some() && m.message_id.as_deref() == sending.message_id)
                    || (large && m.people >= SPLIT_LEAST && has_same_text(m, sending))
            })
            .peekable();
        parts.peek()?;
        let mut union = self.participants.clone();
        for participants in parts.filter_map(|message| message.participants.as_ref()) {
            union |= participants;
        }
        union.remove(self.sender);
        Some(union.len())
    }

    fn tally(&self, sending: &Sending<'_>, lies_under: impl Fn(&Accepted) -> bool) -> Tally {
        let window = sending.policy.get(Parameter::StormWindow).saturating_mul(1_000);
        let least = sending.policy.get(Parameter::StormMinAudience);
        let mut tally = Tally::default();
        let mut senders = RoaringBitmap::new();
        let counted = sending.accepted.iter().filter(|m| m.people >= least && is_younger(m, sending, window));
        for message in counted.filter(|message| lies_under(message)) {
            tally.messages += 1;
            tally.deliveries = tally.deliveries.saturating_add(message.people);
            senders.insert(message.sender);
        }
        tally.senders = senders.len();
        senders.insert(self.sender);
        tally.senders_with_this = senders.len();
        tally
    }

    fn hers<'s>(&self, sending: &Sending<'s>, window: u64) -> impl Iterator<Item = &'s Accepted> {
        let (sender, sending) = (self.sender, sending.clone());
        sending.accepted.iter().filter(move |m| m.sender == sender && is_younger(m, &sending, window))
    }

    fn has_same_participants(&self, message: &Accepted) -> bool {
        message.participants.as_ref().is_some_and(|participants| alike(participants, &self.participants))
    }
}

fn has_same_text(message: &Accepted, sending: &Sending<'_>) -> bool {
    message.sketch.as_ref().zip(sending.sketch).is_some_and(|(one, other)| one.is_like(other))
}

/// "In the last" means younger than. What is not accepted yet is no history.
fn is_younger(message: &Accepted, sending: &Sending<'_>, window: u64) -> bool {
    u64::try_from(sending.now.saturating_sub(message.at)).is_ok_and(|age| age < window)
}

/// Jaccard of at least 0.9.
fn alike(one: &RoaringBitmap, other: &RoaringBitmap) -> bool {
    one.intersection_len(other) * 10 >= one.union_len(other) * 9
}
