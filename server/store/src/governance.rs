//! What a source says of lists beside their members, taken in bulk.

use crate::audit::{self, AuditEntry};
use crate::directory_version::{Changed, note_change};
use crate::lists::ListGovernance;
use crate::{Store, StoreError};

/// Lists in one statement: they travel as one JSON text.
const LISTS_AT_ONCE: usize = 500;

impl Store {
    /// Records what a source says of many lists in one transaction: declared size, when made, when the
    /// rule changed, and daily sizes, of which the last is yesterday's. What is acknowledged, released
    /// or counted at the mail server is our own record and stays. `today` is in days since 1970 in the
    /// organisation's time zone. It ends an import, which `entry` tells of.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn govern_lists(
        &self,
        today: i64,
        lists: &[(u32, ListGovernance)],
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_import().await?;
        let mut changed: Vec<(i64,)> = Vec::new();
        for some in lists.chunks(LISTS_AT_ONCE) {
            let row = |(list, facts): &(u32, ListGovernance)| {
                let daily: Vec<u32> = facts.daily.iter().rev().take(30).copied().collect();
                let declared = facts.declared.map_or(-1, crate::to_i64);
                (*list, declared, facts.created.unwrap_or(-1), facts.rule_changed.unwrap_or(-1), daily)
            };
            let rows = crate::to_json(&some.iter().map(row).collect::<Vec<_>>())?;
            let rows_of = self.kind().of(
                "SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, -1, -1, -1 FROM json_each($1) WHERE true",
                "SELECT CAST(value ->> 0 AS bigint), CAST(value ->> 1 AS bigint), CAST(value ->> 2 AS bigint),
                        CAST(value ->> 3 AS bigint), -1, -1, -1 FROM jsonb_array_elements(CAST($1 AS jsonb))",
            );
            let sql = format!(
                "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
                 {rows_of}
                 ON CONFLICT (list) DO UPDATE SET declared = excluded.declared, created = excluded.created,
                     rule_changed = excluded.rule_changed
                 WHERE list_governance.declared <> excluded.declared OR list_governance.created <> excluded.created
                     OR list_governance.rule_changed <> excluded.rule_changed
                 RETURNING list"
            );
            let governed = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&rows).fetch_all(&mut *tx).await?;
            let rows_of = self.kind().of(
                "SELECT list.value ->> 0, $2 - 1 - size.key, size.value
                 FROM json_each($1) AS list, json_each(list.value, '$[4]') AS size WHERE true",
                "SELECT CAST(list.value ->> 0 AS bigint), $2 - size.n, CAST(size.value #>> '{}' AS bigint)
                 FROM jsonb_array_elements(CAST($1 AS jsonb)) AS list,
                      jsonb_array_elements(list.value -> 4) WITH ORDINALITY AS size (value, n)",
            );
            let sql = format!(
                "INSERT INTO list_daily_sizes (list, day, size) {rows_of}
                 ON CONFLICT (list, day) DO UPDATE SET size = excluded.size
                 WHERE list_daily_sizes.size <> excluded.size
                 RETURNING list"
            );
            let recorded = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&rows).bind(today).fetch_all(&mut *tx).await?;
            changed.extend(governed.into_iter().chain::<Vec<(i64,)>>(recorded));
        }
        audit::write(&mut tx, entry).await?;
        let mut changed: Vec<u32> = changed.into_iter().filter_map(|(list,)| u32::try_from(list).ok()).collect();
        changed.sort_unstable();
        changed.dedup();
        note_change(&mut tx, Changed::Lists(&changed)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records at which size a list's jump was acknowledged.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn acknowledge_list(&self, list: u32, size: u64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
             VALUES ($1, -1, -1, -1, $2, -1, -1) ON CONFLICT (list) DO UPDATE SET acknowledged = $2",
        )
        .bind(i64::from(list))
        .bind(crate::to_i64(size))
        .execute(&mut *tx)
        .await?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Lists(&[list])).await?;
        Ok(tx.commit().await?)
    }
}
