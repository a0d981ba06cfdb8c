//! The guard's answer to what other mail programs submit, for the milter (guard specification,
//! section 13). What would ask or hold is accepted and held here, where Levee can hand it over later in its own
//! name; where it cannot, it is refused with the reason.

use crate::Service;
use crate::audience::describe;
use crate::clock::{Clock, random};
use crate::facts::{Context, Judged, judge_all};
use crate::handed::Handed;
use crate::keep::Keepable;
use crate::keys::sha256;
use crate::parent::thread;
use crate::pass::{self, PASS_HEADER};
use crate::send::Desk;
use crate::service_error::from_store;
use levee_contract::{AppError, Audience};
use levee_directory::{Directory, MailboxUse};
use levee_guard::{Channel, Code, Digest, KindHeaders, Message, Origin, Ruling, Verdict};
use levee_mail::{Address, Draft};
use levee_mime::{Correspondent, Message as Parsed, facts};
use levee_store::{Acceptance, StoreError};
use std::collections::HashSet;

/// A message submitted by another mail program, at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SmtpSubmission {
    /// Who signed in; `None` when nobody did.
    pub sasl_user: Option<String>,
    /// Return path without brackets; `None` for `<>`.
    pub return_path: Option<String>,
    /// Recipients of the envelope, without brackets.
    pub recipients: Vec<String>,
    /// Header and body, lines ended by CRLF.
    pub bytes: Vec<u8>,
}

/// What the MTA is to answer. The sentence is made where a language is known.
#[derive(Clone, Debug, PartialEq)]
pub enum SmtpAnswer {
    /// Let it pass, without these headers.
    Accept {
        /// Names of headers that were meant for us alone, of those it has.
        strip: Vec<&'static str>,
    },
    /// It is held here, durably: tell its program that it was accepted, and deliver nothing.
    Keep,
    /// Refuse all of it.
    Refuse {
        /// 450 or 550.
        code: u16,
        /// `4.7.1`, `5.7.1` or `5.7.2` (RFC 3463).
        enhanced: &'static str,
        /// Why.
        verdict: Verdict,
        /// Whom it would have reached, for the sentence.
        audience: Box<Audience>,
        /// Under which it is recorded.
        reference: String,
    },
    /// Our store cannot be reached: `451 4.7.1`.
    TryLater,
}

/// Without the store, mail to fewer people than this passes, if all are written singly.
const SMALL: usize = 25;

impl Service {
    /// Judges a message at its end; all or nothing. Always answers.
    pub async fn judge_submission(&self, submission: &SmtpSubmission) -> SmtpAnswer {
        match self.decide(submission).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(%error, "a submission could not be judged");
                self.without_store(submission)
            }
        }
    }

    async fn decide(&self, submission: &SmtpSubmission) -> Result<SmtpAnswer, AppError> {
        if self.spend_pass(submission).await.map_err(from_store)? {
            return Ok(accept(submission));
        }
        let directory = self.directory();
        // Nobody at all behind it: a device of our own network that gives no addresses. Its MTA answers for it.
        let Some(handed) = self.handed(&directory, submission) else { return Ok(accept(submission)) };
        let circumstances = self.circumstances(&directory, &handed.sender).await.map_err(from_store)?;
        let policy = &circumstances.policy;
        let numbered = self.number_everybody(&directory, &handed).await.map_err(from_store)?;
        let mut context = self.context(&circumstances, &directory, &numbered, "");

        // What passes is the MTA's to keep; most does.
        let mut acceptance = self.store.begin_remembering().await.map_err(from_store)?;
        let mut judged = in_turn(&mut acceptance, &handed, &mut context, &*self.clock).await?;
        if waits(&judged)
            && let Some(keepable) = self.keepable(&directory, submission, &handed)
        {
            // What is kept here is on the disk before its program is told so.
            drop(acceptance);
            acceptance = self.store.begin_acceptance().await.map_err(from_store)?;
            judged = in_turn(&mut acceptance, &handed, &mut context, &*self.clock).await?;
            if waits(&judged) {
                let desk = Desk { service: self, directory: &directory, policy, now: context.now };
                desk.keep(&mut acceptance, (submission, keepable), &handed, &judged).await?;
                acceptance.commit().await.map_err(from_store)?;
                self.wake.notify_one();
                return Ok(SmtpAnswer::Keep);
            }
        }
        let desk = Desk { service: self, directory: &directory, policy, now: context.now };
        let reference = desk.file(&mut acceptance, &handed, &judged).await?;
        let audience = describe(&directory, &Draft::default(), &judged, policy);
        let answer = answer(judged.verdict, audience, reference).unwrap_or_else(|| accept(submission));
        if matches!(answer, SmtpAnswer::Accept { .. }) {
            acceptance.remember(&judged.memory).await.map_err(from_store)?;
        } else if let SmtpAnswer::Refuse { reference, .. } = &answer {
            acceptance.note_outcome(reference, "blocked").await.map_err(from_store)?;
        }
        acceptance.commit().await.map_err(from_store)?;
        Ok(answer)
    }

    /// As it can be held, where what is held can be released, and where its sender is somebody here, who can be
    /// told and can decide.
    fn keepable(&self, directory: &Directory, s: &SmtpSubmission, handed: &Handed) -> Option<Keepable> {
        self.release.as_ref()?;
        let is_ours = directory.canonical().is_own(handed.sender.domain());
        is_ours.then(|| Keepable::of(s, handed, random(&*self.chance), self.clock.now())).flatten()
    }

    /// Whether it is our own submission, judged already, passing for the first time.
    async fn spend_pass(&self, s: &SmtpSubmission) -> Result<bool, StoreError> {
        let return_path = s.return_path.as_deref().unwrap_or_default();
        let Some(pass) = pass::carried(&self.keys, return_path, &s.recipients, &s.bytes) else { return Ok(false) };
        // Most mail carries none, and waits for no writer here.
        let mut acceptance = self.store.begin_acceptance().await?;
        match acceptance.spend_pass(&pass, self.clock.now()).await {
            Ok(()) => acceptance.commit().await.map(|()| true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The message in the terms in which it is judged. The envelope says who gets it; the header says
    /// who is shown.
    fn handed(&self, directory: &Directory, s: &SmtpSubmission) -> Option<Handed> {
        let parsed = Parsed::parse(&s.bytes);
        let headers = parsed.headers();
        let says = facts::of(&parsed);
        let from = addresses(&headers.from).into_iter().next();
        let account = s.sasl_user.as_deref().and_then(|user| self.account_typed(user));
        let path = s.return_path.as_deref().and_then(|path| Address::parse(path).ok());
        let sender = account.or(path).or_else(|| from.clone())?;
        let canonical = |address: &Address| directory.canonical().address(address);
        let shared = |address: &Address| {
            canonical(address) != canonical(&sender)
                && directory.person_by_address(address).is_some_and(|person| person.mailbox == MailboxUse::Shared)
        };
        let shown = |field: &[Correspondent]| -> HashSet<Address> { addresses(field).iter().map(canonical).collect() };
        let (in_to, in_cc) = (shown(&headers.to), shown(&headers.cc));
        let (mut to, mut cc, mut bcc, mut resent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for address in s.recipients.iter().filter_map(|text| Address::parse(text).ok()) {
            let key = canonical(&address);
            match (says.resent.is_some(), in_to.contains(&key), in_cc.contains(&key)) {
                (true, _, _) => resent.push(address),
                (false, true, _) => to.push(address),
                (false, false, true) => cc.push(address),
                (false, false, false) => bcc.push(address),
            }
        }
        let refers_to = thread(&says.references, &says.in_reply_to);
        Some(Handed {
            message: Message {
                channel: Channel::Smtp,
                origin: Origin::Headers(KindHeaders {
                    auto_submitted: says.auto_submitted,
                    null_return_path: s.return_path.is_none(),
                    report: says.report.is_some(),
                    resent: says.resent.is_some(),
                    calendar_method: says.calendar_method.is_some(),
                    refers: !refers_to.is_empty(),
                }),
                has_quote: !says.quoted_text.is_empty(),
                has_references: !refers_to.is_empty(),
                attachments: u32::try_from(says.attachments.len()).unwrap_or(u32::MAX),
                subject: says.subject,
                text: says.own_text,
                draft: Digest::from_bytes(sha256(&s.bytes)),
                ..Message::default()
            },
            sending_as: from.filter(shared),
            sender: canonical(&sender),
            to,
            cc,
            bcc,
            resent,
            size: s.bytes.len() as u64,
            message_id: says.message_id,
            refers_to,
            parent: None,
            draft: None,
        })
    }

    /// Section 13, last row: small mail flows, so that a broken store does not stop a hospital.
    fn without_store(&self, s: &SmtpSubmission) -> SmtpAnswer {
        let directory = self.directory();
        let parsed: Vec<Option<Address>> = s.recipients.iter().map(|text| Address::parse(text).ok()).collect();
        let singly = |address: &Option<Address>| {
            address.as_ref().is_some_and(|address| directory.list_by_address(address).is_none())
        };
        if parsed.len() < SMALL && parsed.iter().all(singly) { accept(s) } else { SmtpAnswer::TryLater }
    }
}

/// The judgement on a message whose turn has come: what was accepted while it waited is in the past.
async fn in_turn(
    acceptance: &mut Acceptance,
    handed: &Handed,
    context: &mut Context<'_>,
    clock: &dyn Clock,
) -> Result<Judged, AppError> {
    context.now = clock.now();
    judge_all(&mut acceptance.history(), handed, context).await.map_err(from_store)
}

fn waits(judged: &Judged) -> bool {
    matches!(judged.verdict.ruling(), Ruling::Confirm | Ruling::Hold)
}

fn addresses(field: &[Correspondent]) -> Vec<Address> {
    field.iter().filter_map(|c| Some(c.contact()?.address)).collect()
}

fn accept(s: &SmtpSubmission) -> SmtpAnswer {
    SmtpAnswer::Accept { strip: pass::is_in(&s.bytes).then_some(PASS_HEADER).into_iter().collect() }
}

/// The table of section 13, for what is not held here; `None` for what passes.
fn answer(verdict: Verdict, audience: Audience, reference: String) -> Option<SmtpAnswer> {
    let strictest = verdict.findings.iter().filter(|finding| finding.ruling == Ruling::Block);
    let codes: Vec<Code> = strictest.map(|finding| finding.code).collect();
    let (code, enhanced) = match verdict.ruling() {
        Ruling::Allow | Ruling::Warn => return None,
        Ruling::Confirm | Ruling::Hold => (550, "5.7.1"),
        Ruling::Block if codes.iter().all(|code| *code == Code::RateMinute) => (450, "4.7.1"),
        Ruling::Block if codes.iter().any(|code| is_about_permission(*code)) => (550, "5.7.2"),
        Ruling::Block => (550, "5.7.1"),
    };
    Some(SmtpAnswer::Refuse { code, enhanced, verdict, audience: Box::new(audience), reference })
}

fn is_about_permission(code: Code) -> bool {
    matches!(code, Code::ListRestricted | Code::ListAnnounce | Code::RaMass | Code::Storm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::Finding;

    fn nobody() -> Audience {
        let policy = levee_contract::PolicyInForce { version: 1, policy: levee_guard::Policy::default() };
        let facts = levee_guard::Facts::default();
        Audience {
            people: 0,
            exact: true,
            external: 0,
            chips: Vec::new(),
            facts,
            policy,
            names: Vec::new(),
            stop: None,
        }
    }

    #[track_caller]
    fn check(findings: &[(Code, Ruling)], expected: Option<(u16, &str)>) {
        let finding = |(code, ruling): &(Code, Ruling)| Finding {
            code: *code,
            ruling: *ruling,
            subject: None,
            value: 0,
            threshold: None,
            remedies: Vec::new(),
        };
        let verdict = Verdict { findings: findings.iter().map(finding).collect(), ..Verdict::default() };
        let found = match answer(verdict, nobody(), "LV-0000-0000".into()) {
            Some(SmtpAnswer::Refuse { code, enhanced, .. }) => Some((code, enhanced)),
            Some(SmtpAnswer::Accept { .. } | SmtpAnswer::Keep) | None => None,
            Some(SmtpAnswer::TryLater) => Some((451, "4.7.1")),
        };
        assert_eq!(found, expected, "{findings:?}");
    }

    #[test]
    fn answers_by_the_table() {
        use Ruling::{Block, Confirm, Hold, Warn};
        check(&[], None);
        check(&[(Code::AudLarge, Warn)], None);
        check(&[(Code::AudConfirm, Confirm)], Some((550, "5.7.1")));
        check(&[(Code::AudHold, Hold)], Some((550, "5.7.1")));
        check(&[(Code::AudMax, Block)], Some((550, "5.7.1")));
        check(&[(Code::RaMass, Block)], Some((550, "5.7.2")));
        check(&[(Code::Storm, Block), (Code::AudMax, Block)], Some((550, "5.7.2")));
        check(&[(Code::ListRestricted, Block)], Some((550, "5.7.2")));
        check(&[(Code::RateMinute, Block), (Code::AudConfirm, Confirm)], Some((450, "4.7.1")));
        check(&[(Code::RateMinute, Block), (Code::AudMax, Block)], Some((550, "5.7.1")));
    }
}
