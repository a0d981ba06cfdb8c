//! The record of judgements: what was judged and what became of it, without content, 90 days.

use crate::{Store, StoreError, UnixSeconds};
use levee_guard::{Finding, Ruling};
use sqlx::sqlite::SqliteConnection;

/// One judgement (guard specification, section 16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// What people quote to support, e.g. `LV-7K3F-20QD`.
    pub reference: String,
    /// When.
    pub at: UnixSeconds,
    /// Pseudonym of the sender: a keyed hash.
    pub sender: Vec<u8>,
    /// Kind of message.
    pub kind: String,
    /// `web`, `smtp` or `api`.
    pub channel: String,
    /// A.
    pub people: u64,
    /// E.
    pub external: u64,
    /// D.
    pub disclosed: u64,
    /// Encoded size in bytes.
    pub size: u64,
    /// JSON: lists with their sizes.
    pub lists: String,
    /// Keyed hash of the thread root; empty: none.
    pub thread: Vec<u8>,
    /// The verdict's ruling.
    pub ruling: Ruling,
    /// What the rules saw.
    pub findings: Vec<Finding>,
    /// Version of the policy.
    pub policy: u64,
    /// What became of it: `accepted`, `asked`, `held`, `blocked`, `sent`, `undone`, `released`, `rejected`, ...
    pub outcome: String,
}

impl Store {
    /// Judgements with that reference, newest first (chance may give one twice in many years).
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn judgements(&self, reference: &str) -> Result<Vec<JudgementRow>, StoreError> {
        use sqlx::Row as _;
        let rows = sqlx::query(
            "SELECT reference, at, sender, kind, channel, people, external, disclosed, size, lists, thread, ruling,
                    findings, policy, outcome
             FROM judgements WHERE reference = $1 ORDER BY id DESC",
        )
        .bind(reference)
        .fetch_all(self.reader())
        .await?;
        rows.iter()
            .map(|row| {
                let number = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
                Ok(JudgementRow {
                    reference: row.try_get("reference")?,
                    at: row.try_get("at")?,
                    sender: row.try_get("sender")?,
                    kind: row.try_get("kind")?,
                    channel: row.try_get("channel")?,
                    people: number("people")?,
                    external: number("external")?,
                    disclosed: number("disclosed")?,
                    size: number("size")?,
                    lists: row.try_get("lists")?,
                    thread: row.try_get("thread")?,
                    ruling: Ruling::parse(row.try_get("ruling")?).ok_or(StoreError::Corrupt("ruling"))?,
                    findings: crate::from_json(row.try_get("findings")?, "findings")?,
                    policy: number("policy")?,
                    outcome: row.try_get("outcome")?,
                })
            })
            .collect()
    }

    /// Records a judgement that accepted nothing.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn record_judgement(&self, judgement: &JudgementRow) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        record(&mut tx, judgement).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(crate) async fn record(connection: &mut SqliteConnection, j: &JudgementRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO judgements (reference, at, sender, kind, channel, people, external, disclosed, size, lists,
             thread, ruling, findings, policy, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&j.reference)
    .bind(j.at)
    .bind(&j.sender)
    .bind(&j.kind)
    .bind(&j.channel)
    .bind(crate::to_i64(j.people))
    .bind(crate::to_i64(j.external))
    .bind(crate::to_i64(j.disclosed))
    .bind(crate::to_i64(j.size))
    .bind(&j.lists)
    .bind(&j.thread)
    .bind(j.ruling.as_str())
    .bind(crate::to_json(&j.findings)?)
    .bind(crate::to_i64(j.policy))
    .bind(&j.outcome)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn note_outcome(
    connection: &mut SqliteConnection,
    reference: &str,
    outcome: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE judgements SET outcome = $2 WHERE reference = $1")
        .bind(reference)
        .bind(outcome)
        .execute(connection)
        .await?;
    Ok(())
}
