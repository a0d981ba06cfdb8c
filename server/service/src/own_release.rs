//! What another mail program sent and its sender has to decide on: shown, released, kept back. Whoever sends
//! from a page is asked there; this is the same question, asked after signing in.

use crate::Service;
use crate::audience::describe;
use crate::deliver_outbox::with_bcc;
use crate::hold;
use crate::mailboxes::{from_imap, with_role};
use crate::outbox::to_json;
use crate::outgoing::held_text;
use crate::question::{Question, confirmation};
use crate::send::{Desk, undo_window};
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, Confirmed, OwnHeld, OwnReleased, Returned};
use levee_guard::{Digest, Ruling};
use levee_imap::{Flag, FlagSet, Role};
use levee_mail::{Draft, DraftId};
use levee_mime::{Message, Placing};
use levee_store::{Decider, State, SubmissionRow, Via};

impl Service {
    /// A message that waits for its own sender, with the question.
    pub(crate) async fn own(&self, who: &Caller, id: &DraftId) -> Result<OwnHeld, AppError> {
        let row = self.store.submission(id).await.map_err(from_store)?;
        is_own_to_decide(&row, who)?;
        let mut snapshot = self.store.snapshot().await.map_err(from_store)?;
        let again = self.judge_again(&row, &mut snapshot.history()).await.map_err(from_store)?;
        let bytes = self.store.bytes_of(id).await.map_err(from_store)?;
        let judged = &again.judged;
        let people = judged.expansion.reach.people;
        let digests = (again.handed.message.draft, Digest::from_bytes(*judged.expansion.digest().bytes()));
        let asked = (&judged.verdict, people);
        let question = Question::new((id, &who.account.address), digests, asked, &again.policy, self.clock.now());
        let parsed = Message::parse(&bytes);
        let files = parsed.parts().iter().filter(|part| part.placing != Placing::Body);
        Ok(OwnHeld {
            cc: row.draft.cc.clone(),
            bcc: row.draft.bcc.clone(),
            text: held_text(&row.draft),
            files: files.map(levee_mime::Part::download_name).collect(),
            people,
            verdict: judged.verdict.clone(),
            audience: Box::new(describe(&again.directory, &Draft::default(), judged, &again.policy)),
            type_number: question.number.filter(|_| judged.verdict.ruling() == Ruling::Confirm),
            question: question.signed(&self.keys),
        })
    }

    /// Its sender means it: judged again, what he confirmed counts as warn.
    pub(crate) async fn let_own_go(
        &self,
        who: &Caller,
        id: &DraftId,
        answer: &Confirmed,
    ) -> Result<OwnReleased, AppError> {
        let now = self.clock.now();
        let confirmed = confirmation(&self.keys, answer, (id, &who.account.address), now);
        let mut acceptance = self.store.begin_acceptance().await.map_err(from_store)?;
        let row = acceptance.held(id).await.map_err(from_store)?;
        is_own_to_decide(&row, who)?;
        let again = self.judge_again_as(&row, confirmed, &mut acceptance.history()).await.map_err(from_store)?;
        let desk = Desk { service: self, directory: &again.directory, policy: &again.policy, now };
        let judged = &again.judged;
        let released = match judged.verdict.ruling() {
            Ruling::Allow | Ruling::Warn => {
                let send_at = now + undo_window(&again.policy, judged.expansion.reach.people);
                acceptance.let_go(&row, send_at, &judged.memory).await.map_err(from_store)?;
                OwnReleased::Leaving
            }
            Ruling::Confirm => return Ok(OwnReleased::Asked),
            Ruling::Hold => {
                let reference = desk.file(&mut acceptance, &again.handed, judged).await?;
                let terms = hold::terms(&again.directory, &judged.expansion, &judged.verdict, &again.policy, now);
                acceptance.hold_again(&row, &terms, &judged.verdict, &reference).await.map_err(from_store)?;
                desk.tell_again(&mut acceptance, &row, judged, &terms, &reference).await?;
                OwnReleased::Held
            }
            Ruling::Block => {
                desk.file(&mut acceptance, &again.handed, judged).await?;
                let returned = to_json(&Returned::Stopped { verdict: judged.verdict.clone() })?;
                acceptance.stop(&row, &returned, now).await.map_err(from_store)?;
                OwnReleased::Stopped
            }
        };
        acceptance.commit().await.map_err(from_store)?;
        self.wake.notify_one();
        Ok(released)
    }

    /// Its sender does not want it sent: nobody gets it, and it is copied into the drafts, as it came. What
    /// cannot be copied now stays here, and can be copied later.
    pub(crate) async fn keep_own_back(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let row = self.store.submission(id).await.map_err(from_store)?;
        if row.account != who.account.address || row.via != Via::MailProgram {
            return Err(AppError::Gone);
        }
        if row.state != State::Kept {
            let returned = to_json(&Returned::Undone)?;
            self.store.take_back(&account, id, &returned, self.clock.now()).await.map_err(from_store)?;
        }
        let (bytes, bcc) = self.store.content_of(id).await.map_err(from_store)?;
        let mut session = self.session_of(who).await?;
        let drafts = with_role(&mut session, Role::Drafts, "Drafts").await?;
        let flags = FlagSet::from([Flag::Draft, Flag::Seen]);
        session.append_once(&drafts, &row.message_id, with_bcc(&bytes, &bcc), &flags, None).await.map_err(from_imap)?;
        self.store.filed_elsewhere(&account, id).await.map_err(from_store)
    }
}

/// Nobody else is told that there is such a message.
fn is_own_to_decide(row: &SubmissionRow, who: &Caller) -> Result<(), AppError> {
    match (row.account == who.account.address && row.decider == Decider::Sender, row.state) {
        (false, _) => Err(AppError::Gone),
        (true, State::Held) => Ok(()),
        (true, _) => Err(AppError::Conflict),
    }
}
