//! Handing a draft over to be sent: the story in one screenful. What asks, holds or blocks comes back
//! as a value; what is accepted is on the disk before anybody is told so.

use crate::Service;
use crate::alerts::{Occasion, few};
use crate::audience::describe;
use crate::audit::given;
use crate::clock::random;
use crate::draft_files::too_large;
use crate::facts::{Judged, judge_all};
use crate::feedback::said_with;
use crate::handed::Handed;
use crate::hold;
use crate::keep::names_of;
use crate::keys::{Purpose, sha256};
use crate::outgoing::{Along, Outgoing, build, field_problems};
use crate::question::{Question, confirmation};
use crate::release::HeldNow;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Outcome, Role, Send, SendRequest, UnixSeconds};
use levee_directory::Directory;
use levee_guard::{Code, Digest, Fact, Kind, Observe, Origin, Parameter, Policy, Record, Ruling, Verdict, judge};
use levee_mail::{Address, Importance};
use levee_store::{
    Acceptance, AuditEntry, Fate, Hold, JudgementRow, Standing, State, StormRow, SubmissionRow, Submitted, Via,
};

/// No threshold may be set below this many people, or addresses: what reaches fewer is not judged again.
pub(crate) const REPLAYED: u64 = 3;

#[async_trait]
impl Send for Service {
    async fn send(&self, who: &Caller, request: &SendRequest) -> Result<Outcome, AppError> {
        let request = &SendRequest { draft: self.settled(&request.draft).await?, ..request.clone() };
        let problems = field_problems(&request.draft);
        if !problems.is_empty() {
            return Err(AppError::Invalid { fields: problems });
        }
        let account = &who.account.address;
        let now = self.clock.now();
        let parent = self.parent_of(who, &request.draft).await?;
        let mut handed = Handed::from_draft(account, &request.draft, parent);
        let along = Along {
            quote: self.quote_of(who, &request.draft).await?,
            files: self.gather(who, &request.id, &request.draft).await?,
        };
        let outgoing = build(&who.account, &request.draft, along, &handed.refers_to, random(&*self.chance), now)?;
        if outgoing.bytes.len() as u64 > self.largest_message() {
            return Err(too_large(self.room_for_files()));
        }
        handed.draft = Some(request.id.clone());
        handed.size = outgoing.bytes.len() as u64;
        handed.message_id = Some(outgoing.message_id.clone());
        handed.message.confirmation = request
            .confirmation
            .as_ref()
            .and_then(|answer| confirmation(&self.keys, answer, (&request.id, account), now));
        handed.message.break_glass = request.emergency.as_deref().map(given).transpose()?;
        let credential = self.sealed_credential(who, &request.id).await?;

        let directory = self.directory();
        let circumstances = self.circumstances(&directory, account).await.map_err(from_store)?;
        let numbered = self.number_everybody(&directory, &handed).await.map_err(from_store)?;
        let mut context = self.context(&circumstances, &directory, &numbered, request.id.as_str());

        let mut acceptance = self.store.begin_acceptance().await.map_err(from_store)?;
        // Its turn has come: what was accepted while it waited is in the past.
        context.now = self.clock.now();
        let now = context.now;
        let standing = acceptance.standing(&account.to_string(), &request.id, request.version).await;
        if let Standing::Known(row) = standing.map_err(from_store)? {
            drop(acceptance);
            return self.outcome_of(&row, &directory).await;
        }
        let judged = judge_all(&mut acceptance.history(), &handed, &context).await.map_err(from_store)?;
        let policy = &circumstances.policy;
        let desk = Desk { service: self, directory: &directory, policy, now };
        let reference = desk.file(&mut acceptance, &handed, &judged).await?;
        let sending = Sending { who, request, handed: &handed, outgoing, credential };
        if let Some(entry) = self.emergency(who, &handed, &judged, &reference) {
            acceptance.write_down(&entry).await.map_err(from_store)?;
        }
        let told = said_with(request, &judged.verdict, now)?;
        if let Some(told) = told {
            let sender = self.pseudonym(account);
            acceptance.tell_wrong(&sender, &reference, &told).await.map_err(from_store)?;
        }
        let outcome = match judged.verdict.ruling() {
            Ruling::Allow | Ruling::Warn => desk.accept(&mut acceptance, sending, &judged, reference).await?,
            Ruling::Confirm => desk.ask(request, who, &handed, &judged, reference),
            Ruling::Hold => desk.hold(&mut acceptance, sending, &judged, reference).await?,
            Ruling::Block => Outcome::Blocked {
                audience: Box::new(describe(&directory, &request.draft, &judged, policy)),
                verdict: judged.verdict,
                reference,
            },
        };
        acceptance.commit().await.map_err(from_store)?;
        self.wake.notify_one();
        if matches!(outcome, Outcome::Pending { .. } | Outcome::Held { .. }) {
            self.unfile_draft(who, &request.id, Some(&request.draft)).await;
        }
        Ok(outcome)
    }
}

impl Service {
    /// The credential that a submission carries until it is settled.
    async fn sealed_credential(&self, who: &Caller, id: &levee_mail::DraftId) -> Result<Vec<u8>, AppError> {
        let credentials = self.credentials(who).await?;
        Ok(self.seal_for(id, &credentials.password))
    }

    /// What the audit says of a broken glass; nothing where it changed nothing.
    fn emergency(&self, who: &Caller, handed: &Handed, judged: &Judged, reference: &str) -> Option<AuditEntry> {
        let verdict = &judged.verdict;
        let reason = handed.message.break_glass.clone()?;
        let broken = verdict.findings.iter().any(|finding| finding.code == Code::BreakGlass);
        (broken && verdict.ruling() <= Ruling::Warn).then(|| AuditEntry {
            acting: "author".to_owned(),
            detail: format!("{} people", judged.expansion.reach.people),
            reason,
            ..self.act(who, Role::Administrator, "glass.break", reference)
        })
    }

    /// Seals a password for one submission.
    pub(crate) fn seal_for(&self, id: &levee_mail::DraftId, password: &str) -> Vec<u8> {
        let about = id.as_str().as_bytes();
        self.keys.seal(Purpose::SubmissionCredential, b"", about, password.as_bytes(), &*self.chance)
    }

    /// What became of something handed over before.
    async fn outcome_of(&self, row: &SubmissionRow, directory: &Directory) -> Result<Outcome, AppError> {
        if row.state == State::Held {
            let approvers = self.approvers_of(row, directory).await?;
            return Ok(Outcome::Held { approvers, expires: row.due, verdict: row.verdict.clone() });
        }
        let policy = self.policy().await.map_err(from_store)?;
        let window = undo_window(&policy, row.people);
        let send_at = if row.state == State::Pending { row.due } else { row.submitted + window };
        Ok(Outcome::Pending { send_at, window: u32::try_from(window).unwrap_or(u32::MAX), people: row.people })
    }

    /// Stands for a sender in the record: a keyed hash.
    pub(crate) fn pseudonym(&self, sender: &Address) -> Vec<u8> {
        self.keys.hash(Purpose::Pseudonym, format!("sender {sender}").as_bytes()).to_vec()
    }

    /// A reference for people to quote: `LV-7K3F-20QD`.
    pub(crate) fn reference(&self) -> String {
        /// Crockford's alphabet: no I, L, O, U, which are misread.
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let letters: String =
            random::<8>(&*self.chance).iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        let (one, two) = letters.split_at(4);
        format!("LV-{one}-{two}")
    }
}

/// Where one message is decided on.
pub(crate) struct Desk<'a> {
    pub(crate) service: &'a Service,
    pub(crate) directory: &'a Directory,
    pub(crate) policy: &'a Policy,
    pub(crate) now: UnixSeconds,
}

/// A draft on its way.
struct Sending<'a> {
    who: &'a Caller,
    request: &'a SendRequest,
    handed: &'a Handed,
    outgoing: Outgoing,
    credential: Vec<u8>,
}

impl Desk<'_> {
    /// Files the judgement under a new reference, and freezes a storm's keys when it trips now.
    pub(crate) async fn file(
        &self,
        acceptance: &mut Acceptance,
        handed: &Handed,
        judged: &Judged,
    ) -> Result<String, AppError> {
        let reference = self.service.reference();
        let enforced = self.enforced(handed, judged);
        let row = self.judgement(handed, judged, &enforced, &reference);
        acceptance.judged(&row).await.map_err(from_store)?;
        let storm = judged.verdict.findings.iter().any(|finding| finding.code == Code::Storm);
        if storm && judged.facts.frozen == Fact::Known(false) {
            let length = i64::try_from(self.policy.get(Parameter::StormBlock)).unwrap_or(i64::MAX);
            let tally = judged.facts.history.as_ref().known().map(|history| history.thread).unwrap_or_default();
            let keys = StormRow {
                tripped: self.now,
                until: self.now.saturating_add(length),
                people: judged.memory.people,
                replies: tally.messages,
                senders: tally.senders,
                thread: row.thread.clone(),
                thread_root: judged.memory.thread_root.clone(),
                participants: judged.memory.participants.clone(),
                lists: judged.memory.lists.clone(),
                subject_key: judged.memory.subject_key.clone(),
                ..StormRow::default()
            };
            acceptance.freeze(&keys).await.map_err(from_store)?;
            let StormRow { until, people, replies, senders, lists, .. } = keys;
            let storm = Occasion::Storm { lists: few(lists), people, replies, senders, until };
            self.service.raise(acceptance, (&format!("storm:{reference}"), &storm), self.now).await?;
        }
        Ok(reference)
    }

    /// The verdict if nothing were only observed, for the record.
    pub(crate) fn enforced(&self, handed: &Handed, judged: &Judged) -> Verdict {
        if self.policy.observe == Observe::Nothing {
            return judged.verdict.clone();
        }
        let mut enforcing = self.policy.clone();
        enforcing.observe = Observe::Nothing;
        judge(&handed.message, &judged.facts, &enforcing)
    }

    pub(crate) fn judgement(
        &self,
        handed: &Handed,
        judged: &Judged,
        enforced: &Verdict,
        reference: &str,
    ) -> JudgementRow {
        let reach = judged.expansion.reach;
        let lists: Vec<_> = judged.facts.lists.iter().map(|list| (list.address.to_string(), list.size())).collect();
        let kind = match &handed.message.origin {
            Origin::Button(kind) => Fact::Known(*kind),
            Origin::Headers(headers) => headers.kind(judged.facts.parent.beyond_author),
        };
        let outcome = match judged.verdict.ruling() {
            Ruling::Allow | Ruling::Warn => "accepted",
            Ruling::Confirm => "asked",
            Ruling::Hold => "held",
            Ruling::Block => "blocked",
        };
        let channel = match handed.message.channel {
            levee_guard::Channel::Web => "web",
            levee_guard::Channel::Smtp => "smtp",
            levee_guard::Channel::Api => "api",
        };
        crate::figures::judged(judged.verdict.ruling(), channel);
        JudgementRow {
            reference: reference.to_owned(),
            at: self.now,
            sender: self.service.pseudonym(&handed.sender),
            unit: self.directory.person_by_address(&handed.sender).map(|p| p.unit.to_owned()).unwrap_or_default(),
            kind: kind.known().map_or("reply", Kind::as_str).to_owned(),
            channel: channel.to_owned(),
            people: reach.people,
            external: reach.external,
            disclosed: reach.disclosed,
            size: handed.size,
            lists: serde_json::to_string(&lists).unwrap_or_default(),
            thread: match judged.memory.thread_root.as_str() {
                "" => Vec::new(),
                root => self.service.keys.hash(Purpose::Pseudonym, format!("thread {root}").as_bytes()).to_vec(),
            },
            ruling: judged.verdict.ruling(),
            enforced: enforced.ruling(),
            findings: enforced.findings.clone(),
            policy: self.policy.version,
            outcome: outcome.to_owned(),
            same: self.service.same(handed),
            told: None,
            record: (reach.people.max(reach.disclosed) >= REPLAYED)
                .then(|| Record::new(&handed.message, &judged.facts, enforced)),
        }
    }

    async fn accept(
        &self,
        acceptance: &mut Acceptance,
        sending: Sending<'_>,
        judged: &Judged,
        reference: String,
    ) -> Result<Outcome, AppError> {
        let people = judged.expansion.reach.people;
        let broken = judged.verdict.findings.iter().any(|finding| finding.code == Code::BreakGlass);
        // What could not wait for a person does not wait for the clock either (section 12).
        let window = undo_window(self.policy, if broken { 0 } else { people });
        let send_at = self.now + window;
        self.submit(acceptance, sending, judged, reference, Fate::Leave { send_at }).await?;
        Ok(Outcome::Pending { send_at, window: u32::try_from(window).unwrap_or(u32::MAX), people })
    }

    async fn hold(
        &self,
        acceptance: &mut Acceptance,
        sending: Sending<'_>,
        judged: &Judged,
        reference: String,
    ) -> Result<Outcome, AppError> {
        let terms: Hold = hold::terms(self.directory, &judged.expansion, &judged.verdict, self.policy, self.now);
        let approvers = hold::contacts(self.directory, judged.expansion.sender, &terms);
        let expires = terms.expires;
        let audience = describe(self.directory, &sending.request.draft, judged, self.policy);
        let held = HeldNow {
            id: &sending.request.id,
            subject: "",
            sender: judged.expansion.sender,
            account: &sending.handed.sender,
            urgent: sending.request.draft.importance == Importance::High,
            verdict: &judged.verdict,
            audience: &audience,
            lists: names_of(&judged.expansion),
            addresses: &judged.memory.lists,
            terms: &terms,
            reference: &reference,
        };
        self.tell_approvers(acceptance, &held).await?;
        self.submit(acceptance, sending, judged, reference.clone(), Fate::Hold(terms.clone())).await?;
        Ok(Outcome::Held { approvers, expires, verdict: judged.verdict.clone() })
    }

    async fn submit(
        &self,
        acceptance: &mut Acceptance,
        sending: Sending<'_>,
        judged: &Judged,
        reference: String,
        fate: Fate,
    ) -> Result<(), AppError> {
        let Sending { who, request, handed, outgoing, credential } = sending;
        let judged_by =
            serde_json::to_string(handed).map_err(|_| AppError::Internal { reference: reference.clone() })?;
        let submitted = Submitted {
            id: request.id.clone(),
            account: who.account.address.to_string(),
            sender: judged.expansion.sender,
            draft: request.draft.clone(),
            version: request.version,
            message_id: outgoing.message_id,
            return_path: who.account.address.to_string(),
            recipients: outgoing.recipients,
            bytes_hash: sha256(&outgoing.bytes).to_vec(),
            bytes: outgoing.bytes,
            bcc: outgoing.bcc,
            people: judged.expansion.reach.people,
            external: judged.expansion.reach.external,
            verdict: judged.verdict.clone(),
            judged: judged_by,
            reference,
            at: self.now,
            credential,
            via: Via::Page,
            urgent: request.draft.importance == Importance::High,
            fate,
        };
        acceptance.submit(&submitted, &judged.memory).await.map_err(from_store)
    }

    fn ask(&self, request: &SendRequest, who: &Caller, handed: &Handed, judged: &Judged, reference: String) -> Outcome {
        let people = judged.expansion.reach.people;
        let digests = (handed.message.draft, Digest::from_bytes(*judged.expansion.digest().bytes()));
        let asked = (&judged.verdict, people);
        let question = Question::new((&request.id, &who.account.address), digests, asked, self.policy, self.now);
        Outcome::Ask {
            verdict: judged.verdict.clone(),
            audience: Box::new(describe(self.directory, &request.draft, judged, self.policy)),
            question: question.signed(&self.service.keys),
            type_number: question.number,
            reference,
        }
    }
}

/// Seconds during which it can be undone (guard specification, section 12).
pub(crate) fn undo_window(policy: &Policy, people: u64) -> UnixSeconds {
    let parameter = match people {
        500.. => Parameter::UndoLongest,
        100.. => Parameter::UndoLong,
        _ => Parameter::UndoShort,
    };
    i64::try_from(policy.get(parameter)).unwrap_or(i64::MAX)
}
