//! Notices: mail of Levee's own about a held submission. Each is written with the hold, in one transaction,
//! and goes out by the outbox like any other mail: once, whatever happens to the worker.

use crate::acceptance::Acceptance;
use crate::submissions::Via;
use crate::{StoreError, UnixSeconds};
use levee_guard::Verdict;
use levee_mail::{Draft, DraftId, MessageId};
use sqlx::AnyConnection;

/// One notice to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its own id.
    pub id: DraftId,
    /// The submission that it tells of; called off when that one is decided before.
    pub about: DraftId,
    /// Whom it is from.
    pub from: String,
    /// Whom it goes to.
    pub to: String,
    /// Fixed now, so that a retry is the same message.
    pub message_id: MessageId,
    /// As they go over the wire.
    pub bytes: Vec<u8>,
    /// When it was written.
    pub at: UnixSeconds,
    /// When it goes out, if nobody has decided until then.
    pub due: UnixSeconds,
}

impl Acceptance {
    /// Puts a notice into the queue.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn notify(&mut self, notice: &Notice) -> Result<(), StoreError> {
        let id = notice.id.as_str();
        sqlx::query(
            "INSERT INTO submissions (id, account, sender, draft, draft_version, message_id, return_path, bytes_hash,
                 people, external, verdict, judged, approved, reference, state, submitted, due, attempts, fence, said,
                 settled, round, approvers, approver_role, blind, credential, via, about)
             VALUES ($1, $2, 0, $3, 0, $4, '', $5, 1, 0, $6, '', '[]', '', 'queued', $7, $8, 0, 0, '', 0, 1, 1, 0, 0,
                 $5, $9, $10)",
        )
        .bind(id)
        .bind(&notice.from)
        .bind(crate::to_json(&Draft::default())?)
        .bind(notice.message_id.as_str())
        .bind(Vec::new())
        .bind(crate::to_json(&Verdict::default())?)
        .bind(notice.at)
        .bind(notice.due)
        .bind(Via::Levee.name())
        .bind(notice.about.as_str())
        .execute(&mut *self.0)
        .await?;
        sqlx::query("INSERT INTO submission_content (submission, bytes, bcc) VALUES ($1, $2, '')")
            .bind(id)
            .bind(&notice.bytes)
            .execute(&mut *self.0)
            .await?;
        sqlx::query(
            "INSERT INTO submission_recipients (submission, position, address, state, said)
             VALUES ($1, 0, $2, 'waiting', '')",
        )
        .bind(id)
        .bind(&notice.to)
        .execute(&mut *self.0)
        .await?;
        Ok(())
    }
}

/// Calls off what was to be told of a submission and nobody has got yet: it is decided.
pub(crate) async fn call_off(connection: &mut AnyConnection, about: &str) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM submission_content WHERE submission IN
             (SELECT id FROM submissions WHERE about = $1 AND via = 'levee' AND state = 'queued')",
        "DELETE FROM submission_recipients WHERE submission IN
             (SELECT id FROM submissions WHERE about = $1 AND via = 'levee' AND state = 'queued')",
        "DELETE FROM submissions WHERE about = $1 AND via = 'levee' AND state = 'queued'",
    ] {
        sqlx::query(sql).bind(about).execute(&mut *connection).await?;
    }
    Ok(())
}
