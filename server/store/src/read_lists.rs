//! Lists read back with what is recorded about them: all of them page by page, or some by number.

use crate::departures::departed;
use crate::lists::{ListEntry, ListGovernance, ListRow, NOT_KNOWN};
use crate::suspensions::suspended;
use crate::{Snapshot, Store, StoreError, SuspensionRow, unpack};
use std::collections::HashMap;

/// Lists read at once.
const PAGE: i64 = 500;

type ListColumns = (i64, String, String, String, Vec<u8>, Vec<u8>, String, [i64; 6]);

/// What is kept beside what sources say: members who left, by list, and suspensions, by address.
struct Beside {
    departed: HashMap<i64, Vec<u32>>,
    suspended: HashMap<String, SuspensionRow>,
}

impl Beside {
    async fn read(snapshot: &mut Snapshot) -> Result<Self, StoreError> {
        let departed = departed(snapshot.connection()).await?;
        Ok(Self { departed, suspended: suspended(snapshot.connection()).await? })
    }
}

impl Store {
    /// Shows all lists that are there, by rising number, with what is recorded about them, to `each`.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`, and what `each` returns.
    pub async fn each_list<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(ListRow) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut snapshot = self.snapshot().await?;
        let mut beside = Beside::read(&mut snapshot).await?;
        let mut after = -1_i64;
        loop {
            let page = page(&mut snapshot, (after, i64::MAX), &mut beside).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = i64::from(last.entry.id);
            page.into_iter().try_for_each(&mut each)?;
        }
    }

    /// Of the lists with these numbers those that are there, in their order.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn lists_numbered(&self, lists: &[u32]) -> Result<Vec<ListRow>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut beside = Beside::read(&mut snapshot).await?;
        let mut rows = Vec::with_capacity(lists.len());
        for list in lists.iter().map(|list| i64::from(*list)) {
            rows.extend(page(&mut snapshot, (list - 1, list), &mut beside).await?);
        }
        Ok(rows)
    }

    /// Recorded sizes of the last 30 days, oldest first, of all lists that have some.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn all_daily_sizes(&self) -> Result<Vec<(u32, Vec<u32>)>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let daily = daily(&mut snapshot, (-1, i64::MAX)).await?;
        let number = |(list, sizes)| Ok((u32::try_from(list).map_err(|_| StoreError::Corrupt("list id"))?, sizes));
        daily.into_iter().map(number).collect()
    }
}

/// Some lists numbered above one bound up to the other, with all that is known of them.
async fn page(
    snapshot: &mut Snapshot,
    (after, until): (i64, i64),
    beside: &mut Beside,
) -> Result<Vec<ListRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT l.id, l.address, l.aliases, l.name, l.members, l.nested, l.record,
                COALESCE(g.declared, -1), COALESCE(g.created, -1), COALESCE(g.rule_changed, -1),
                COALESCE(g.acknowledged, -1), COALESCE(g.released, -1), COALESCE(g.mta_size, -1)
         FROM lists AS l LEFT JOIN list_governance AS g ON g.list = l.id
         WHERE l.id > $1 AND l.id <= $2 AND l.gone = 0 ORDER BY l.id LIMIT $3",
    )
    .bind(after)
    .bind(until)
    .bind(PAGE)
    .fetch_all(snapshot.connection())
    .await?;
    let rows = rows.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
    let Some(last) = rows.last().map(|columns| columns.0) else { return Ok(Vec::new()) };
    let mut daily = daily(snapshot, (after, last)).await?;
    rows.into_iter().map(|columns| list_row(columns, &mut daily, beside)).collect()
}

/// Recorded sizes, oldest first, of lists numbered above one bound up to the other.
async fn daily(snapshot: &mut Snapshot, (after, until): (i64, i64)) -> Result<HashMap<i64, Vec<u32>>, StoreError> {
    // A row for each list: a row for each size costs thirty times as much.
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT list, string_agg(CAST(size AS TEXT), ' ' ORDER BY day) FROM list_daily_sizes
         WHERE list > $1 AND list <= $2 GROUP BY list",
    )
    .bind(after)
    .bind(until)
    .fetch_all(snapshot.connection())
    .await?;
    let sizes = |text: String| {
        let number = |size: &str| size.parse::<u64>().map(|size| u32::try_from(size).unwrap_or(u32::MAX));
        text.split(' ').map(number).collect::<Result<Vec<u32>, _>>().map_err(|_| StoreError::Corrupt("daily size"))
    };
    rows.into_iter().map(|(list, text)| Ok((list, sizes(text)?))).collect()
}

fn count(value: i64) -> Option<u64> {
    u64::try_from(value).ok()
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
    beside: &mut Beside,
) -> Result<ListRow, StoreError> {
    let (id, address, aliases, name, members, nested, record, governance) = columns;
    let [declared, created, rule_changed, acknowledged, released, mta_size] = governance;
    let suspended = beside.suspended.remove(&address);
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
        departed: beside.departed.remove(&id).unwrap_or_default(),
        suspended,
    })
}
