//! Lists made here by a rule: proposals, who approved of them, and the list itself once one is in place. It stands
//! among the lists under a source of its own, so that no import of another one touches it.

use crate::audit::{self, AuditEntry};
use crate::directory_version::{Changed, note_change};
use crate::{ListEntry, Store, StoreError, UnixSeconds, one_row, pack, to_i64};

/// The source under which lists made here stand.
const HERE: &str = "made here";

/// A proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleRow {
    /// Number; 0 before it is kept.
    pub id: i64,
    /// When it was proposed.
    pub at: UnixSeconds,
    /// Canonical address of who did.
    pub who: String,
    /// Canonical address of the list.
    pub address: String,
    /// As it was written, in the caller's form.
    pub draft: String,
    /// Whom it reached then.
    pub people: u64,
    /// Why.
    pub reason: String,
    /// `waiting`, `active`, `replaced`, `withdrawn` or `removed`.
    pub state: String,
}

/// Somebody approved of a proposal for so many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleApprovalRow {
    /// Of which.
    pub proposal: i64,
    /// Canonical address of who did.
    pub who: String,
    /// When.
    pub at: UnixSeconds,
    /// For how many.
    pub people: u64,
}

type Columns = (i64, i64, String, String, String, i64, String, String);

impl Store {
    /// Keeps a proposal, which then waits; its number. When, who, why and for which list stand in `entry`.
    ///
    /// # Errors
    /// `Conflict` when another one waits for the list; `Unavailable`.
    pub async fn propose_rule(&self, draft: &str, people: u64, entry: &AuditEntry) -> Result<i64, StoreError> {
        let mut tx = self.begin().await?;
        let done: Option<(i64,)> = sqlx::query_as(
            "INSERT INTO rule_proposals (at, who, address, draft, people, reason, state, settled)
             SELECT $1, $2, $3, $4, $5, $6, 'waiting', $1
             WHERE NOT EXISTS (SELECT 1 FROM rule_proposals WHERE address = $3 AND state = 'waiting')
             RETURNING id",
        )
        .bind(entry.at)
        .bind(&entry.who)
        .bind(&entry.object)
        .bind(draft)
        .bind(to_i64(people))
        .bind(&entry.reason)
        .fetch_optional(&mut *tx)
        .await?;
        let (id,) = done.ok_or(StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Proposals, those in place and waiting first, then the latest first.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn rule_proposals(&self, limit: u32) -> Result<Vec<RuleRow>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(
            "SELECT id, at, who, address, draft, people, reason, state FROM rule_proposals
             ORDER BY CASE WHEN state = 'waiting' THEN 0 WHEN state = 'active' THEN 1 ELSE 2 END, id DESC LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.reader())
        .await?;
        Ok(rows.into_iter().map(row).collect())
    }

    /// One proposal.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn rule_proposal(&self, id: i64) -> Result<RuleRow, StoreError> {
        let found: Option<Columns> = sqlx::query_as(
            "SELECT id, at, who, address, draft, people, reason, state FROM rule_proposals WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(self.reader())
        .await?;
        found.map(row).ok_or(StoreError::Gone)
    }

    /// Who approved of proposals, of one or of all, by time.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn rule_approvals(&self, of: Option<i64>) -> Result<Vec<RuleApprovalRow>, StoreError> {
        let rows: Vec<(i64, String, i64, i64)> = sqlx::query_as(
            "SELECT proposal, who, at, people FROM rule_approvals WHERE proposal = $1 OR $1 < 0 ORDER BY at, who",
        )
        .bind(of.unwrap_or(-1))
        .fetch_all(self.reader())
        .await?;
        let row = |(proposal, who, at, people): (i64, String, i64, i64)| RuleApprovalRow {
            proposal,
            who,
            at,
            people: people.unsigned_abs(),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Approves of a proposal that waits, for so many people, in place of an earlier approval of the same person.
    ///
    /// # Errors
    /// `Conflict` when it waits no more; `Unavailable`.
    pub async fn approve_rule(&self, id: i64, people: u64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO rule_approvals (proposal, who, at, people)
             SELECT id, $2, $3, $4 FROM rule_proposals WHERE id = $1 AND state = 'waiting'
             ON CONFLICT (proposal, who) DO UPDATE SET at = $3, people = $4",
        )
        .bind(id)
        .bind(&entry.who)
        .bind(entry.at)
        .bind(to_i64(people))
        .execute(&mut *tx)
        .await?;
        one_row(done.rows_affected(), StoreError::Conflict)?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Takes back a proposal that waits.
    ///
    /// # Errors
    /// `Conflict` when it waits no more; `Unavailable`.
    pub async fn withdraw_rule(&self, id: i64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        settle(&mut tx, (id, "waiting", "withdrawn"), entry.at).await?;
        audit::write(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }

    /// Puts a proposal in place: the list stands as `list` says (its number is given here) with so many people
    /// declared. What was acknowledged or released of it under another rule says nothing any more.
    ///
    /// # Errors
    /// `Conflict` when it waits no more; `Unavailable`.
    pub async fn activate_rule(
        &self,
        id: i64,
        list: &ListEntry,
        declared: u64,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_import().await?;
        sqlx::query(
            "UPDATE rule_proposals SET state = 'replaced', settled = $2 WHERE address = $1 AND state = 'active'",
        )
        .bind(&list.address)
        .bind(entry.at)
        .execute(&mut *tx)
        .await?;
        settle(&mut tx, (id, "waiting", "active"), entry.at).await?;
        let (number,): (i64,) = sqlx::query_as(
            "INSERT INTO lists (id, source, key, address, aliases, name, members, nested, record, gone)
             SELECT COALESCE(MAX(id), -1) + 1, $1, $2, $2, '', $3, $4, $5, $6, 0 FROM lists WHERE true
             ON CONFLICT (source, key) DO UPDATE SET name = $3, members = $4, nested = $5, record = $6, gone = 0
             RETURNING id",
        )
        .bind(HERE)
        .bind(&list.address)
        .bind(&list.name)
        .bind(&list.members)
        .bind(pack(&list.nested))
        .bind(&list.record)
        .fetch_one(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
             VALUES ($1, $2, $3, $3, -1, -1, -1)
             ON CONFLICT (list) DO UPDATE SET declared = $2, rule_changed = $3, acknowledged = -1, released = -1",
        )
        .bind(number)
        .bind(to_i64(declared))
        .bind(entry.at)
        .execute(&mut *tx)
        .await?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Lists(&[listed(number)?])).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a list made here; `id` is the proposal by which it stands.
    ///
    /// # Errors
    /// `Conflict` when it does not stand by it; `Unavailable`.
    pub async fn remove_rule(&self, id: i64, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut tx = self.begin_import().await?;
        settle(&mut tx, (id, "active", "removed"), entry.at).await?;
        let (number,): (i64,) =
            sqlx::query_as("UPDATE lists SET gone = $3 WHERE source = $1 AND key = $2 AND gone = 0 RETURNING id")
                .bind(HERE)
                .bind(&entry.object)
                .bind(entry.at)
                .fetch_one(&mut *tx)
                .await?;
        audit::write(&mut tx, entry).await?;
        note_change(&mut tx, Changed::Lists(&[listed(number)?])).await?;
        Ok(tx.commit().await?)
    }
}

/// Moves a proposal from one state to another.
async fn settle(
    connection: &mut sqlx::AnyConnection,
    (id, from, to): (i64, &str, &str),
    at: UnixSeconds,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE rule_proposals SET state = $3, settled = $4 WHERE id = $1 AND state = $2")
        .bind(id)
        .bind(from)
        .bind(to)
        .bind(at)
        .execute(connection)
        .await?;
    one_row(done.rows_affected(), StoreError::Conflict)
}

fn row((id, at, who, address, draft, people, reason, state): Columns) -> RuleRow {
    RuleRow { id, at, who, address, draft, people: people.unsigned_abs(), reason, state }
}

fn listed(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Corrupt("list id"))
}
