//! The record of judgements: what was judged and what became of it, without content, 90 days.

use crate::audit::contains;
use crate::told_wrong::ToldWrong;
use crate::within::Within;
use crate::{Store, StoreError, UnixSeconds};
use levee_guard::{Code, Finding, Record, Ruling};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// One judgement (guard specification, section 16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// What people quote to support, e.g. `LV-7K3F-20QD`.
    pub reference: String,
    /// When.
    pub at: UnixSeconds,
    /// Pseudonym of the sender: a keyed hash.
    pub sender: Vec<u8>,
    /// Path of the sender's unit; empty: none.
    pub unit: String,
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
    /// The ruling if nothing were only observed.
    pub enforced: Ruling,
    /// What the rules saw, with the rulings that they have when nothing is only observed.
    pub findings: Vec<Finding>,
    /// Version of the policy.
    pub policy: u64,
    /// What became of it: `accepted`, `asked`, `held`, `blocked`, `sent`, `undone`, `released`, `rejected`, ...
    pub outcome: String,
    /// What it was made of; `None` where it reached too few people for any number of a policy to matter.
    pub record: Option<Record>,
    /// By what other judgements are known to be of the same message.
    pub same: Same,
    /// What its sender said of it. Not written with a judgement: said afterwards.
    pub told: Option<ToldWrong>,
}

/// By what two judgements on one sender's mail are known to be of one message in two forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Same {
    /// Keyed hash of its draft's id; empty: it has none.
    pub draft: Vec<u8>,
    /// Keyed hash of its sender and of its own words, forgotten after two days; empty: too few words to tell.
    pub words: Vec<u8>,
}

/// A judgement with its number in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Rises with time.
    pub id: i64,
    /// The judgement.
    pub judgement: JudgementRow,
}

/// A judgement that can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayable {
    /// Its number in the record.
    pub id: i64,
    /// When it was made.
    pub at: UnixSeconds,
    /// What people quote.
    pub reference: String,
    /// Pseudonym of the sender.
    pub sender: Vec<u8>,
    /// Path of the sender's unit; empty: none.
    pub unit: String,
    /// A.
    pub people: u64,
    /// E.
    pub external: u64,
    /// `web`, `smtp` or `api`.
    pub channel: String,
    /// JSON: lists with their sizes.
    pub lists: String,
    /// What it was made of.
    pub record: Record,
}

type ReplayColumns = (i64, i64, String, Vec<u8>, String, i64, i64, String, String, String);

/// Which judgements are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgementFilter {
    /// A whole reference.
    pub reference: Option<String>,
    /// Part of the address of a list that was entered; empty for all.
    pub list: String,
    /// A code among the findings.
    pub code: Option<Code>,
    /// Only those that their senders called wrong.
    pub told: bool,
    /// The ruling if nothing were only observed.
    pub ruling: Option<Ruling>,
    /// `web`, `smtp` or `api`; empty for all.
    pub channel: String,
    /// Not before this moment.
    pub since: UnixSeconds,
    /// Units whose senders are asked for, those below them too; `None`: everybody's.
    pub units: Option<Vec<String>>,
    /// Before this moment.
    pub until: Option<UnixSeconds>,
    /// Only judgements with a smaller number: the next page.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

const COLUMNS: &str =
    "id, reference, at, sender, unit, kind, channel, people, external, disclosed, size, lists, thread,
     ruling, enforced, findings, policy, outcome, record, draft, words, told_wrong, told_why";

const WHERE: &str = "at >= $1 AND ($2 = '' OR reference = $2) AND ($3 = '' OR lower(lists) LIKE lower($3) ESCAPE '\\')
     AND ($4 = '' OR id IN (SELECT judgement FROM judgement_codes WHERE code = $4))
     AND ($5 = '' OR enforced = $5) AND ($6 = '' OR channel = $6) AND at < $7
     AND ($8 = 0 OR told_wrong > 0)";

/// Binds a filter's values, in the order of `WHERE`.
macro_rules! bound {
    ($filter:ident, $query:expr) => {
        $query
            .bind($filter.since)
            .bind($filter.reference.clone().unwrap_or_default())
            .bind(contains(&$filter.list))
            .bind($filter.code.map_or("", Code::as_str))
            .bind($filter.ruling.map_or("", Ruling::as_str))
            .bind($filter.channel.clone())
            .bind($filter.until.unwrap_or(i64::MAX))
            .bind(i64::from($filter.told))
    };
}
impl Store {
    /// Judgements with that reference, newest first (chance may give one twice in many years).
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn judgements(&self, reference: &str) -> Result<Vec<JudgementRow>, StoreError> {
        let filter = JudgementFilter {
            reference: Some(reference.to_owned()),
            since: i64::MIN,
            limit: 20,
            ..JudgementFilter::default()
        };
        Ok(self.find_judgements(&filter).await?.into_iter().map(|found| found.judgement).collect())
    }

    /// Judgements, newest first.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn find_judgements(&self, filter: &JudgementFilter) -> Result<Vec<Recorded>, StoreError> {
        let within = Within::new(filter.units.as_deref(), 11);
        let sql = format!(
            "SELECT {COLUMNS} FROM judgements WHERE {WHERE} AND id < $9{} ORDER BY id DESC LIMIT $10",
            within.sql()
        );
        let query = bound!(filter, sqlx::query(sqlx::AssertSqlSafe(sql)))
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(i64::from(filter.limit));
        let rows = within
            .values()
            .fold(query, |query, (unit, length, below)| query.bind(unit).bind(length).bind(below))
            .fetch_all(self.reader())
            .await?;
        rows.iter().map(recorded).collect()
    }

    /// How many judgements a filter leaves, whatever the page; counted no further than `most`.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn count_judgements(&self, filter: &JudgementFilter, most: u32) -> Result<u64, StoreError> {
        let within = Within::new(filter.units.as_deref(), 10);
        let sql =
            format!("SELECT COUNT(*) FROM (SELECT 1 FROM judgements WHERE {WHERE}{} LIMIT $9) AS found", within.sql());
        let query = bound!(filter, sqlx::query_as::<_, (i64,)>(sqlx::AssertSqlSafe(sql))).bind(i64::from(most));
        let query =
            within.values().fold(query, |query, (unit, length, below)| query.bind(unit).bind(length).bind(below));
        let (count,) = query.fetch_one(self.reader()).await?;
        Ok(count.unsigned_abs())
    }

    /// Judgements that can be made again, with a higher number than `after`, oldest first. Those that only asked
    /// are left out: what was answered was judged once more.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn replayable(&self, since: UnixSeconds, after: i64, limit: u32) -> Result<Vec<Replayable>, StoreError> {
        let rows: Vec<ReplayColumns> = sqlx::query_as(
            "SELECT id, at, reference, sender, unit, people, external, channel, lists, record FROM judgements
             WHERE at >= $1 AND id > $2 AND record <> '' AND outcome <> 'asked' ORDER BY id LIMIT $3",
        )
        .bind(since)
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(self.reader())
        .await?;
        let row = |(id, at, reference, sender, unit, people, external, channel, lists, record): ReplayColumns| {
            let record = crate::from_json(&record, "record")?;
            let (people, external) = (people.unsigned_abs(), external.unsigned_abs());
            Ok(Replayable { id, at, reference, sender, unit, people, external, channel, lists, record })
        };
        rows.into_iter().map(row).collect()
    }

    /// How many judgements since a moment would have had each ruling, had nothing been only observed.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn rulings_since(&self, since: UnixSeconds) -> Result<Vec<(Ruling, u64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT enforced, COUNT(*) FROM judgements WHERE at >= $1 GROUP BY enforced")
                .bind(since)
                .fetch_all(self.reader())
                .await?;
        let of = |(ruling, count): (String, i64)| {
            Ok((Ruling::parse(&ruling).ok_or(StoreError::Corrupt("ruling"))?, count.unsigned_abs()))
        };
        rows.into_iter().map(of).collect()
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

pub(crate) async fn record(connection: &mut AnyConnection, j: &JudgementRow) -> Result<(), StoreError> {
    let (id,): (i64,) = sqlx::query_as(
        "INSERT INTO judgements (reference, at, sender, kind, channel, people, external, disclosed, size, lists,
             thread, ruling, enforced, findings, policy, outcome, record, unit, draft, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         RETURNING id",
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
    .bind(j.enforced.as_str())
    .bind(crate::to_json(&j.findings)?)
    .bind(crate::to_i64(j.policy))
    .bind(&j.outcome)
    .bind(j.record.as_ref().map(crate::to_json).transpose()?.unwrap_or_default())
    .bind(&j.unit)
    .bind(&j.same.draft)
    .bind(&j.same.words)
    .fetch_one(&mut *connection)
    .await?;
    for finding in &j.findings {
        sqlx::query("INSERT INTO judgement_codes (code, judgement) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(finding.code.as_str())
            .bind(id)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub(crate) async fn note_outcome(
    connection: &mut AnyConnection,
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

fn recorded(row: &AnyRow) -> Result<Recorded, StoreError> {
    use sqlx::Row as _;
    let number = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    let ruling = |name: &str| Ruling::parse(row.try_get(name)?).ok_or(StoreError::Corrupt("ruling"));
    Ok(Recorded {
        id: row.try_get("id")?,
        judgement: JudgementRow {
            reference: row.try_get("reference")?,
            at: row.try_get("at")?,
            sender: row.try_get("sender")?,
            unit: row.try_get("unit")?,
            kind: row.try_get("kind")?,
            channel: row.try_get("channel")?,
            people: number("people")?,
            external: number("external")?,
            disclosed: number("disclosed")?,
            size: number("size")?,
            lists: row.try_get("lists")?,
            thread: row.try_get("thread")?,
            ruling: ruling("ruling")?,
            enforced: ruling("enforced")?,
            findings: crate::from_json(row.try_get("findings")?, "findings")?,
            policy: number("policy")?,
            outcome: row.try_get("outcome")?,
            record: match row.try_get("record")? {
                "" => None,
                text => Some(crate::from_json(text, "record")?),
            },
            same: Same { draft: row.try_get("draft")?, words: row.try_get("words")? },
            told: match row.try_get("told_wrong")? {
                0 => None,
                at => Some(ToldWrong { at, why: row.try_get("told_why")? }),
            },
        },
    })
}
