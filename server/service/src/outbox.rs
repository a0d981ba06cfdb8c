//! What was handed over and is on its way: shown, taken back, settled.

use crate::Service;
use crate::hold;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Confirmed, Outbox, OutboxRow, OutboxState, OwnHeld, OwnReleased, OwnVerdict, Returned, SentWith,
    Settle, ToldWrong,
};
use levee_directory::Directory;
use levee_mail::{Address, Contact, DraftId};
use levee_store::{Decider, Hold, State, StoreError, SubmissionRow, Via};
use std::collections::HashMap;

/// What was delivered is shown for so many seconds.
const SHOWN: i64 = 3600;
/// Recipients named in a row.
const NAMED: usize = 3;

#[async_trait]
impl Outbox for Service {
    async fn outbox(&self, who: &Caller) -> Result<Vec<OutboxRow>, AppError> {
        let account = who.account.address.to_string();
        let rows = self.store.outbox(&account, self.clock.now() - SHOWN).await.map_err(from_store)?;
        let directory = self.directory();
        let told = self.told_by(who).await?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let state = self.outbox_state(&row, &directory).await?;
            shown.push(outbox_row(row, state, &told));
        }
        Ok(shown)
    }

    async fn undo(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let now = self.clock.now();
        let back = self.store.take_back(&account, id, &to_json(&Returned::Undone)?, now).await;
        back.map_err(from_store)
    }

    async fn settle(&self, who: &Caller, id: &DraftId, how: Settle) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let now = self.clock.now();
        let settled = match how {
            Settle::MarkSent => self.store.mark_sent(&account, id, now).await,
            Settle::SendAgain => self.store.send_again(&account, id, now).await,
        };
        settled.map_err(from_store)?;
        self.wake.notify_one();
        Ok(())
    }

    async fn own_held(&self, who: &Caller, id: &DraftId) -> Result<OwnHeld, AppError> {
        self.own(who, id).await
    }

    async fn release_own(&self, who: &Caller, id: &DraftId, answer: &Confirmed) -> Result<OwnReleased, AppError> {
        self.let_own_go(who, id, answer).await
    }

    async fn keep_back(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        self.keep_own_back(who, id).await
    }
}

impl Service {
    /// Who can decide on a held submission.
    pub(crate) async fn approvers_of(
        &self,
        row: &SubmissionRow,
        directory: &Directory,
    ) -> Result<Vec<Contact>, AppError> {
        let approvers = self.store.approvers_of(&row.id).await.map_err(from_store)?;
        let terms = Hold { approvers, decider: row.decider, ..Hold::default() };
        Ok(hold::contacts(directory, row.sender, &terms))
    }

    /// A new password for an account, just proved right: what waited for it goes on.
    pub(crate) async fn password_is(&self, account: &Address, password: &str) -> Result<(), AppError> {
        let now = self.clock.now();
        let seal = |id: &DraftId| self.seal_for(id, password);
        let renewed = self.store.renew_credentials(&account.to_string(), seal, now).await.map_err(from_store)?;
        if renewed > 0 {
            self.wake.notify_one();
        }
        Ok(())
    }

    async fn outbox_state(&self, row: &SubmissionRow, directory: &Directory) -> Result<OutboxState, AppError> {
        Ok(match row.state {
            State::Pending => OutboxState::Pending { send_at: row.due },
            State::Held if row.decider == Decider::Sender => {
                OutboxState::Asks { expires: row.due, reference: row.reference.clone() }
            }
            State::Held => OutboxState::Held {
                approvers: self.approvers_of(row, directory).await?,
                expires: row.due,
                verdict: row.verdict.clone(),
            },
            State::Queued if row.attempts > 0 => OutboxState::Retrying { next: row.due, why: row.said.clone() },
            State::Claimed | State::Queued | State::Sending | State::DataSent => OutboxState::Sending,
            State::SignIn => OutboxState::SignIn,
            State::Unclear => OutboxState::Unclear,
            State::Accepted | State::Done => OutboxState::Sent { at: row.settled },
            State::Kept => {
                let why = serde_json::from_str(&row.returned);
                OutboxState::Kept { why: why.map_err(|_| from_store(StoreError::Corrupt("reason of a return")))? }
            }
            // Not asked for; what came back is among the drafts.
            State::Returned => return Err(AppError::Gone),
        })
    }
}

fn outbox_row(row: SubmissionRow, state: OutboxState, told: &HashMap<String, ToldWrong>) -> OutboxRow {
    let everybody = row.draft.to.len() + row.draft.cc.len() + row.draft.bcc.len();
    let found = !row.verdict.findings.is_empty();
    let verdict = found.then(|| OwnVerdict { told: told.get(&row.reference).cloned(), reference: row.reference });
    let to: Vec<Contact> = row.draft.to.into_iter().take(NAMED).collect();
    OutboxRow {
        id: row.id,
        more: u32::try_from(everybody - to.len()).unwrap_or(u32::MAX),
        to,
        subject: row.draft.subject,
        people: row.people,
        submitted: row.submitted,
        sent_with: match row.via {
            Via::MailProgram => SentWith::MailProgram,
            Via::Page | Via::Levee => SentWith::Page,
        },
        state,
        verdict,
    }
}

/// Why a draft came back, as the store keeps it.
pub(crate) fn to_json(returned: &Returned) -> Result<String, AppError> {
    serde_json::to_string(returned).map_err(|_| from_store(StoreError::Corrupt("reason of a return")))
}
