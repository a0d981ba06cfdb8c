//! Held submissions: who decides, their decisions, release exactly once, and the way back.

use crate::acceptance::Acceptance;
use crate::audit::{self, AuditEntry};
use crate::directory_version::{Changed, note_change};
use crate::history::AcceptedMessage;
use crate::submissions::{COLUMNS, State, SubmissionRow, send_back, submission_row};
use crate::{Store, StoreError, UnixSeconds, history, judgements, notices};
use levee_guard::Verdict;
use levee_mail::DraftId;
use sqlx::AnyConnection;

/// Who decides on a held message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decider {
    /// The owners and moderators named.
    #[default]
    Named,
    /// Everybody with the role `approver`.
    Role,
    /// Its sender, who could not be asked by the way it came.
    Sender,
}

/// What approvers see of a held message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// All of it.
    #[default]
    Shown,
    /// Nothing of what it says (guard specification, section 11).
    Withheld,
}

impl Decider {
    pub(crate) fn from_column(column: i64) -> Self {
        match column {
            0 => Self::Named,
            1 => Self::Role,
            _ => Self::Sender,
        }
    }

    fn column(self) -> i64 {
        match self {
            Self::Named => 0,
            Self::Role => 1,
            Self::Sender => 2,
        }
    }
}

impl Content {
    pub(crate) fn from_column(column: i64) -> Self {
        if column == 0 { Self::Shown } else { Self::Withheld }
    }
}

/// On what terms a message is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hold {
    /// When it goes back to its author.
    pub expires: UnixSeconds,
    /// How many have to agree.
    pub needed: u32,
    /// Canonical addresses; none when the role decides.
    pub approvers: Vec<String>,
    /// Who decides.
    pub decider: Decider,
    /// What they see.
    pub content: Content,
}

/// What one approval led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// So many more have to agree.
    More(u32),
    /// All who have to agree did.
    Complete,
}

impl Store {
    /// Held submissions that this account may decide on, oldest first: those that name it, and with
    /// `role` those left to the role. Never its own.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn waiting_for(&self, approver: &str, role: Decider) -> Result<Vec<SubmissionRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM submissions WHERE state = 'held' AND account <> $1
                 AND (($2 = 1 AND approver_role = 1)
                      OR (approver_role = 0 AND id IN
                          (SELECT submission FROM submission_approvers WHERE approver = $1)))
                 AND NOT EXISTS (SELECT 1 FROM submission_decisions AS d
                     WHERE d.submission = submissions.id AND d.round = submissions.round AND d.decided_by = $1)
             ORDER BY submitted, id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(approver)
            .bind(i64::from(role == Decider::Role))
            .fetch_all(self.reader())
            .await?;
        rows.iter().map(submission_row).collect()
    }

    /// The approvers named for a submission.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn approvers_of(&self, id: &DraftId) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT approver FROM submission_approvers WHERE submission = $1 ORDER BY approver")
                .bind(id.as_str())
                .fetch_all(self.reader())
                .await?;
        Ok(rows.into_iter().map(|(approver,)| approver).collect())
    }

    /// Returns a held message to its author; `entry` says who did, when and why.
    ///
    /// # Errors
    /// `Conflict` when it was decided already; `Gone`, `Unavailable`.
    pub async fn reject(&self, id: &DraftId, returned: &str, entry: &AuditEntry) -> Result<(), StoreError> {
        let now = entry.at;
        let mut tx = self.begin().await?;
        let back = send_back(&mut tx, id.as_str(), &[State::Held], returned, "rejected", now).await?;
        back.ok_or(StoreError::Conflict)?;
        sqlx::query(
            "INSERT INTO submission_decisions (submission, round, decided_by, decision, at)
             SELECT id, round, $2, 'reject', $3 FROM submissions WHERE id = $1
             ON CONFLICT (submission, round, decided_by) DO UPDATE SET decision = 'reject', at = $3",
        )
        .bind(id.as_str())
        .bind(&entry.who)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        audit::write(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a pending or held submission back to its author.
    ///
    /// # Errors
    /// `Conflict` when it has left already; `Gone` when it is not this account's; `Unavailable`.
    pub async fn take_back(
        &self,
        account: &str,
        id: &DraftId,
        returned: &str,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let from = [State::Pending, State::Held];
        let owner: Option<(String,)> = sqlx::query_as("SELECT account FROM submissions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *tx)
            .await?;
        if owner.is_none_or(|(owner,)| owner != account) {
            return Err(StoreError::Gone);
        }
        send_back(&mut tx, id.as_str(), &from, returned, "undone", now).await?.ok_or(StoreError::Conflict)?;
        tx.commit().await?;
        Ok(())
    }

    /// Returns held messages that nobody decided on in time, and says whose.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn expire_holds(&self, returned: &str, now: UnixSeconds) -> Result<Vec<(String, DraftId)>, StoreError> {
        let mut tx = self.begin().await?;
        let due: Vec<(String,)> = sqlx::query_as("SELECT id FROM submissions WHERE state = 'held' AND due <= $1")
            .bind(now)
            .fetch_all(&mut *tx)
            .await?;
        let mut back = Vec::new();
        for (id,) in due {
            let account = send_back(&mut tx, &id, &[State::Held], returned, "expired", now).await?;
            let id = DraftId::parse(&id).ok_or(StoreError::Corrupt("submission id"))?;
            back.extend(account.map(|account| (account, id)));
        }
        tx.commit().await?;
        Ok(back)
    }
}

impl Acceptance {
    /// One held submission, as this acceptance sees it.
    ///
    /// # Errors
    /// `Conflict` when it is not held (any more); `Gone`, `Unavailable`, `Corrupt`.
    pub async fn held(&mut self, id: &DraftId) -> Result<SubmissionRow, StoreError> {
        let row = crate::submissions::find(&mut self.0, id.as_str()).await?.ok_or(StoreError::Gone)?;
        if row.state == State::Held { Ok(row) } else { Err(StoreError::Conflict) }
    }

    /// Notes that somebody agrees, once each round: `entry` says who and when.
    ///
    /// # Errors
    /// `Conflict` when they have agreed already or it is not held (any more); `Unavailable`.
    pub async fn approve(&mut self, row: &SubmissionRow, entry: &AuditEntry) -> Result<Approval, StoreError> {
        sqlx::query(
            "INSERT INTO submission_decisions (submission, round, decided_by, decision, at)
             VALUES ($1, $2, $3, 'release', $4)",
        )
        .bind(row.id.as_str())
        .bind(i64::from(row.round))
        .bind(&entry.who)
        .bind(entry.at)
        .execute(&mut *self.0)
        .await?;
        audit::write(&mut self.0, entry).await?;
        let (agreed,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM submission_decisions WHERE submission = $1 AND round = $2")
                .bind(row.id.as_str())
                .bind(i64::from(row.round))
                .fetch_one(&mut *self.0)
                .await?;
        let missing = i64::from(row.approvers) - agreed;
        Ok(u32::try_from(missing).ok().filter(|more| *more > 0).map_or(Approval::Complete, Approval::More))
    }

    /// Lets a held message go; it counts from now on.
    ///
    /// # Errors
    /// `Conflict` when it is not held (any more); `Unavailable`.
    pub async fn let_go(
        &mut self,
        row: &SubmissionRow,
        send_at: UnixSeconds,
        memory: &AcceptedMessage,
    ) -> Result<(), StoreError> {
        let mut approved = row.approved.clone();
        approved.push(row.verdict.clone());
        let done = sqlx::query(
            "UPDATE submissions SET state = 'pending', due = $2, approved = $3, fence = fence + 1
             WHERE id = $1 AND state = 'held'",
        )
        .bind(row.id.as_str())
        .bind(send_at)
        .bind(crate::to_json(&approved)?)
        .execute(&mut *self.0)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        judgements::note_outcome(&mut self.0, &row.reference, "released").await?;
        notices::call_off(&mut self.0, row.id.as_str()).await?;
        history::remember(&mut self.0, memory).await
    }

    /// Stops a held message that may not go: back to its author, with why (JSON).
    ///
    /// # Errors
    /// `Conflict` when it is not held (any more); `Unavailable`.
    pub async fn stop(&mut self, row: &SubmissionRow, returned: &str, now: UnixSeconds) -> Result<(), StoreError> {
        let back = send_back(&mut self.0, row.id.as_str(), &[State::Held], returned, "stopped", now).await?;
        back.map(drop).ok_or(StoreError::Conflict)
    }

    /// Records at what size a held message to a list was released: its jump is acknowledged.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn released_at(&mut self, list: u32, size: u64) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO list_governance (list, declared, created, rule_changed, acknowledged, released, mta_size)
             VALUES ($1, -1, -1, -1, -1, $2, -1) ON CONFLICT (list) DO UPDATE SET released = $2",
        )
        .bind(i64::from(list))
        .bind(crate::to_i64(size))
        .execute(&mut *self.0)
        .await?;
        note_change(&mut self.0, Changed::Lists(&[list])).await
    }

    /// Holds once more, because judged again it was stricter than what was approved: a new round.
    /// From `held`, or from `claimed` when its window has just ended.
    ///
    /// # Errors
    /// `Conflict` when it is in neither state (any more); `Unavailable`.
    pub async fn hold_again(
        &mut self,
        row: &SubmissionRow,
        hold: &Hold,
        verdict: &Verdict,
        reference: &str,
    ) -> Result<(), StoreError> {
        let mut approved = row.approved.clone();
        if row.state == State::Held {
            approved.push(row.verdict.clone());
        }
        let done = sqlx::query(
            "UPDATE submissions SET state = 'held', due = $2, verdict = $3, reference = $4, approved = $5,
                 round = round + 1, fence = fence + 1
             WHERE id = $1 AND state IN ('held', 'claimed')",
        )
        .bind(row.id.as_str())
        .bind(hold.expires)
        .bind(crate::to_json(verdict)?)
        .bind(reference)
        .bind(crate::to_json(&approved)?)
        .execute(&mut *self.0)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        history::forget(&mut self.0, row.id.as_str()).await?;
        notices::call_off(&mut self.0, row.id.as_str()).await?;
        name_approvers(&mut self.0, row.id.as_str(), hold).await
    }
}

pub(crate) async fn name_approvers(c: &mut AnyConnection, id: &str, hold: &Hold) -> Result<(), StoreError> {
    sqlx::query("UPDATE submissions SET approvers = $2, approver_role = $3, blind = $4 WHERE id = $1")
        .bind(id)
        .bind(i64::from(hold.needed))
        .bind(hold.decider.column())
        .bind(i64::from(hold.content == Content::Withheld))
        .execute(&mut *c)
        .await?;
    sqlx::query("DELETE FROM submission_approvers WHERE submission = $1").bind(id).execute(&mut *c).await?;
    for approver in &hold.approvers {
        sqlx::query(
            "INSERT INTO submission_approvers (submission, approver) VALUES ($1, $2)
             ON CONFLICT (submission, approver) DO NOTHING",
        )
        .bind(id)
        .bind(approver)
        .execute(&mut *c)
        .await?;
    }
    Ok(())
}
