//! What is remembered of accepted messages and read in the author's mailbox, handed to the directory, which
//! compares it with the message judged now (guard specification, sections 5 to 7). Fetches no more rows than can
//! matter; which of them do is decided there.

use crate::facts::Context;
use crate::handed::{self, Handed};
use levee_contract::UnixSeconds;
use levee_directory::{
    Accepted, Asking, Expansion, Field, Frozen, Parent, ReceivedMessage, Recipient, Record, Seen, Talk,
};
use levee_guard::{Fact, Parameter, RATIO_ONE};
use levee_store::{AcceptedMessage, History, StoreError, StormRow};
use roaring::RoaringBitmap;
use std::collections::BTreeSet;

const DAY: UnixSeconds = 86_400;
/// Habit looks back so far.
const HABIT: UnixSeconds = 60 * DAY;
/// Below this many people neither tiers nor disclosure ask, and habit softens nothing.
const HABIT_MATTERS: u64 = 10;

/// What was before the message that is judged.
pub(crate) struct Past {
    /// The message answered, where there is one; unknown where it was not found.
    pub(crate) answered: Fact<Option<Parent>>,
    pub(crate) received: Vec<ReceivedMessage>,
    pub(crate) accepted: Vec<Accepted>,
    pub(crate) frozen: Vec<Frozen>,
    /// Numbers of the rows in `accepted`: what two queries find counts once.
    known: BTreeSet<i64>,
}

impl Past {
    /// Looks up what can matter to this message.
    pub(crate) async fn of(
        history: &mut History<'_>,
        handed: &Handed,
        expansion: &Expansion,
        asking: &Asking<'_>,
        c: &Context<'_>,
    ) -> Result<Self, StoreError> {
        let mut past = Self {
            answered: answered(history, handed, asking, c).await?,
            received: received(history, expansion, c).await?,
            accepted: Vec::new(),
            frozen: history.frozen(c.now).await?.iter().map(frozen).collect::<Result<_, _>>()?,
            known: BTreeSet::new(),
        };
        let seconds = |parameter| i64::try_from(c.policy.get(parameter)).unwrap_or(i64::MAX);
        let window = DAY.max(seconds(Parameter::SplitWindow)).max(seconds(Parameter::DuplicateWindow));
        let since = c.now.saturating_sub(window);
        past.add(history.sent_by(expansion.sender, since, c.but).await?)?;
        if expansion.reach.people >= c.policy.get(Parameter::StormQuiet) {
            let since = c.now.saturating_sub(seconds(Parameter::StormWindow));
            let least = c.policy.get(Parameter::StormMinAudience);
            past.add(history.accepted_since(since, least, c.but).await?)?;
        }
        past.look_for_habit(history, expansion, c).await?;
        Ok(past)
    }

    /// The message answered, if there is one and it was found.
    pub(crate) fn parent(&self) -> Option<&Parent> {
        self.answered.as_ref().known()?.as_ref()
    }

    /// Adds what the sender sent to about as many people, so that a habit is found.
    pub(crate) async fn look_for_habit(
        &mut self,
        history: &mut History<'_>,
        expansion: &Expansion,
        c: &Context<'_>,
    ) -> Result<(), StoreError> {
        let people = expansion.reach.people;
        if people < HABIT_MATTERS && expansion.reach.disclosed < HABIT_MATTERS {
            return Ok(());
        }
        // Sets of which one is nine tenths of both differ in size by no more than that.
        let (least, most) = ((people * 9 / 10).saturating_sub(1), people * 10 / 9 + 2);
        self.add(history.sent_to_about(expansion.sender, c.now - HABIT, least, most, c.but).await?)
    }

    /// Adds what is not there yet: what was read with the sketch of its text stays.
    fn add(&mut self, rows: Vec<AcceptedMessage>) -> Result<(), StoreError> {
        for row in rows {
            if self.known.insert(row.id) {
                self.accepted.push(accepted(row)?);
            }
        }
        Ok(())
    }
}

/// The message answered: as her mailbox shows it, else as the record has it.
async fn answered(
    history: &mut History<'_>,
    handed: &Handed,
    asking: &Asking<'_>,
    c: &Context<'_>,
) -> Result<Fact<Option<Parent>>, StoreError> {
    let seen = handed.parent.as_ref();
    let Some(id) = seen.and_then(|parent| parent.message_id.as_ref()).or(handed.refers_to.last()) else {
        return Ok(Fact::Known(seen.map(|parent| in_mailbox(parent, None, asking, c))));
    };
    let record = history.by_message_id(id.as_str()).await?.map(|row| record(&row)).transpose()?;
    Ok(match (seen, record) {
        (Some(parent), record) => Fact::Known(Some(in_mailbox(parent, record, asking, c))),
        (None, Some(record)) => Fact::Known(Some(Parent::recorded(record))),
        (None, None) => Fact::Unknown,
    })
}

fn in_mailbox(parent: &handed::Parent, record: Option<Record>, asking: &Asking<'_>, c: &Context<'_>) -> Parent {
    let fields = [(Field::To, &parent.to), (Field::Cc, &parent.cc)];
    let recipients: Vec<Recipient> = fields
        .into_iter()
        .flat_map(|(field, addresses)| addresses.iter().map(move |a| Recipient { field, address: a.clone() }))
        .collect();
    let seen = Seen { author: &parent.author, recipients: &recipients, reply_to: &parent.reply_to };
    Parent::seen(c.directory, seen, record, asking)
}

fn record(row: &AcceptedMessage) -> Result<Record, StoreError> {
    let hidden = set(&row.hidden)?;
    let mut visible = set(&row.participants)? - &hidden;
    visible.remove(row.sender);
    Ok(Record { sender: row.sender, visible, hidden })
}

/// Messages she received whose people may be addressed again here.
async fn received(
    history: &mut History<'_>,
    expansion: &Expansion,
    c: &Context<'_>,
) -> Result<Vec<ReceivedMessage>, StoreError> {
    let overlap = c.policy.get(Parameter::HandmadeOverlap).max(1);
    let least = c.policy.get(Parameter::HandmadeMin);
    let most = expansion.singly.len().saturating_mul(RATIO_ONE) / overlap;
    if most < least {
        return Ok(Vec::new());
    }
    let age = i64::try_from(c.policy.get(Parameter::HandmadeAge)).unwrap_or(i64::MAX);
    // A second more than the age: "at most" includes equality. One person more than P: she is counted in the row.
    let since = c.now.saturating_sub(age).saturating_sub(1);
    let mark = mark_of(expansion.sender);
    let rows = history.reached_by_others(expansion.sender, since, least, most.saturating_add(1), &mark).await?;
    let mut found = Vec::new();
    for row in rows {
        let people = set(&row.participants)?;
        if people.contains(expansion.sender) {
            let message_id = some(row.message_id);
            found.push(ReceivedMessage { at: millis(row.at), message_id, people });
        }
    }
    Ok(found)
}

fn accepted(row: AcceptedMessage) -> Result<Accepted, StoreError> {
    Ok(Accepted {
        sender: row.sender,
        at: millis(row.at),
        people: row.people,
        participants: Some(set(&row.participants)?),
        talk: if row.conversational { Talk::Conversational } else { Talk::Other },
        message_id: some(row.message_id),
        root: some(row.thread_root),
        subject: row.subject_key,
        sketch: row.sketch,
        lists: row.lists,
    })
}

fn frozen(row: &StormRow) -> Result<Frozen, StoreError> {
    Ok(Frozen {
        at: millis(row.tripped),
        until: millis(row.until),
        root: some(row.thread_root.clone()),
        participants: Some(set(&row.participants)?),
        lists: row.lists.iter().map(|list| (list.clone(), row.subject_key.clone())).collect(),
    })
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// Milliseconds since 1970 of a time that is kept in seconds.
pub(crate) fn millis(at: UnixSeconds) -> i64 {
    at.saturating_mul(1_000)
}

/// A set of people as the store keeps it.
fn set(bytes: &[u8]) -> Result<RoaringBitmap, StoreError> {
    if bytes.is_empty() {
        return Ok(RoaringBitmap::new());
    }
    RoaringBitmap::deserialize_from(bytes).map_err(|_| StoreError::Corrupt("set of people"))
}

/// What the bytes of every set hold that somebody is in: of sets this small each person's lower half stands in them as
/// it is (the format of Roaring bitmaps). Others' bytes may hold it by chance.
fn mark_of(person: u32) -> [u8; 2] {
    let [low, high, ..] = person.to_le_bytes();
    [low, high]
}

/// The bytes of a set of people.
pub(crate) fn bytes_of(set: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(set.serialized_size());
    // A Vec takes all that is written.
    drop(set.serialize_into(&mut bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_set_hold_the_mark_of_each_person_in_it() {
        let most = u32::try_from(History::MARKED).unwrap() + 1;
        let in_a_row: RoaringBitmap = (70_000..70_000 + most).collect();
        let apart: RoaringBitmap = (0..most).map(|n| n * 211).collect();
        for people in [in_a_row, apart, [0, 65_535, 65_536, u32::MAX].into_iter().collect()] {
            let bytes = bytes_of(&people);
            let held: BTreeSet<[u8; 2]> = bytes.windows(2).map(|two| [two[0], two[1]]).collect();
            assert!(people.iter().all(|person| held.contains(&mark_of(person))));
            assert_eq!(set(&bytes).unwrap(), people);
        }
        assert!(!bytes_of(&[7, 8].into_iter().collect()).windows(2).any(|two| two == mark_of(9)));
    }
}
