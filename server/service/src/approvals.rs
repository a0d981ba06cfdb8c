//! Held messages, as their approvers see and decide them. Nobody else is told that one exists, and an
//! administrator as such is nobody here.

use crate::Service;
use crate::audit::given;
use crate::deliver_outbox::Again;
use crate::hold::{self, contact};
use crate::outbox::to_json;
use crate::outgoing::held_text;
use crate::send::{Desk, undo_window};
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Approvals, Caller, HeldList, HeldRow, HeldView, Returned, Role, ServedPart};
use levee_directory::Directory;
use levee_guard::{Approvers, Code, Ruling};
use levee_mail::{Contact, DraftId};
use levee_store::{Approval, AuditEntry, Content, Decider, SubmissionRow};

/// Members and domains shown as a sample.
const SAMPLE: usize = 20;

#[async_trait]
impl Approvals for Service {
    async fn waiting(&self, who: &Caller) -> Result<Vec<HeldRow>, AppError> {
        let directory = self.directory();
        Ok(self.decidable(who).await?.iter().map(|row| held_row(&directory, row)).collect())
    }

    async fn held(&self, who: &Caller, id: &DraftId) -> Result<HeldView, AppError> {
        let row = self.to_decide(who, id).await?;
        let mut snapshot = self.store.snapshot().await.map_err(from_store)?;
        let again = self.judge_again(&row, &mut snapshot.history()).await.map_err(from_store)?;
        let text = match row.content {
            Content::Shown => Some(held_text(&row.draft)),
            Content::Withheld => None,
        };
        let files = self.held_files(&row).await?;
        Ok(HeldView { files, ..view(&self.directory(), row, text, &again) })
    }

    async fn held_file(&self, who: &Caller, id: &DraftId, part: u32) -> Result<ServedPart, AppError> {
        self.served_held_file(who, id, part).await
    }

    async fn release(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        let row = self.to_decide(who, id).await?;
        let act = self.act(who, Role::Approver, "message.approve", &row.reference);
        let entry = AuditEntry { detail: format!("{} people", row.people), ..act };
        let now = entry.at;
        let mut released = Vec::new();

        let mut acceptance = self.store.begin_acceptance().await.map_err(from_store)?;
        let row = acceptance.held(&row.id).await.map_err(from_store)?;
        if row.verdict.approvers == Approvers::TwoOrganisations {
            let agreed = acceptance.agreed(&row).await.map_err(from_store)?;
            hold::of_another_organisation(&self.directory(), &who.account.address, &agreed)?;
        }
        if acceptance.approve(&row, &entry).await.map_err(from_store)? == Approval::Complete {
            let again = self.judge_again(&row, &mut acceptance.history()).await.map_err(from_store)?;
            let desk = Desk { service: self, directory: &again.directory, policy: &again.policy, now };
            let mut approved = row.approved.clone();
            approved.push(row.verdict.clone());
            let verdict = hold::settled(again.judged.verdict.clone(), &approved);
            match verdict.ruling() {
                Ruling::Block => {
                    drop(acceptance);
                    let returned = to_json(&Returned::Stopped { verdict })?;
                    let stopped = format!("{}, stopped when judged again", entry.detail);
                    let entry = AuditEntry { detail: stopped, ..entry };
                    return self.store.reject(&row.id, &returned, &entry).await.map_err(from_store);
                }
                Ruling::Hold => {
                    let reference = desk.file(&mut acceptance, &again.handed, &again.judged).await?;
                    let terms = hold::terms(&again.directory, &again.judged.expansion, &verdict, &again.policy, now);
                    let held = acceptance.hold_again(&row, &terms, &again.judged.verdict, &reference).await;
                    held.map_err(from_store)?;
                    desk.tell_again(&mut acceptance, &row, &again.judged, &terms, &reference).await?;
                }
                Ruling::Allow | Ruling::Warn | Ruling::Confirm => {
                    // Approved mail waits the shortest window, whatever it reaches.
                    let send_at = now + undo_window(&again.policy, 0);
                    acceptance.let_go(&row, send_at, &again.judged.memory).await.map_err(from_store)?;
                    released = again.sized_lists(&row.verdict);
                    for (list, size) in &released {
                        acceptance.released_at(*list, *size).await.map_err(from_store)?;
                    }
                }
            }
        }
        acceptance.commit().await.map_err(from_store)?;
        if !released.is_empty() {
            self.see_change().await;
        }
        self.wake.notify_one();
        Ok(())
    }

    async fn reject(&self, who: &Caller, id: &DraftId, reason: &str) -> Result<(), AppError> {
        let reason = given(reason)?;
        let row = self.to_decide(who, id).await?;
        let returned = Returned::Rejected { by: who.account.name.clone(), reason: reason.clone() };
        let act = self.act(who, Role::Approver, "message.reject", &row.reference);
        let entry = AuditEntry { detail: format!("{} people", row.people), reason, ..act };
        self.store.reject(&row.id, &to_json(&returned)?, &entry).await.map_err(from_store)
    }
}

impl Service {
    async fn decidable(&self, who: &Caller) -> Result<Vec<SubmissionRow>, AppError> {
        let decider = if who.account.has(Role::Approver) { Decider::Role } else { Decider::Named };
        self.store.waiting_for(&who.account.address.to_string(), decider).await.map_err(from_store)
    }

    /// A held message that waits for this account's decision. One that does not is `Gone`, or `Conflict`
    /// when it was this account's to decide and was decided.
    pub(crate) async fn to_decide(&self, who: &Caller, id: &DraftId) -> Result<SubmissionRow, AppError> {
        if let Some(row) = self.decidable(who).await?.into_iter().find(|row| row.id == *id) {
            return Ok(row);
        }
        let row = self.store.submission(id).await.map_err(from_store)?;
        let named = self.store.approvers_of(id).await.map_err(from_store)?;
        let own = who.account.address.to_string();
        let deciding = match row.decider {
            Decider::Named => named.contains(&own),
            Decider::Role => who.account.has(Role::Approver),
            Decider::Sender => false,
        };
        Err(if deciding && row.account != who.account.address { AppError::Conflict } else { AppError::Gone })
    }
}

impl Again {
    /// Lists whose jump or newness was released, with the size at which it was.
    fn sized_lists(&self, released: &levee_guard::Verdict) -> Vec<(u32, u64)> {
        let about_size = |code| matches!(code, Code::ListSizeJump | Code::ListNew);
        let subjects: Vec<_> =
            released.findings.iter().filter(|f| about_size(f.code)).filter_map(|f| f.subject.as_ref()).collect();
        let entered = self.judged.expansion.entered.iter().filter(|e| subjects.contains(&e.list.address()));
        entered.filter_map(|entered| Some((entered.list.id(), entered.size?))).collect()
    }
}

fn held_row(directory: &Directory, row: &SubmissionRow) -> HeldRow {
    HeldRow {
        id: row.id.clone(),
        from: Contact { name: contact(directory, row.sender).and_then(|c| c.name), address: row.account.clone() },
        subject: match row.content {
            Content::Shown => row.draft.subject.clone(),
            Content::Withheld => String::new(),
        },
        people: row.people,
        submitted: row.submitted,
        expires: row.due,
    }
}

fn view(directory: &Directory, row: SubmissionRow, text: Option<String>, again: &Again) -> HeldView {
    let expansion = &again.judged.expansion;
    let name =
        |id| directory.person(id).map(|p| if p.name.is_empty() { p.address().to_string() } else { p.name.to_owned() });
    let mut domains: Vec<String> =
        expansion.external().iter().filter_map(|id| Some(directory.person(id)?.domain.to_owned())).collect();
    domains.extend(
        expansion.strangers.values().map(|a| a.domain().to_owned()).filter(|d| !directory.canonical().is_own(d)),
    );
    domains.sort_unstable();
    domains.dedup();
    domains.truncate(SAMPLE);
    let lists = again.judged.facts.lists.iter().map(|list| HeldList {
        address: list.address.clone(),
        size: list.size(),
        baseline: list.baseline.known().flatten().map(|baseline| baseline.people()),
    });
    HeldView {
        row: held_row(directory, &row),
        names: expansion
            .entered
            .iter()
            .map(|e| Contact { name: Some(e.list.name().to_owned()), address: e.list.address().clone() })
            .collect(),
        external: expansion.reach.external,
        volume: expansion.reach.people.saturating_mul(again.handed.size),
        lists: lists.collect(),
        sample: sample(expansion.audience.len()).filter_map(|n| name(expansion.audience.select(n)?)).collect(),
        outside_domains: domains,
        to: row.draft.to,
        cc: row.draft.cc,
        bcc: row.draft.bcc,
        text,
        // Read aside.
        files: Vec::new(),
        verdict: row.verdict,
    }
}

/// Places of a sample spread evenly over so many people: no chance, so that it does not change while
/// it is looked at.
fn sample(people: u64) -> impl Iterator<Item = u32> {
    let step = (people / SAMPLE as u64).max(1);
    (0..people).step_by(usize::try_from(step).unwrap_or(usize::MAX)).take(SAMPLE).filter_map(|n| u32::try_from(n).ok())
}
