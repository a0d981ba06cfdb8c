//! What the guard remembers of accepted messages, as numbers about the message judged now: habit,
//! rates, splits, duplicates, storms, and replies made by hand (guard specification, sections 5 to 7).

use crate::facts::Context;
use crate::handed::Handed;
use levee_contract::UnixSeconds;
use levee_directory::{Expansion, ListId};
use levee_guard::{History as Numbers, Parameter, RATIO_ONE, Received, Tally, TextSketch};
use levee_store::{AcceptedMessage, History, StoreError};
use roaring::RoaringBitmap;
use std::collections::HashSet;

const MINUTE: UnixSeconds = 60;
const DAY: UnixSeconds = 86_400;
/// Habit looks back so far.
const HABIT: UnixSeconds = 60 * DAY;
/// Below this many people neither tiers nor disclosure ask, and habit softens nothing.
const HABIT_MATTERS: u64 = 10;
/// Texts are compared from this audience on (section 6, SPLIT_SEND).
pub(crate) const COMPARED: u64 = 25;

/// The message judged now, in the terms in which others are remembered.
pub(crate) struct Trace<'a> {
    pub(crate) expansion: &'a Expansion,
    pub(crate) participants: RoaringBitmap,
    pub(crate) lists: Vec<ListId>,
    pub(crate) root: String,
    pub(crate) subject_key: Vec<u8>,
    pub(crate) sketch: TextSketch,
    pub(crate) message_id: String,
}

impl Trace<'_> {
    fn people(&self) -> u64 {
        self.expansion.reach.people
    }
}

/// How often she sent to these participants.
pub(crate) async fn habit(history: &mut History<'_>, trace: &Trace<'_>, c: &Context<'_>) -> Result<u64, StoreError> {
    let people = trace.people();
    if people < HABIT_MATTERS && trace.expansion.reach.disclosed < HABIT_MATTERS {
        return Ok(0);
    }
    // Sets of which one is nine tenths of both differ in size by no more than that.
    let (least, most) = ((people * 9 / 10).saturating_sub(1), people * 10 / 9 + 2);
    let rows = history.sent_by(trace.expansion.sender, c.now - HABIT, least, most, c.but).await?;
    let mut times = 0;
    for row in &rows {
        times += u64::from(is_same_people(&set(&row.participants)?, &trace.participants));
    }
    Ok(times)
}

/// Rates, splits, duplicates and what lies under the storm keys.
pub(crate) async fn numbers(
    history: &mut History<'_>,
    trace: &Trace<'_>,
    c: &Context<'_>,
) -> Result<Numbers, StoreError> {
    let sender = trace.expansion.sender;
    let seconds = |parameter| i64::try_from(c.policy.get(parameter)).unwrap_or(i64::MAX);
    let (_, deliveries_day) = history.volume_of(sender, c.now - DAY, c.but).await?;
    let (messages_minute, _) = history.volume_of(sender, c.now - MINUTE, c.but).await?;
    let window = seconds(Parameter::SplitWindow).max(seconds(Parameter::DuplicateWindow));
    let hers = history.sent_by(sender, c.now.saturating_sub(window), 0, u64::MAX, c.but).await?;
    let split_since = c.now.saturating_sub(seconds(Parameter::SplitWindow));
    let duplicate_since = c.now.saturating_sub(seconds(Parameter::DuplicateWindow));
    let storm_since = c.now.saturating_sub(seconds(Parameter::StormWindow));
    let least = c.policy.get(Parameter::StormMinAudience);
    let storm = match trace.people() >= c.policy.get(Parameter::StormQuiet) {
        true => history.accepted_since(storm_since, least, u64::MAX, c.but).await?,
        false => Vec::new(),
    };
    let mut of_same_people = Vec::new();
    for row in &storm {
        if is_same_people(&set(&row.participants)?, &trace.participants) {
            of_same_people.push(row);
        }
    }
    let in_thread =
        |row: &&AcceptedMessage| row.conversational && !trace.root.is_empty() && row.thread_root == trace.root;
    let of_list = |list: &ListId| {
        tally(storm.iter().filter(|row| row.lists.contains(list) && row.subject_key == trace.subject_key), sender)
    };
    Ok(Numbers {
        deliveries_day,
        messages_minute,
        split_union: split_union(hers.iter().filter(|row| row.at > split_since), trace)?,
        duplicate: duplicate(hers.iter().filter(|row| row.at > duplicate_since), trace, c),
        thread: tally(storm.iter().filter(in_thread), sender),
        participants: tally(of_same_people.into_iter(), sender),
        list_subjects: trace.lists.iter().map(of_list).collect(),
    })
}

/// Messages she received whose people may be addressed again here.
pub(crate) async fn received(
    history: &mut History<'_>,
    trace: &Trace<'_>,
    handed: &Handed,
    c: &Context<'_>,
) -> Result<Vec<Received>, StoreError> {
    let singly = &trace.expansion.singly;
    let overlap = c.policy.get(Parameter::HandmadeOverlap).max(1);
    let least = c.policy.get(Parameter::HandmadeMin);
    let most = singly.len().saturating_mul(RATIO_ONE) / overlap;
    if most < least {
        return Ok(Vec::new());
    }
    let age = i64::try_from(c.policy.get(Parameter::HandmadeAge)).unwrap_or(i64::MAX);
    let sender = trace.expansion.sender;
    let rows = history.accepted_since(c.now.saturating_sub(age).saturating_sub(1), least, most, c.but).await?;
    let mut found = Vec::new();
    let pressed = handed.parent.as_ref().and_then(|parent| parent.message_id.as_ref());
    for row in rows.iter().filter(|row| row.sender != sender) {
        let mut people = set(&row.participants)?;
        if !people.remove(sender) {
            continue;
        }
        let named = |id: &levee_mail::MessageId| id.as_str() == row.message_id;
        let referred_to = handed.refers_to.iter().any(named) || pressed.is_some_and(named);
        found.push(Received {
            age: u64::try_from(c.now - row.at).unwrap_or_default(),
            people: people.len(),
            shared: people.intersection_len(singly),
            referred_to,
            quoted: handed.message.has_quote && referred_to,
        });
    }
    Ok(found)
}

/// Whether one of the message's storm keys is frozen now.
pub(crate) async fn is_frozen(
    history: &mut History<'_>,
    trace: &Trace<'_>,
    now: UnixSeconds,
) -> Result<bool, StoreError> {
    for storm in history.frozen(now).await? {
        let thread = !storm.thread_root.is_empty() && storm.thread_root == trace.root;
        let list = storm.subject_key == trace.subject_key && storm.lists.iter().any(|list| trace.lists.contains(list));
        if thread || list || is_same_people(&set(&storm.participants)?, &trace.participants) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// People of this message and of those it is a part of.
fn split_union<'a>(
    rows: impl Iterator<Item = &'a AcceptedMessage>,
    trace: &Trace<'_>,
) -> Result<Option<u64>, StoreError> {
    let mut union: Option<RoaringBitmap> = None;
    for row in rows {
        let same_id = !trace.message_id.is_empty() && row.message_id == trace.message_id;
        let compared = row.people >= COMPARED && trace.people() >= COMPARED;
        if same_id || (compared && row.sketch.as_ref().is_some_and(|sketch| sketch.is_like(&trace.sketch))) {
            *union.get_or_insert_with(|| trace.participants.clone()) |= set(&row.participants)?;
        }
    }
    Ok(union.map(|mut people| {
        people.remove(trace.expansion.sender);
        people.len()
    }))
}

/// A top-level list that the same text went to before.
fn duplicate<'a>(
    mut rows: impl Iterator<Item = &'a AcceptedMessage>,
    trace: &Trace<'_>,
    c: &Context<'_>,
) -> Option<levee_mail::Address> {
    let list = rows.find_map(|row| {
        let alike = row.sketch.as_ref().is_some_and(|sketch| sketch.is_like(&trace.sketch));
        row.lists.iter().find(|list| alike && trace.lists.contains(list))
    })?;
    Some(c.directory.list(*list)?.address().clone())
}

fn tally<'a>(rows: impl Iterator<Item = &'a AcceptedMessage>, sender: u32) -> Tally {
    let (mut tally, mut senders) = (Tally::default(), HashSet::new());
    for row in rows {
        tally.messages += 1;
        tally.deliveries = tally.deliveries.saturating_add(row.deliveries);
        senders.insert(row.sender);
    }
    tally.senders = senders.len() as u64;
    senders.insert(sender);
    tally.senders_with_this = senders.len() as u64;
    tally
}

/// Jaccard of at least 0.9.
fn is_same_people(one: &RoaringBitmap, two: &RoaringBitmap) -> bool {
    let shared = one.intersection_len(two);
    let all = one.len() + two.len() - shared;
    shared * 10 >= all * 9
}

/// A set of people as the store keeps it.
pub(crate) fn set(bytes: &[u8]) -> Result<RoaringBitmap, StoreError> {
    if bytes.is_empty() {
        return Ok(RoaringBitmap::new());
    }
    RoaringBitmap::deserialize_from(bytes).map_err(|_| StoreError::Corrupt("set of people"))
}

/// The bytes of a set of people.
pub(crate) fn bytes_of(set: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(set.serialized_size());
    // A Vec takes all that is written.
    drop(set.serialize_into(&mut bytes));
    bytes
}
