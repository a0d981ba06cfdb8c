//! Submissions: handed over once, whatever is pressed twice. An acceptance reads the history, and
//! writes submission, judgement and history in one transaction that nobody interleaves with.

use crate::history::{AcceptedMessage, StormRow};
use crate::holds::{Content, Decider, Hold};
use crate::judgements::JudgementRow;
use crate::{History, Store, StoreError, UnixSeconds, correspondents, drafts, history, judgements, to_i64};
use levee_guard::Verdict;
use levee_mail::{Address, Draft, DraftId, MessageId};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow, SqliteTransaction};

/// Where a submission stands; the migration explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// In its undo window.
    Pending,
    /// Waits for approvers.
    Held,
    /// Its window is over; a worker judges it again.
    Claimed,
    /// Waits for its next attempt.
    Queued,
    /// A worker talks to the relay; the final dot is not written.
    Sending,
    /// The final dot may have been written.
    DataSent,
    /// The relay has it; the copy in Sent is missing.
    Accepted,
    /// Finished.
    Done,
    /// The password no longer works.
    SignIn,
    /// It may have gone. Never sent again by itself.
    Unclear,
    /// Back among the drafts.
    Returned,
}

impl State {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Pending, "pending"),
        (Self::Held, "held"),
        (Self::Claimed, "claimed"),
        (Self::Queued, "queued"),
        (Self::Sending, "sending"),
        (Self::DataSent, "data_sent"),
        (Self::Accepted, "accepted"),
        (Self::Done, "done"),
        (Self::SignIn, "sign_in"),
        (Self::Unclear, "unclear"),
        (Self::Returned, "returned"),
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, n)| *n == name).map(|(state, _)| state)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }
}

/// What becomes of a submission when it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It leaves when its undo window is over.
    Leave {
        /// When that is.
        send_at: UnixSeconds,
    },
    /// It waits for approvers.
    Hold(Hold),
}

/// A message handed over. Bytes are final: they are never built again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// Id of the draft: the idempotency key.
    pub id: DraftId,
    /// Canonical address.
    pub account: String,
    /// The sender's number.
    pub sender: u32,
    /// As handed over.
    pub draft: Draft,
    /// Version that was on screen.
    pub version: u32,
    /// Fixed now, so that a retry is the same message.
    pub message_id: MessageId,
    /// Empty for `<>`.
    pub return_path: String,
    /// Envelope recipients.
    pub recipients: Vec<String>,
    /// As they go over the wire, without Bcc.
    pub bytes: Vec<u8>,
    /// The Bcc field for the copy in Sent, CRLF included; may be empty.
    pub bcc: String,
    /// SHA-256 of the bytes.
    pub bytes_hash: Vec<u8>,
    /// A.
    pub people: u64,
    /// E.
    pub external: u64,
    /// As judged.
    pub verdict: Verdict,
    /// JSON of what is needed to judge it again.
    pub judged: String,
    /// Reference of its judgement.
    pub reference: String,
    /// When it was handed over.
    pub at: UnixSeconds,
    /// Sealed.
    pub credential: Vec<u8>,
    /// Leaves or is held.
    pub fate: Fate,
}

/// A submission as it is kept, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionRow {
    /// Its id.
    pub id: DraftId,
    /// Canonical.
    pub account: Address,
    /// The sender's number.
    pub sender: u32,
    /// As handed over.
    pub draft: Draft,
    /// Fixed.
    pub message_id: MessageId,
    /// Empty for `<>`.
    pub return_path: String,
    /// A.
    pub people: u64,
    /// E.
    pub external: u64,
    /// As judged last.
    pub verdict: Verdict,
    /// JSON of what is needed to judge it again.
    pub judged: String,
    /// What approvers let pass so far, as verdicts.
    pub approved: Vec<Verdict>,
    /// Reference of its judgement.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// When it was handed over.
    pub submitted: UnixSeconds,
    /// When something happens next, as the state says.
    pub due: UnixSeconds,
    /// Attempts begun.
    pub attempts: u32,
    /// What the relay said last; may be empty.
    pub said: String,
    /// When the relay accepted it; 0: it has not.
    pub settled: UnixSeconds,
    /// Round of approval, from 1.
    pub round: u32,
    /// How many have to agree.
    pub approvers: u32,
    /// Who decides.
    pub decider: Decider,
    /// What they see.
    pub content: Content,
}

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
pub struct Acceptance(pub(crate) SqliteTransaction<'static>);

pub(crate) const COLUMNS: &str = "id, account, sender, draft, message_id, return_path, people, external, verdict, \
     judged, approved, reference, state, submitted, due, attempts, said, settled, round, approvers, approver_role, blind";

impl Store {
    /// Begins an acceptance; nobody else writes before it ends.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn begin_acceptance(&self) -> Result<Acceptance, StoreError> {
        Ok(Acceptance(self.begin().await?))
    }

    /// One submission.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`, `Corrupt`.
    pub async fn submission(&self, id: &DraftId) -> Result<SubmissionRow, StoreError> {
        let mut snapshot = self.snapshot().await?;
        find(snapshot.connection(), id.as_str()).await?.ok_or(StoreError::Gone)
    }

    /// Everything of an account that is not finished, and what was accepted by the relay after
    /// `since`, newest first.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn outbox(&self, account: &str, since: UnixSeconds) -> Result<Vec<SubmissionRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM submissions WHERE account = $1 AND state <> 'returned' AND draft <> ''
                 AND (settled = 0 OR settled > $2) ORDER BY submitted DESC, id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(account).bind(since).fetch_all(self.reader()).await?;
        rows.iter().map(submission_row).collect()
    }
}

impl Acceptance {
    /// The guard's memory, as this acceptance sees it.
    pub fn history(&mut self) -> History<'_> {
        History(&mut self.0)
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
                 settled, round, approvers, approver_role, blind, credential)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '[]', $13, $14, $15, $16, 0, 0, '', 0, 1, 1, 0,
                 0, $17)",
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
        let draft = &s.draft;
        let written: Vec<_> = draft.to.iter().chain(&draft.cc).chain(&draft.bcc).cloned().collect();
        correspondents::wrote_to(&mut self.0, &s.account, &written, s.at).await
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

    /// Freezes the keys of a storm that trips now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn freeze(&mut self, storm: &StormRow) -> Result<(), StoreError> {
        history::freeze(&mut self.0, storm).await
    }

    /// Spends a pass. Each can be spent once.
    ///
    /// # Errors
    /// `Conflict` when it was spent before; `Unavailable`.
    pub async fn spend_pass(&mut self, pass: &[u8], now: UnixSeconds) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO spent_passes (pass, at) VALUES ($1, $2)")
            .bind(pass)
            .bind(now)
            .execute(&mut *self.0)
            .await?;
        Ok(())
    }

    /// Makes everything durable. Only after this may anybody be told that it was accepted.
    ///
    /// # Errors
    /// `Unavailable`: nothing was accepted.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

pub(crate) async fn find(connection: &mut SqliteConnection, id: &str) -> Result<Option<SubmissionRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM submissions WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(submission_row).transpose()
}

async fn exists(connection: &mut SqliteConnection, id: &str) -> Result<bool, StoreError> {
    Ok(state_of(connection, id).await?.is_some())
}

async fn state_of(connection: &mut SqliteConnection, id: &str) -> Result<Option<(String, State)>, StoreError> {
    let found: Option<(String, String)> = sqlx::query_as("SELECT account, state FROM submissions WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    found
        .map(|(account, state)| Ok((account, State::parse(&state).ok_or(StoreError::Corrupt("submission state"))?)))
        .transpose()
}

pub(crate) fn submission_row(row: &SqliteRow) -> Result<SubmissionRow, StoreError> {
    let count = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    let small = |name: &str| row.try_get::<i64, _>(name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    Ok(SubmissionRow {
        id: DraftId::parse(row.try_get("id")?).ok_or(StoreError::Corrupt("submission id"))?,
        account: Address::parse(row.try_get("account")?).map_err(|_| StoreError::Corrupt("account"))?,
        sender: small("sender")?,
        draft: match row.try_get("draft")? {
            // Swept, or back among the drafts.
            "" => Draft::default(),
            text => crate::from_json(text, "submitted draft")?,
        },
        message_id: MessageId::parse(row.try_get("message_id")?).ok_or(StoreError::Corrupt("message id"))?,
        return_path: row.try_get("return_path")?,
        people: count("people")?,
        external: count("external")?,
        verdict: crate::from_json(row.try_get("verdict")?, "verdict")?,
        judged: row.try_get("judged")?,
        approved: crate::from_json(row.try_get("approved")?, "approved verdicts")?,
        reference: row.try_get("reference")?,
        state: State::parse(row.try_get("state")?).ok_or(StoreError::Corrupt("submission state"))?,
        submitted: row.try_get("submitted")?,
        due: row.try_get("due")?,
        attempts: small("attempts")?,
        said: row.try_get("said")?,
        settled: row.try_get("settled")?,
        round: small("round")?,
        approvers: small("approvers")?,
        decider: Decider::from_column(row.try_get("approver_role")?),
        content: Content::from_column(row.try_get("blind")?),
    })
}

/// Removes a submission that came back, so that its draft can be handed over anew.
async fn forget_submission(connection: &mut SqliteConnection, id: &str) -> Result<(), StoreError> {
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

/// Puts a submission back among its author's drafts if it is in one of the states, and says whether
/// it was. It stops counting, its bytes and its credential are erased.
pub(crate) async fn send_back(
    connection: &mut SqliteConnection,
    id: &str,
    from: &[State],
    returned: &str,
    outcome: &str,
    now: UnixSeconds,
) -> Result<Option<String>, StoreError> {
    let found: Option<(String, String, i64, String, String)> =
        sqlx::query_as("SELECT account, draft, draft_version, reference, state FROM submissions WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((account, draft, version, reference, state)) = found else { return Err(StoreError::Gone) };
    if !from.iter().any(|s| s.name() == state) {
        return Ok(None);
    }
    sqlx::query(
        "UPDATE submissions SET state = 'returned', draft = '', judged = '', credential = $2, fence = fence + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(Vec::new())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM submission_content WHERE submission = $1").bind(id).execute(&mut *connection).await?;
    history::forget(connection, id).await?;
    judgements::note_outcome(connection, &reference, outcome).await?;
    drafts::put_back(connection, &account, id, version + 1, &draft, returned, now).await?;
    Ok(Some(account))
}
