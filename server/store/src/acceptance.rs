//! Handing over, once, whatever is pressed twice. An acceptance reads the history, and writes
//! submission, judgement and history in one transaction that nobody interleaves with.

use crate::audit::{self, AuditEntry};
use crate::history::AcceptedMessage;
use crate::judgements::JudgementRow;
use crate::migrations::Kind;
use crate::storms::{self, StormRow};
use crate::submissions::{Fate, State, SubmissionRow, Submitted, Via, find};
use crate::{History, Store, StoreError, UnixSeconds, correspondents, history, judgements, to_i64};
use levee_mail::DraftId;
use sqlx::{Any, AnyConnection, Transaction};

/// What the store knows of an id that is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, or a draft at the version on screen: go on.
    Fresh,
    /// It was handed over before; this is where it stands.
    Known(Box<SubmissionRow>),
}

/// One serialised acceptance. Dropped without `commit`, it leaves nothing.
#[derive(Debug)]
pub struct Acceptance(pub(crate) Transaction<'static, Any>, Kind);

impl Store {
    /// Begins an acceptance; nobody else writes before it ends.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn begin_acceptance(&self) -> Result<Acceptance, StoreError> {
        Ok(Acceptance(self.begin().await?, self.kind()))
    }

    /// Begins an acceptance of what somebody else keeps: here it is remembered and its judgement filed, and neither
    /// has to be on the disk before it is answered. At a loss of power the guard may forget the last seconds of such
    /// mail; it is no loss of mail.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn begin_remembering(&self) -> Result<Acceptance, StoreError> {
        Ok(Acceptance(self.begin_brief().await?, self.kind()))
    }
}

impl Acceptance {
    /// The guard's memory, as this acceptance sees it.
    pub fn history(&mut self) -> History<'_> {
        History(&mut self.0, self.1)
    }

    /// Whether the id may be handed over at the version on screen (0: it was never saved).
    ///
    /// # Errors
    /// `Conflict` when the draft has another version or is gone; `Gone` when the id is another
    /// account's; `Unavailable`, `Corrupt`.
    pub async fn standing(&mut self, account: &str, id: &DraftId, version: u32) -> Result<Standing, StoreError> {
        if let Some((owner, state)) = state_of(&mut self.0, id.as_str()).await? {
            if owner != account {
                return Err(StoreError::Gone);
            }
            if state != State::Returned {
                let row = find(&mut self.0, id.as_str()).await?.ok_or(StoreError::Gone)?;
                return Ok(Standing::Known(Box::new(row)));
            }
        }
        let draft: Option<(String, i64)> = sqlx::query_as("SELECT account, version FROM drafts WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *self.0)
            .await?;
        match draft {
            Some((owner, _)) if owner != account => Err(StoreError::Gone),
            Some((_, saved)) if saved == i64::from(version) => Ok(Standing::Fresh),
            // What came back is among the drafts: a late copy of the first request is not a second one.
            None if version == 0 && !exists(&mut self.0, id.as_str()).await? => Ok(Standing::Fresh),
            _ => Err(StoreError::Conflict),
        }
    }

    /// Hands over. The draft leaves the drafts; its recipients become correspondents. `memory` is
    /// what the guard remembers of it; a held message is remembered when it is released.
    ///
    /// # Errors
    /// `Conflict` when the id was handed over before; `Unavailable`.
    pub async fn submit(&mut self, s: &Submitted, memory: &AcceptedMessage) -> Result<(), StoreError> {
        let id = s.id.as_str();
        if let Some((_, State::Returned)) = state_of(&mut self.0, id).await? {
            forget_submission(&mut self.0, id).await?;
        }
        let (state, due) = match &s.fate {
            Fate::Leave { send_at } => (State::Pending, *send_at),
            Fate::Hold(hold) => (State::Held, hold.expires),
        };
        sqlx::query(
            "INSERT INTO submissions (id, account, sender, draft, draft_version, message_id, return_path, bytes_hash,
                 people, external, verdict, judged, approved, reference, state, submitted, due, attempts, fence, said,
                 settled, round, approvers, approver_role, blind, credential, via, urgent)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '[]', $13, $14, $15, $16, 0, 0, '', 0, 1, 1, 0,
                 0, $17, $18, $19)",
        )
        .bind(id)
        .bind(&s.account)
        .bind(i64::from(s.sender))
        .bind(crate::to_json(&s.draft)?)
        .bind(i64::from(s.version))
        .bind(s.message_id.as_str())
        .bind(&s.return_path)
        .bind(&s.bytes_hash)
        .bind(to_i64(s.people))
        .bind(to_i64(s.external))
        .bind(crate::to_json(&s.verdict)?)
        .bind(&s.judged)
        .bind(&s.reference)
        .bind(state.name())
        .bind(s.at)
        .bind(due)
        .bind(&s.credential)
        .bind(s.via.name())
        .bind(i64::from(s.urgent))
        .execute(&mut *self.0)
        .await?;
        sqlx::query("INSERT INTO submission_content (submission, bytes, bcc) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(&s.bytes)
            .bind(&s.bcc)
            .execute(&mut *self.0)
            .await?;
        for (position, address) in (0_i64..).zip(&s.recipients) {
            sqlx::query(
                "INSERT INTO submission_recipients (submission, position, address, state, said)
                 VALUES ($1, $2, $3, 'waiting', '')",
            )
            .bind(id)
            .bind(position)
            .bind(address)
            .execute(&mut *self.0)
            .await?;
        }
        match &s.fate {
            Fate::Leave { .. } => history::remember(&mut self.0, memory).await?,
            Fate::Hold(hold) => crate::holds::name_approvers(&mut self.0, id, hold).await?,
        }
        sqlx::query("DELETE FROM drafts WHERE id = $1 AND account = $2")
            .bind(id)
            .bind(&s.account)
            .execute(&mut *self.0)
            .await?;
        if s.via != Via::Page {
            return Ok(());
        }
        let draft = &s.draft;
        let written: Vec<_> = draft.to.iter().chain(&draft.cc).chain(&draft.bcc).cloned().collect();
        correspondents::wrote_to(&mut self.0, &s.account, &written, s.at).await
    }

    /// Whether this account's mail program has handed over the same bytes already, and they are held: it did
    /// not hear our answer, and sends them again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn holds_already(&mut self, account: &str, bytes_hash: &[u8]) -> Result<bool, StoreError> {
        let (found,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM submissions WHERE account = $1 AND bytes_hash = $2
                 AND via = 'mail_program' AND state = 'held'",
        )
        .bind(account)
        .bind(bytes_hash)
        .fetch_one(&mut *self.0)
        .await?;
        Ok(found != 0)
    }

    /// Notes what became of a judged message.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn note_outcome(&mut self, reference: &str, outcome: &str) -> Result<(), StoreError> {
        judgements::note_outcome(&mut self.0, reference, outcome).await
    }

    /// Remembers a message that came by another way than the outbox (SMTP).
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn remember(&mut self, memory: &AcceptedMessage) -> Result<(), StoreError> {
        history::remember(&mut self.0, memory).await
    }

    /// Files the judgement.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn judged(&mut self, judgement: &JudgementRow) -> Result<(), StoreError> {
        judgements::record(&mut self.0, judgement).await
    }

    /// Writes an act down that belongs to what is accepted.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn write_down(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        audit::write(&mut self.0, entry).await
    }

    /// Freezes the keys of a storm that trips now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn freeze(&mut self, storm: &StormRow) -> Result<(), StoreError> {
        storms::freeze(&mut self.0, storm).await
    }

    /// Spends a pass. Each can be spent once.
    ///
    /// # Errors
    /// `Conflict` when it was spent before; `Unavailable`.
    pub async fn spend_pass(&mut self, pass: &[u8], now: UnixSeconds) -> Result<(), StoreError> {
        let done = sqlx::query("INSERT INTO spent_passes (pass, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(pass)
            .bind(now)
            .execute(&mut *self.0)
            .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }

    /// Makes everything durable. Only after this may anybody be told that it was accepted.
    ///
    /// # Errors
    /// `Unavailable`: nothing was accepted.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.1 == Kind::Postgres {
            // It takes back what was begun after any error and calls that a commit; asked first, it says so.
            sqlx::query("SELECT 1").execute(&mut *self.0).await?;
        }
        Ok(self.0.commit().await?)
    }
}

async fn exists(connection: &mut AnyConnection, id: &str) -> Result<bool, StoreError> {
    Ok(state_of(connection, id).await?.is_some())
}

async fn state_of(connection: &mut AnyConnection, id: &str) -> Result<Option<(String, State)>, StoreError> {
    let found: Option<(String, String)> = sqlx::query_as("SELECT account, state FROM submissions WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    found
        .map(|(account, state)| Ok((account, State::parse(&state).ok_or(StoreError::Corrupt("submission state"))?)))
        .transpose()
}

/// Removes a submission that came back, so that its draft can be handed over anew.
async fn forget_submission(connection: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM submission_content WHERE submission = $1",
        "DELETE FROM submission_recipients WHERE submission = $1",
        "DELETE FROM submission_approvers WHERE submission = $1",
        "DELETE FROM submission_decisions WHERE submission = $1",
        "DELETE FROM submissions WHERE id = $1",
    ] {
        sqlx::query(sql).bind(id).execute(&mut *connection).await?;
    }
    Ok(())
}
