//! Lists: who is in them as sets of numbers, what their source says as JSON, and beside it what is
//! recorded here (sizes, acknowledgements).

use crate::departures::departed;
use crate::directory_version::note_change;
use crate::{Store, StoreError, UnixSeconds, pack, unpack};
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

const NOT_KNOWN: i64 = -1;

fn count(value: i64) -> Option<u64> {
    u64::try_from(value).ok()
}

fn column(value: Option<u64>) -> i64 {
    value.map_or(NOT_KNOWN, crate::to_i64)
}

type ListColumns = (i64, String, String, String, Vec<u8>, Vec<u8>, String, [i64; 6]);

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
        for list in entries {
            let done = sqlx::query(
                "UPDATE lists SET address = $3, aliases = $4, name = $5, members = $6, nested = $7, record = $8,
                     gone = 0
                 WHERE id = $1 AND source = $2",
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
            crate::one_row(done.rows_affected(), StoreError::Gone)?;
        }
        let kept: HashSet<i64> = entries.iter().map(|list| i64::from(list.id)).collect();
        let there: Vec<(i64,)> = sqlx::query_as("SELECT id FROM lists WHERE source = $1 AND gone = 0")
            .bind(source)
            .fetch_all(&mut *tx)
            .await?;
        for (id,) in there.into_iter().filter(|(id,)| !kept.contains(id)) {
            sqlx::query("UPDATE lists SET gone = $2 WHERE id = $1").bind(id).bind(now).execute(&mut *tx).await?;
        }
        note_change(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All lists that are there, by rising number, with what is recorded about them.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn lists(&self) -> Result<Vec<ListRow>, StoreError> {
        self.some_lists(None).await
    }

    /// Of the lists with these numbers those that are there, by rising number.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn lists_numbered(&self, lists: &[u32]) -> Result<Vec<ListRow>, StoreError> {
        self.some_lists(Some(lists)).await
    }

    async fn some_lists(&self, wanted: Option<&[u32]>) -> Result<Vec<ListRow>, StoreError> {
        let (all, numbers) = (i64::from(wanted.is_none()), crate::to_json(&wanted.unwrap_or_default())?);
        let mut snapshot = self.snapshot().await?;
        let wanted = self.kind().of(
            "SELECT value FROM json_each($2)",
            "SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST($2 AS jsonb))",
        );
        let sql =
            format!("SELECT list, size FROM list_daily_sizes WHERE $1 = 1 OR list IN ({wanted}) ORDER BY list, day");
        let sizes: Vec<(i64, i64)> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(all).bind(&numbers).fetch_all(snapshot.connection()).await?;
        let mut daily: HashMap<i64, Vec<u32>> = HashMap::new();
        for (list, size) in sizes {
            daily.entry(list).or_default().push(u32::try_from(size).unwrap_or(u32::MAX));
        }
        let mut departed = departed(snapshot.connection()).await?;
        let sql = format!(
            "SELECT l.id, l.address, l.aliases, l.name, l.members, l.nested, l.record,
                    COALESCE(g.declared, -1), COALESCE(g.created, -1), COALESCE(g.rule_changed, -1),
                    COALESCE(g.acknowledged, -1), COALESCE(g.released, -1), COALESCE(g.mta_size, -1)
             FROM lists AS l LEFT JOIN list_governance AS g ON g.list = l.id
             WHERE l.gone = 0 AND ($1 = 1 OR l.id IN ({wanted})) ORDER BY l.id"
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(all).bind(&numbers).fetch_all(snapshot.connection()).await?;
        rows.iter().map(|row| list_row(columns(row)?, &mut daily, &mut departed)).collect()
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
    /// by [`Store::record_sizes`].
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
        note_change(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records the sizes of lists on a day (days since 1970 in the organisation's time zone); a second
    /// count on the same day replaces the first. Sizes of 30 recorded days are kept.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn record_sizes(&self, day: i64, sizes: &[(u32, u64)]) -> Result<(), StoreError> {
        let mut tx = self.begin_import().await?;
        for (list, size) in sizes {
            sqlx::query(
                "INSERT INTO list_daily_sizes (list, day, size) VALUES ($1, $2, $3)
                 ON CONFLICT (list, day) DO UPDATE SET size = $3",
            )
            .bind(i64::from(*list))
            .bind(day)
            .bind(crate::to_i64(*size))
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query("DELETE FROM list_daily_sizes WHERE day <= $1 - 30").bind(day).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn columns(row: &sqlx::any::AnyRow) -> Result<ListColumns, StoreError> {
    use sqlx::Row as _;
    let mut governance = [NOT_KNOWN; 6];
    for (slot, index) in governance.iter_mut().zip(7_usize..) {
        *slot = row.try_get(index)?;
    }
    Ok((
        row.try_get(0)?,
        row.try_get(1)?,
        row.try_get(2)?,
        row.try_get(3)?,
        row.try_get(4)?,
        row.try_get(5)?,
        row.try_get(6)?,
        governance,
    ))
}

fn list_row(
    columns: ListColumns,
    daily: &mut HashMap<i64, Vec<u32>>,
    departed: &mut HashMap<i64, Vec<u32>>,
) -> Result<ListRow, StoreError> {
    let (id, address, aliases, name, members, nested, record, governance) = columns;
    let [declared, created, rule_changed, acknowledged, released, mta_size] = governance;
    Ok(ListRow {
        entry: ListEntry {
            id: u32::try_from(id).map_err(|_| StoreError::Corrupt("list id"))?,
            address,
            aliases: aliases.lines().map(str::to_owned).collect(),
            name,
            members,
            nested: unpack(&nested),
            record,
        },
        governance: ListGovernance {
            declared: count(declared),
            created: (created != NOT_KNOWN).then_some(created),
            rule_changed: (rule_changed != NOT_KNOWN).then_some(rule_changed),
            acknowledged: count(acknowledged),
            released: count(released),
            mta_size: count(mta_size),
            daily: daily.remove(&id).unwrap_or_default(),
        },
        departed: departed.remove(&id).unwrap_or_default(),
    })
}
