//! The guard's own memory of accepted messages: whom they reached and when, never what they said.
//! Gives rows; what they mean (habit, split, storm) is worked out by the caller.

use crate::{Snapshot, StoreError, UnixSeconds, pack, to_i64, unpack};
use levee_guard::TextSketch;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// An accepted message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptedMessage {
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
    /// Top-level lists.
    pub lists: Vec<u32>,
    /// Audience and sender, in the caller's portable form.
    pub participants: Vec<u8>,
    /// Those of them reached by Bcc alone, likewise.
    pub hidden: Vec<u8>,
    /// Keyed sketch of the own text; `None` for audiences too small to be compared.
    pub sketch: Option<TextSketch>,
}

/// A storm that froze its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StormRow {
    /// Number; 0 before it is kept.
    pub id: i64,
    /// When it tripped.
    pub tripped: UnixSeconds,
    /// Until when its keys are frozen.
    pub until: UnixSeconds,
    /// Thread root; empty: none.
    pub thread_root: String,
    /// Participants, in the caller's portable form.
    pub participants: Vec<u8>,
    /// Top-level lists.
    pub lists: Vec<u32>,
    /// Keyed hash of the bare subject.
    pub subject_key: Vec<u8>,
}

type StormColumns = (i64, i64, i64, String, Vec<u8>, Vec<u8>, Vec<u8>);

/// Reads the history, in a snapshot or within an acceptance. `but` is the submission that is judged
/// now, left out of its own history; empty for none.
#[derive(Debug)]
pub struct History<'c>(pub(crate) &'c mut SqliteConnection);

impl Snapshot {
    /// The guard's memory as of this snapshot.
    pub fn history(&mut self) -> History<'_> {
        History(self.connection())
    }
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT submission, at, sender, people, deliveries, conversational, discussion, message_id, thread_root,
                    subject_key, lists, participants, hidden, sketch
             FROM accepted_messages ",
            $rest
        )
    };
}

impl History<'_> {
    /// What the sender sent after `since`, to between `least` and `most` people, newest first: for
    /// habit, splits and duplicates.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn sent_by(
        &mut self,
        sender: u32,
        since: UnixSeconds,
        least: u64,
        most: u64,
        but: &str,
    ) -> Result<Vec<AcceptedMessage>, StoreError> {
        let rows = sqlx::query(columns!(
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

    /// What anybody sent after `since` to between `least` and `most` people: for storms and for
    /// replies made by hand.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn accepted_since(
        &mut self,
        since: UnixSeconds,
        least: u64,
        most: u64,
        but: &str,
    ) -> Result<Vec<AcceptedMessage>, StoreError> {
        let rows = sqlx::query(columns!(
            "WHERE at > $1 AND people >= $2 AND people <= $3 AND submission <> $4 ORDER BY at DESC"
        ))
        .bind(since)
        .bind(to_i64(least))
        .bind(to_i64(most))
        .bind(non_empty(but))
        .fetch_all(&mut *self.0)
        .await?;
        rows.iter().map(message).collect()
    }

    /// Messages and deliveries accepted from the sender after `since`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn volume_of(&mut self, sender: u32, since: UnixSeconds, but: &str) -> Result<(u64, u64), StoreError> {
        let (messages, deliveries): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), COALESCE(SUM(deliveries), 0) FROM accepted_messages
             WHERE sender = $1 AND at > $2 AND submission <> $3",
        )
        .bind(i64::from(sender))
        .bind(since)
        .bind(non_empty(but))
        .fetch_one(&mut *self.0)
        .await?;
        Ok((messages.unsigned_abs(), deliveries.unsigned_abs()))
    }

    /// The accepted message with that Message-ID, the latest of them.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn by_message_id(&mut self, message_id: &str) -> Result<Option<AcceptedMessage>, StoreError> {
        let row = sqlx::query(columns!("WHERE message_id = $1 AND message_id <> '' ORDER BY at DESC LIMIT 1"))
            .bind(message_id)
            .fetch_optional(&mut *self.0)
            .await?;
        row.as_ref().map(message).transpose()
    }

    /// Storms whose keys are frozen at `now` and that nobody released.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn frozen(&mut self, now: UnixSeconds) -> Result<Vec<StormRow>, StoreError> {
        let rows: Vec<StormColumns> = sqlx::query_as(
            "SELECT id, tripped, until, thread_root, participants, lists, subject_key
             FROM storms WHERE until > $1 AND released = 0 ORDER BY id",
        )
        .bind(now)
        .fetch_all(&mut *self.0)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(id, tripped, until, thread_root, participants, lists, subject_key)| StormRow {
                id,
                tripped,
                until,
                thread_root,
                participants,
                lists: unpack(&lists),
                subject_key,
            })
            .collect())
    }
}

/// No submission has an empty id to be left out by: messages from elsewhere keep theirs empty.
fn non_empty(but: &str) -> &str {
    if but.is_empty() { "-" } else { but }
}

fn message(row: &SqliteRow) -> Result<AcceptedMessage, StoreError> {
    use sqlx::Row as _;
    Ok(AcceptedMessage {
        submission: row.try_get(0)?,
        at: row.try_get(1)?,
        sender: u32::try_from(row.try_get::<i64, _>(2)?).map_err(|_| StoreError::Corrupt("sender"))?,
        people: row.try_get::<i64, _>(3)?.unsigned_abs(),
        deliveries: row.try_get::<i64, _>(4)?.unsigned_abs(),
        conversational: row.try_get::<i64, _>(5)? != 0,
        discussion: row.try_get::<i64, _>(6)? != 0,
        message_id: row.try_get(7)?,
        thread_root: row.try_get(8)?,
        subject_key: row.try_get(9)?,
        lists: unpack(row.try_get(10)?),
        participants: row.try_get(11)?,
        hidden: row.try_get(12)?,
        sketch: match row.try_get(13)? {
            "" => None,
            text => Some(crate::from_json(text, "sketch")?),
        },
    })
}

pub(crate) async fn remember(connection: &mut SqliteConnection, m: &AcceptedMessage) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO accepted_messages (submission, at, sender, people, deliveries, conversational, discussion,
             message_id, thread_root, subject_key, lists, participants, hidden, sketch)
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
    .bind(pack(&m.lists))
    .bind(&m.participants)
    .bind(&m.hidden)
    .bind(m.sketch.as_ref().map(crate::to_json).transpose()?.unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

/// What was taken back stops counting.
pub(crate) async fn forget(connection: &mut SqliteConnection, submission: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM accepted_messages WHERE submission = $1").bind(submission).execute(connection).await?;
    Ok(())
}

pub(crate) async fn freeze(connection: &mut SqliteConnection, storm: &StormRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO storms (tripped, until, released, thread_root, participants, lists, subject_key)
         VALUES ($1, $2, 0, $3, $4, $5, $6)",
    )
    .bind(storm.tripped)
    .bind(storm.until)
    .bind(&storm.thread_root)
    .bind(&storm.participants)
    .bind(pack(&storm.lists))
    .bind(&storm.subject_key)
    .execute(connection)
    .await?;
    Ok(())
}
