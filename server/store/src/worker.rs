//! The worker's side of the outbox. A claim has a lease and a fencing number; each step is committed
//! before the next thing is done to the outside world, and refused to whoever lost the claim.

use crate::submissions::{COLUMNS, State, SubmissionRow, send_back, submission_row};
use crate::{Store, StoreError, UnixSeconds, judgements};
use levee_mail::DraftId;

/// What a claimed submission needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Its window is over: judge it again, then send it.
    Leave,
    /// An attempt to send it.
    Send,
    /// The relay has it: file the copy in Sent.
    File,
}

/// A submission that this worker alone works on until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The submission as claimed.
    pub row: SubmissionRow,
    /// What is to be done.
    pub work: Work,
    fence: i64,
}

/// What a claimed submission consists of.
#[derive(Clone, PartialEq, Eq)]
pub struct Cargo {
    /// As they go over the wire.
    pub bytes: Vec<u8>,
    /// The Bcc field for the copy in Sent; may be empty.
    pub bcc: String,
    /// Envelope recipients.
    pub recipients: Vec<RecipientRow>,
    /// Sealed.
    pub credential: Vec<u8>,
}

impl std::fmt::Debug for Cargo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cargo({} bytes, {} recipients)", self.bytes.len(), self.recipients.len())
    }
}

/// One recipient of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRow {
    /// As in the envelope.
    pub address: String,
    /// `waiting`, `accepted`, `later` or `refused`.
    pub state: String,
    /// What the relay said of it last; may be empty.
    pub said: String,
}

impl Store {
    /// Claims what is due at `now` for `lease` seconds; attempts are counted before they are made.
    /// `None` when nothing is due.
    ///
    /// # Errors
    /// `Unavailable`, `Corrupt`.
    pub async fn claim(&self, now: UnixSeconds, lease: i64) -> Result<Option<Claim>, StoreError> {
        let mut tx = self.begin().await?;
        let sql = format!(
            "SELECT {COLUMNS}, fence FROM submissions
             WHERE state IN ('pending', 'claimed', 'queued', 'sending', 'accepted') AND due <= $1
             ORDER BY due, id LIMIT 1"
        );
        let Some(found) = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).fetch_optional(&mut *tx).await? else {
            return Ok(None);
        };
        let mut row = submission_row(&found)?;
        let fence: i64 = sqlx::Row::try_get(&found, "fence")?;
        let (work, state) = match row.state {
            State::Pending | State::Claimed => (Work::Leave, State::Claimed),
            State::Accepted => (Work::File, State::Accepted),
            _ => (Work::Send, State::Sending),
        };
        sqlx::query(
            "UPDATE submissions SET state = $2, fence = fence + 1, attempts = attempts + 1, due = $3 WHERE id = $1",
        )
        .bind(row.id.as_str())
        .bind(state.name())
        .bind(now + lease)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        row.state = state;
        row.attempts += 1;
        row.due = now + lease;
        Ok(Some(Claim { row, work, fence: fence + 1 }))
    }

    /// When the worker has to look again: the earliest due time of anything unfinished.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn next_due(&self) -> Result<Option<UnixSeconds>, StoreError> {
        let (due,): (Option<i64>,) = sqlx::query_as(
            "SELECT MIN(due) FROM submissions
             WHERE state IN ('pending', 'held', 'claimed', 'queued', 'sending', 'data_sent', 'accepted')",
        )
        .fetch_one(self.reader())
        .await?;
        Ok(due)
    }

    /// Submissions whose worker was lost after the final dot may have been written: unclear from now on.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn lose_track(&self, now: UnixSeconds) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "UPDATE submissions SET state = 'unclear', fence = fence + 1 WHERE state = 'data_sent' AND due <= $1",
        )
        .bind(now)
        .execute(self.writer())
        .await?;
        Ok(done.rows_affected())
    }

    /// Bytes, recipients and credential of a claimed submission.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn cargo(&self, claim: &Claim) -> Result<Cargo, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let (bytes, bcc, credential) = sqlx::query_as(
            "SELECT c.bytes, c.bcc, s.credential FROM submissions AS s
             JOIN submission_content AS c ON c.submission = s.id WHERE s.id = $1 AND s.fence = $2",
        )
        .bind(claim.row.id.as_str())
        .bind(claim.fence)
        .fetch_one(snapshot.connection())
        .await?;
        let recipients: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT address, state, said FROM submission_recipients WHERE submission = $1 ORDER BY position",
        )
        .bind(claim.row.id.as_str())
        .fetch_all(snapshot.connection())
        .await?;
        let recipients =
            recipients.into_iter().map(|(address, state, said)| RecipientRow { address, state, said }).collect();
        Ok(Cargo { bytes, bcc, recipients, credential })
    }

    /// The text of a held message, for its approvers: the bytes as they would go out.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn bytes_of(&self, id: &DraftId) -> Result<Vec<u8>, StoreError> {
        Ok(self.content_of(id).await?.0)
    }

    /// The bytes as they would go out, and the Bcc field that its author's copy has besides; may be empty.
    ///
    /// # Errors
    /// `Gone`, `Unavailable`.
    pub async fn content_of(&self, id: &DraftId) -> Result<(Vec<u8>, String), StoreError> {
        let content = sqlx::query_as("SELECT bytes, bcc FROM submission_content WHERE submission = $1")
            .bind(id.as_str())
            .fetch_one(self.reader())
            .await?;
        Ok(content)
    }

    /// Makes the lease of a claim longer.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn renew(&self, claim: &Claim, until: UnixSeconds) -> Result<(), StoreError> {
        let done = sqlx::query(
            "UPDATE submissions SET due = $3
             WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'sending', 'data_sent', 'accepted')",
        )
        .bind(claim.row.id.as_str())
        .bind(claim.fence)
        .bind(until)
        .execute(self.writer())
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }

    /// Judged again and let through: from here it is sent.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn begin_sending(&self, claim: &Claim) -> Result<(), StoreError> {
        self.step(claim, &[State::Claimed], State::Sending, None, "").await
    }

    /// Commits that the final dot is about to be written. Only after this may it be.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost: do not write it; `Unavailable`: neither.
    pub async fn data_sent(&self, claim: &Claim) -> Result<(), StoreError> {
        self.step(claim, &[State::Sending], State::DataSent, None, "").await
    }

    /// The relay has taken responsibility, with these words. The copy in Sent is due at once.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn accepted(&self, claim: &Claim, said: &str, now: UnixSeconds) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE submissions SET state = 'accepted', settled = $3, said = $4, attempts = 0, due = $3
             WHERE id = $1 AND fence = $2 AND state = 'data_sent'",
        )
        .bind(claim.row.id.as_str())
        .bind(claim.fence)
        .bind(now)
        .bind(said)
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        sqlx::query("UPDATE submission_recipients SET state = 'accepted', said = '' WHERE submission = $1")
            .bind(claim.row.id.as_str())
            .execute(&mut *tx)
            .await?;
        judgements::note_outcome(&mut tx, &claim.row.reference, "sent").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Nobody has got it: tried again at `due`.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn try_later(&self, claim: &Claim, said: &str, due: UnixSeconds) -> Result<(), StoreError> {
        self.step(claim, &[State::Claimed, State::Sending, State::DataSent], State::Queued, Some(due), said).await
    }

    /// What could not even be judged again is looked at later, window over as before.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn leave_later(&self, claim: &Claim, due: UnixSeconds) -> Result<(), StoreError> {
        self.step(claim, &[State::Claimed], State::Claimed, Some(due), "").await
    }

    /// The password no longer works: it waits until its author signs in.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn wait_for_sign_in(&self, claim: &Claim, said: &str) -> Result<(), StoreError> {
        self.step(claim, &[State::Claimed, State::Sending, State::DataSent], State::SignIn, None, said).await
    }

    /// It may have gone, and nobody knows. Never sent again by itself.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn unclear(&self, claim: &Claim, said: &str) -> Result<(), StoreError> {
        self.step(claim, &[State::DataSent], State::Unclear, None, said).await
    }

    /// Notes what the relay said of single recipients.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn note_recipients(&self, claim: &Claim, notes: &[RecipientRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        for note in notes {
            sqlx::query(
                "UPDATE submission_recipients SET state = $3, said = $4 WHERE submission = $1 AND address = $2",
            )
            .bind(claim.row.id.as_str())
            .bind(&note.address)
            .bind(&note.state)
            .bind(&note.said)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Nobody has got it, and nobody will: back to the drafts, with why (JSON).
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn give_back(
        &self,
        claim: &Claim,
        returned: &str,
        outcome: &str,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let (fence,): (i64,) = sqlx::query_as("SELECT fence FROM submissions WHERE id = $1")
            .bind(claim.row.id.as_str())
            .fetch_one(&mut *tx)
            .await?;
        if fence != claim.fence {
            return Err(StoreError::Conflict);
        }
        let from = [State::Claimed, State::Sending, State::DataSent];
        let back = send_back(&mut tx, claim.row.id.as_str(), &from, returned, outcome, now).await?;
        back.ok_or(StoreError::Conflict)?;
        tx.commit().await?;
        Ok(())
    }

    /// The copy in Sent could not be filed now: tried again at `due`. Never sends again.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn file_later(&self, claim: &Claim, due: UnixSeconds) -> Result<(), StoreError> {
        self.step(claim, &[State::Accepted], State::Accepted, Some(due), &claim.row.said).await
    }

    /// The copy is filed, or given up: bytes and credential are erased.
    ///
    /// # Errors
    /// `Conflict` when the claim was lost; `Unavailable`.
    pub async fn done(&self, claim: &Claim) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let done = sqlx::query(
            "UPDATE submissions SET state = 'done', credential = $3, judged = ''
             WHERE id = $1 AND fence = $2 AND state = 'accepted'",
        )
        .bind(claim.row.id.as_str())
        .bind(claim.fence)
        .bind(Vec::new())
        .execute(&mut *tx)
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)?;
        sqlx::query("DELETE FROM submission_content WHERE submission = $1")
            .bind(claim.row.id.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// One step of a claim: only by its holder, only from these states.
    async fn step(
        &self,
        claim: &Claim,
        from: &[State],
        to: State,
        due: Option<UnixSeconds>,
        said: &str,
    ) -> Result<(), StoreError> {
        let mut names = from.iter().map(|state| state.name());
        let (first, second, third) = (names.next(), names.next(), names.next());
        let done = sqlx::query(
            "UPDATE submissions SET state = $3, said = $4, due = CASE WHEN $5 < 0 THEN due ELSE $5 END
             WHERE id = $1 AND fence = $2 AND state IN ($6, $7, $8)",
        )
        .bind(claim.row.id.as_str())
        .bind(claim.fence)
        .bind(to.name())
        .bind(said)
        .bind(due.unwrap_or(-1))
        .bind(first.unwrap_or_default())
        .bind(second.unwrap_or_default())
        .bind(third.unwrap_or_default())
        .execute(self.writer())
        .await?;
        crate::one_row(done.rows_affected(), StoreError::Conflict)
    }
}
