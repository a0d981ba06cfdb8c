//! The audit: who did what, when and why. An entry is written in the transaction of its act and never
//! changed after; triggers in the database see to that.

use crate::{Store, StoreError, UnixSeconds};
use sqlx::AnyConnection;

/// One act, as it is written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: UnixSeconds,
    /// Canonical address; empty when nobody was signed in.
    pub who: String,
    /// Name at that time; may be empty.
    pub name: String,
    /// In which role: `administrator`, `approver`, `command line`, `levee`.
    pub acting: String,
    /// What was done: `policy.save`, `role.grant`, ...
    pub act: String,
    /// To what: a version, an address, a reference.
    pub object: String,
    /// What was changed, in codes and numbers; may be empty.
    pub detail: String,
    /// Why, as given; empty where none is asked for.
    pub reason: String,
}

/// An entry with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Number, from 1.
    pub id: i64,
    /// The act.
    pub entry: AuditEntry,
}

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of a name, an address, an object or a reason; empty for all.
    pub text: String,
    /// One act or the beginning of several (`policy.`); empty for all.
    pub act: String,
    /// Not before this moment; `None` for all.
    pub since: Option<UnixSeconds>,
    /// Only entries with a smaller number: the next page.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
}

const WHERE: &str = "($1 = '' OR lower(name) LIKE lower($1) ESCAPE '\\' OR lower(who) LIKE lower($1) ESCAPE '\\'
             OR lower(object) LIKE lower($1) ESCAPE '\\' OR lower(reason) LIKE lower($1) ESCAPE '\\')
         AND substr(act, 1, length($2)) = $2 AND at >= $3";

impl Store {
    /// Entries, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
        let sql = format!(
            "SELECT id, at, who, name, acting, act, object, detail, reason FROM audit WHERE {WHERE} AND id < $4
             ORDER BY id DESC LIMIT $5"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(contains(&filter.text))
            .bind(&filter.act)
            .bind(filter.since.unwrap_or(i64::MIN))
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(i64::from(filter.limit))
            .fetch_all(self.reader())
            .await?;
        rows.iter().map(audit_row).collect()
    }

    /// How many entries a filter leaves, whatever the page.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn count_audit(&self, filter: &AuditFilter) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM audit WHERE {WHERE}");
        let (count,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(contains(&filter.text))
            .bind(&filter.act)
            .bind(filter.since.unwrap_or(i64::MIN))
            .fetch_one(self.reader())
            .await?;
        Ok(count.unsigned_abs())
    }

    /// One entry.
    ///
    /// # Errors
    /// `Gone` when there is none of this number; `Unavailable`.
    pub async fn audit_entry(&self, id: i64) -> Result<AuditRow, StoreError> {
        let row = sqlx::query("SELECT id, at, who, name, acting, act, object, detail, reason FROM audit WHERE id = $1")
            .bind(id)
            .fetch_optional(self.reader())
            .await?;
        audit_row(&row.ok_or(StoreError::Gone)?)
    }
}

/// A pattern of `LIKE` for texts that hold this one; empty for none.
pub(crate) fn contains(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Writes an act down, in the transaction that does it.
pub(crate) async fn write(connection: &mut AnyConnection, entry: &AuditEntry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (at, who, name, acting, act, object, detail, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(entry.at)
    .bind(&entry.who)
    .bind(&entry.name)
    .bind(&entry.acting)
    .bind(&entry.act)
    .bind(&entry.object)
    .bind(&entry.detail)
    .bind(&entry.reason)
    .execute(connection)
    .await?;
    Ok(())
}

fn audit_row(row: &sqlx::any::AnyRow) -> Result<AuditRow, StoreError> {
    use sqlx::Row as _;
    Ok(AuditRow {
        id: row.try_get("id")?,
        entry: AuditEntry {
            at: row.try_get("at")?,
            who: row.try_get("who")?,
            name: row.try_get("name")?,
            acting: row.try_get("acting")?,
            act: row.try_get("act")?,
            object: row.try_get("object")?,
            detail: row.try_get("detail")?,
            reason: row.try_get("reason")?,
        },
    })
}
