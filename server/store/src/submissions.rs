//! Submissions: what was handed over, where each stands, and how one goes back to the drafts.

use crate::holds::{Content, Decider, Hold};
use crate::{Store, StoreError, UnixSeconds, drafts, history, judgements, notices};
use levee_guard::Verdict;
use levee_mail::{Address, Draft, DraftId, MessageId};
use sqlx::AnyConnection;
use sqlx::Row as _;
use sqlx::any::AnyRow;

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
    /// Not sent; its bytes stay for its author, whose mail program has no place for what comes back.
    Kept,
    /// Back among the drafts.
    Returned,
}

/// By which way a submission came, and whose name it is handed over in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Via {
    /// By our pages: handed over with its author's credential.
    #[default]
    Page,
    /// By another mail program: released in Levee's own name.
    MailProgram,
    /// Levee wrote it itself.
    Levee,
}

impl Via {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Page, "page"), (Self::MailProgram, "mail_program"), (Self::Levee, "levee")];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, n)| *n == name).map(|(via, _)| via)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(via, _)| *via == self).map_or("", |(_, name)| name)
    }
}

impl State {
    const ALL: [(Self, &'static str); 12] = [
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
        (Self::Kept, "kept"),
        (Self::Returned, "returned"),
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
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
    /// Sealed; empty where it is handed over in Levee's own name.
    pub credential: Vec<u8>,
    /// By which way it came.
    pub via: Via,
    /// Its author marked it important.
    pub urgent: bool,
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
    /// By which way it came.
    pub via: Via,
    /// Its author marked it important.
    pub urgent: bool,
    /// JSON of why it was not sent, in state `Kept`; empty otherwise.
    pub returned: String,
}

pub(crate) const COLUMNS: &str = "id, account, sender, draft, message_id, return_path, people, external, verdict, \
     judged, approved, reference, state, submitted, due, attempts, said, settled, round, approvers, approver_role, blind, \
     via, urgent, returned";

impl Store {
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
            "SELECT {COLUMNS} FROM submissions WHERE account = $1 AND via <> 'levee' AND state <> 'returned' AND draft <> ''
                 AND (settled = 0 OR settled > $2) ORDER BY submitted DESC, id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(account).bind(since).fetch_all(self.reader()).await?;
        rows.iter().map(submission_row).collect()
    }
}

pub(crate) async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<SubmissionRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM submissions WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    row.as_ref().map(submission_row).transpose()
}

pub(crate) fn submission_row(row: &AnyRow) -> Result<SubmissionRow, StoreError> {
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
        via: Via::parse(row.try_get("via")?).ok_or(StoreError::Corrupt("way of a submission"))?,
        urgent: row.try_get::<i64, _>("urgent")? != 0,
        returned: row.try_get("returned")?,
    })
}

/// Puts a submission back among its author's drafts if it is in one of the states, and says whose it
/// was. It stops counting, its credential is erased, and its bytes with it; but what another mail program
/// sent is no draft of ours, and is kept as it came.
pub(crate) async fn send_back(
    connection: &mut AnyConnection,
    id: &str,
    from: &[State],
    returned: &str,
    outcome: &str,
    now: UnixSeconds,
) -> Result<Option<String>, StoreError> {
    let found: Option<(String, String, i64, String, String, String)> =
        sqlx::query_as("SELECT account, draft, draft_version, reference, state, via FROM submissions WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((account, draft, version, reference, state, via)) = found else { return Err(StoreError::Gone) };
    if !from.iter().any(|s| s.name() == state) {
        return Ok(None);
    }
    history::forget(connection, id).await?;
    judgements::note_outcome(connection, &reference, outcome).await?;
    notices::call_off(connection, id).await?;
    let via = Via::parse(&via).ok_or(StoreError::Corrupt("way of a submission"))?;
    if via == Via::MailProgram {
        sqlx::query(
            "UPDATE submissions SET state = 'kept', returned = $2, judged = '', fence = fence + 1 WHERE id = $1",
        )
        .bind(id)
        .bind(returned)
        .execute(&mut *connection)
        .await?;
        return Ok(Some(account));
    }
    erase(connection, id).await?;
    if via == Via::Page {
        drafts::put_back(connection, &account, id, version + 1, &draft, returned, now).await?;
    }
    Ok(Some(account))
}

/// Forgets what a submission said; its id stays, so that a late copy of a request is recognised.
pub(crate) async fn erase(connection: &mut AnyConnection, id: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE submissions SET state = 'returned', draft = '', judged = '', credential = $2, fence = fence + 1
         WHERE id = $1",
    )
    .bind(id)
    .bind(Vec::new())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM submission_content WHERE submission = $1").bind(id).execute(&mut *connection).await?;
    Ok(())
}
