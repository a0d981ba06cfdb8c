//! Lists: who is in them as sets of numbers, what their source says as JSON, and beside it what is
//! recorded here (sizes, acknowledgements).

use crate::directory_version::{Changed, note_change};
use crate::{Store, StoreError, SuspensionRow, UnixSeconds, pack};
use std::collections::{HashMap, HashSet};

/// What a source says of a list. Its number is asked for first, because lists name each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// From [`Store::number_lists`].
    pub id: u32,
    /// Primary address.
    pub address: String,
    /// Further addresses.
    pub aliases: Vec<String>,
    /// May be empty.
    pub name: String,
    /// Direct members, in the caller's portable form.
    pub members: Vec<u8>,
    /// Lists in it.
    pub nested: Vec<u32>,
    /// JSON of everything else.
    pub record: String,
}

/// A list as read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// What its source says.
    pub entry: ListEntry,
    /// What is recorded here.
    pub governance: ListGovernance,
    /// Members that left by themselves; its source may go on naming them.
    pub departed: Vec<u32>,
    /// Set while nobody may write to it, whatever its source says.
    pub suspended: Option<SuspensionRow>,
}

/// What is recorded about a list beside its members (guard specification, sections 6 and 17).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListGovernance {
    /// Size that its owner declared.
    pub declared: Option<u64>,
    /// When it was made.
    pub created: Option<UnixSeconds>,
    /// When its rule was last changed.
    pub rule_changed: Option<UnixSeconds>,
    /// Size at which an owner acknowledged a jump.
    pub acknowledged: Option<u64>,
    /// Size at which a held message to it was released.
    pub released: Option<u64>,
    /// How many the mail server's own expansion reaches.
    pub mta_size: Option<u64>,
    /// Recorded daily sizes of the last 30 days, oldest first.
    pub daily: Vec<u32>,
}

pub(crate) const NOT_KNOWN: i64 = -1;

fn column(value: Option<u64>) -> i64 {
    value.map_or(NOT_KNOWN, crate::to_i64)
}

impl Store {
    /// Numbers for lists of a source, given now where they have none. A list is not there before
    /// it is imported.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn number_lists(&self, source: &str, keys: &[String], now: UnixSeconds) -> Result<Vec<u32>, StoreError> {
        let mut tx = self.begin_import().await?;
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT key, id FROM lists WHERE source = $1").bind(source).fetch_all(&mut *tx).await?;
        let mut known: HashMap<String, i64> = rows.into_iter().collect();
        let (mut next,): (i64,) =
            sqlx::query_as("SELECT COALESCE(MAX(id), -1) + 1 FROM lists").fetch_one(&mut *tx).await?;
        let mut ids = Vec::with_capacity(keys.len());
        let mut fresh = Vec::new();
        for key in keys {
            let id = *known.entry(key.clone()).or_insert_with(|| {
                fresh.push((next, key));
                next += 1;
                next - 1
            });
            ids.push(u32::try_from(id).map_err(|_| StoreError::Corrupt("list id"))?);
        }
        sqlx::query(self.kind().of(
            "INSERT INTO lists (id, source, key, address, aliases, name, members, nested, record, gone)
             SELECT value ->> 0, $2, value ->> 1, '', '', '', x'', x'', '', $3 FROM json_each($1)",
            "INSERT INTO lists (id, source, key, address, aliases, name, members, nested, record, gone)
             SELECT CAST(value ->> 0 AS bigint), $2, value ->> 1, '', '', '', '', '', '', $3
             FROM jsonb_array_elements(CAST($1 AS jsonb))",
        ))
        .bind(crate::to_json(&fresh)?)
        .bind(source)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(ids)
    }

    /// Takes all lists of a source; those no longer there are marked gone.
    ///
    /// # Errors
    /// `Gone` for an id that was never given to this source; `Unavailable`.
    pub async fn import_lists(&self, source: &str, entries: &[ListEntry], now: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin_import().await?;
        let ours: Vec<(i64, i64)> =
            sqlx::query_as("SELECT id, gone FROM lists WHERE source = $1").bind(source).fetch_all(&mut *tx).await?;
        let given: HashSet<i64> = ours.iter().map(|(id, _)| *id).collect();
        let mut changed = Vec::new();
        for list in entries {
            crate::one_row(u64::from(given.contains(&i64::from(list.id))), StoreError::Gone)?;
            let done = sqlx::query(
                "UPDATE lists SET address = $3, aliases = $4, name = $5, members = $6, nested = $7, record = $8,
                     gone = 0
                 WHERE id = $1 AND source = $2 AND (address <> $3 OR aliases <> $4 OR name <> $5 OR members <> $6
                     OR nested <> $7 OR record <> $8 OR gone <> 0)",
            )
            .bind(i64::from(list.id))
            .bind(source)
            .bind(&list.address)
            .bind(list.aliases.join("\n"))
            .bind(&list.name)
            .bind(&list.members)
            .bind(pack(&list.nested))
            .bind(&list.record)
            .execute(&mut *tx)
            .await?;
            changed.extend((done.rows_affected() > 0).then_some(list.id));
        }
        let kept: HashSet<i64> = entries.iter().map(|list| i64::from(list.id)).collect();
        for (id, _) in ours.into_iter().filter(|(id, gone)| *gone == 0 && !kept.contains(id)) {
            changed.push(u32::try_from(id).map_err(|_| StoreError::Corrupt("list id"))?);
            sqlx::query("UPDATE lists SET gone = $2 WHERE id = $1").bind(id).bind(now).execute(&mut *tx).await?;
        }
        note_change(&mut tx, Changed::Lists(&changed)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Recorded sizes of a list, oldest first: day (since 1970 in the organisation's time zone), size.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn daily_sizes(&self, list: u32) -> Result<Vec<(i64, u64)>, StoreError> {
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("SELECT day, size FROM list_daily_sizes WHERE list = $1 ORDER BY day")
                .bind(i64::from(list))
                .fetch_all(self.reader())
                .await?;
        Ok(rows.into_iter().map(|(day, size)| (day, size.unsigned_abs())).collect())
    }

    /// Records what is known here about a list; what is `None` is forgotten. Daily sizes are recorded
    /// by [`Store::record_day`].
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn govern_list(&self, list: u32, facts: &ListGovernance) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (list) DO UPDATE SET declared = $2, created = $3, rule_changed = $4, acknowledged = $5,
                 released = $6, mta_size = $7",
        )
        .bind(i64::from(list))
        .bind(column(facts.declared))
        .bind(facts.created.unwrap_or(NOT_KNOWN))
        .bind(facts.rule_changed.unwrap_or(NOT_KNOWN))
        .bind(column(facts.acknowledged))
        .bind(column(facts.released))
        .bind(column(facts.mta_size))
        .execute(&mut *tx)
        .await?;
        note_change(&mut tx, Changed::Lists(&[list])).await?;
        tx.commit().await?;
        Ok(())
    }
}
