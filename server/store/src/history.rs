//! The guard's own memory of accepted messages: whom they reached and when, never what they said.
//! Gives rows; what they mean (habit, split, storm) is worked out by the caller.

use crate::migrations::Kind;
use crate::storms::{self, StormRow};
use crate::{Snapshot, StoreError, UnixSeconds, to_i64};
use levee_guard::TextSketch;
use levee_mail::Address;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// An accepted message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptedMessage {
    /// Number; 0 before it is kept.
    pub id: i64,
    /// Id of its submission; empty when it came from elsewhere.
    pub submission: String,
    /// When it was accepted.
    pub at: UnixSeconds,
    /// Person who sent it.
    pub sender: u32,
    /// A.
    pub people: u64,
    /// Deliveries it makes.
    pub deliveries: u64,
    /// Judged by the reply tiers.
    pub conversational: bool,
    /// Judged by the column *discussion*.
    pub discussion: bool,
    /// Message-ID without brackets; empty: none.
    pub message_id: String,
    /// First id of the thread; empty: none.
    pub thread_root: String,
    /// Keyed hash of the bare subject.
    pub subject_key: Vec<u8>,
    /// Top-level lists, canonical, those of other organisations among them.
    pub lists: Vec<Address>,
    /// Audience and sender, in the caller's portable form.
    pub participants: Vec<u8>,
    /// Those of them reached by Bcc alone, likewise.
    pub hidden: Vec<u8>,
    /// Keyed sketch of the own text; `None` for audiences too small to be compared.
    pub sketch: Option<TextSketch>,
}

/// Whom a message reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// When it was accepted.
    pub at: UnixSeconds,
    /// Message-ID without brackets; empty: none.
    pub message_id: String,
    /// Audience and sender, in the caller's portable form.
    pub participants: Vec<u8>,
}

/// Reads the history, in a snapshot or within an acceptance. `but` is the submission that is judged
/// now, left out of its own history; empty for none.
#[derive(Debug)]
pub struct History<'c>(pub(crate) &'c mut AnyConnection, pub(crate) Kind);

impl Snapshot {
    /// The guard's memory as of this snapshot.
    pub fn history(&mut self) -> History<'_> {
        let kind = self.kind();
        History(self.connection(), kind)
    }
}

/// Everything that is kept of a message but the sketch of its text, which is most of it; that where it is compared.
macro_rules! columns {
    ($sketch:literal, $rest:literal) => {
        concat!(
            "SELECT id, submission, at, sender, people, deliveries, conversational, discussion, message_id, thread_root,
                    subject_key, list_addresses, participants, hidden, ",
            $sketch,
            " FROM accepted_messages ",
            $rest
        )
    };
}

impl History<'_> {
    /// People of a message up to which its participants are marked by the bytes of each of them.
    pub const MARKED: u64 = 4_000;

    /// What the sender sent after `since`, newest first, with the sketches of its texts: for rates, splits and
    /// duplicates.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn sent_by(
        &mut self,
        sender: u32,
        since: UnixSeconds,
        but: &str,
    ) -> Result<Vec<AcceptedMessage>, StoreError> {
        let rows =
            sqlx::query(columns!("sketch", "WHERE sender = $1 AND at > $2 AND submission <> $3 ORDER BY at DESC"))
                .bind(i64::from(sender))
                .bind(since)
                .bind(non_empty(but))
                .fetch_all(&mut *self.0)
                .await?;
        rows.iter().map(message).collect()
    }

    /// What the sender sent after `since` to between `least` and `most` people, newest first, without sketches: for
    /// habit.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn sent_to_about(
        &mut self,
        sender: u32,
        since: UnixSeconds,
        least: u64,
        most: u64,
        but: &str,
    ) -> Result<Vec<AcceptedMessage>, StoreError> {
        let rows = sqlx::query(columns!(
            "'' AS sketch",
            "WHERE sender = $1 AND at > $2 AND people >= $3 AND people <= $4 AND submission <> $5 ORDER BY at DESC"
        ))
        .bind(i64::from(sender))
        .bind(since)
        .bind(to_i64(least))
        .bind(to_i64(most))
        .bind(non_empty(but))
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter().map(message).collect()
    }

    /// What anybody sent after `since` to `least` people or more, without sketches: for storms. `least` is 5 or more, as
    /// for no parameter of a policy it is less: smaller mail is most of what is kept and stands in no index of time.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn accepted_since(
        &mut self,
        since: UnixSeconds,
        least: u64,
        but: &str,
    ) -> Result<Vec<AcceptedMessage>, StoreError> {
        let rows = sqlx::query(columns!(
            "'' AS sketch",
            "WHERE at > $1 AND people >= 5 AND people >= $2 AND submission <> $3 ORDER BY at DESC"
        ))
        .bind(since)
        .bind(to_i64(least))
        .bind(non_empty(but))
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter().map(message).collect()
    }

    /// Whom others than the sender wrote to after `since`, where that were between `least` (5 or more) and `most`
    /// people, newest first: for replies made by hand. Of messages to [`History::MARKED`] people at most, those alone
    /// whose participants, as bytes, hold the bytes of `mark`: of a week's mail most is read nowhere.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn reached_by_others(
        &mut self,
        sender: u32,
        since: UnixSeconds,
        least: u64,
        most: u64,
        mark: &[u8],
    ) -> Result<Vec<Reached>, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = sqlx::query_as(self.1.of(
            "SELECT at, message_id, participants FROM accepted_messages
             WHERE at > $1 AND people >= 5 AND people >= $2 AND people <= $3 AND sender <> $4
                 AND (people > $5 OR instr(participants, $6) > 0) ORDER BY at DESC",
            "SELECT at, message_id, participants FROM accepted_messages
             WHERE at > $1 AND people >= 5 AND people >= $2 AND people <= $3 AND sender <> $4
                 AND (people > $5 OR position($6 IN participants) > 0) ORDER BY at DESC",
        ))
        .bind(since)
        .bind(to_i64(least))
        .bind(to_i64(most))
        .bind(i64::from(sender))
        .bind(to_i64(Self::MARKED))
        .bind(mark)
        .fetch_all(&mut *self.0)
        .await?;
        Ok(rows.into_iter().map(|(at, message_id, participants)| Reached { at, message_id, participants }).collect())
    }

    /// The accepted message with that Message-ID, the latest of them.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn by_message_id(&mut self, message_id: &str) -> Result<Option<AcceptedMessage>, StoreError> {
        let row =
            sqlx::query(columns!("sketch", "WHERE message_id = $1 AND message_id <> '' ORDER BY at DESC LIMIT 1"))
                .bind(message_id)
                .fetch_optional(&mut *self.0)
                .await?;
        row.as_ref().map(message).transpose()
    }

    /// Storms whose keys are frozen at `now` and that nobody released.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn frozen(&mut self, now: UnixSeconds) -> Result<Vec<StormRow>, StoreError> {
        storms::frozen(&mut *self.0, now).await
    }
}

/// No submission has an empty id to be left out by: messages from elsewhere keep theirs empty.
fn non_empty(but: &str) -> &str {
    if but.is_empty() { "-" } else { but }
}

/// Addresses of lists, one a line.
pub(crate) fn addresses(lines: &str) -> Result<Vec<Address>, StoreError> {
    lines.lines().map(|line| Address::parse(line).map_err(|_| StoreError::Corrupt("address of a list"))).collect()
}

pub(crate) fn in_lines(addresses: &[Address]) -> String {
    addresses.iter().map(Address::to_string).collect::<Vec<_>>().join("\n")
}

fn message(row: &AnyRow) -> Result<AcceptedMessage, StoreError> {
    use sqlx::Row as _;
    Ok(AcceptedMessage {
        id: row.try_get(0)?,
        submission: row.try_get(1)?,
        at: row.try_get(2)?,
        sender: u32::try_from(row.try_get::<i64, _>(3)?).map_err(|_| StoreError::Corrupt("sender"))?,
        people: row.try_get::<i64, _>(4)?.unsigned_abs(),
        deliveries: row.try_get::<i64, _>(5)?.unsigned_abs(),
        conversational: row.try_get::<i64, _>(6)? != 0,
        discussion: row.try_get::<i64, _>(7)? != 0,
        message_id: row.try_get(8)?,
        thread_root: row.try_get(9)?,
        subject_key: row.try_get(10)?,
        lists: addresses(row.try_get(11)?)?,
        participants: row.try_get(12)?,
        hidden: row.try_get(13)?,
        sketch: match row.try_get(14)? {
            "" => None,
            text => Some(crate::from_json(text, "sketch")?),
        },
    })
}

pub(crate) async fn remember(connection: &mut AnyConnection, m: &AcceptedMessage) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO accepted_messages (submission, at, sender, people, deliveries, conversational, discussion,
             message_id, thread_root, subject_key, list_addresses, participants, hidden, sketch)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&m.submission)
    .bind(m.at)
    .bind(i64::from(m.sender))
    .bind(to_i64(m.people))
    .bind(to_i64(m.deliveries))
    .bind(i64::from(m.conversational))
    .bind(i64::from(m.discussion))
    .bind(&m.message_id)
    .bind(&m.thread_root)
    .bind(&m.subject_key)
    .bind(in_lines(&m.lists))
    .bind(&m.participants)
    .bind(&m.hidden)
    .bind(m.sketch.as_ref().map(crate::to_json).transpose()?.unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

/// What was taken back stops counting.
pub(crate) async fn forget(connection: &mut AnyConnection, submission: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM accepted_messages WHERE submission = $1").bind(submission).execute(connection).await?;
    Ok(())
}
