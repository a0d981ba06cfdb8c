//! A message of another mail program that is accepted and held here: its bytes as they will be released, and
//! what its sender and its approvers are shown of it.

use crate::audience::describe;
use crate::clock::random;
use crate::facts::Judged;
use crate::handed::Handed;
use crate::hold;
use crate::judge_submission::SmtpSubmission;
use crate::keys::sha256;
use crate::pass;
use crate::reading::contacts;
use crate::release::HeldNow;
use crate::send::Desk;
use crate::service_error::from_store;
use levee_contract::{AppError, UnixSeconds};
use levee_directory::Expansion;
use levee_guard::{Parameter, Policy, Ruling};
use levee_mail::{Address, Contact, Draft, DraftId, Importance, MessageId};
use levee_mime::Message as Parsed;
use levee_smtp::{Envelope, Submission};
use levee_store::{Acceptance, Content, Decider, Fate, Hold, Submitted, Via};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// A submission as it can be held and released.
pub(crate) struct Keepable {
    message_id: MessageId,
    /// With a Message-ID and a date, without a pass that is none of ours.
    bytes: Vec<u8>,
    /// Of envelope, Message-ID and body: the same again is the same message, whatever the MTA adds above it.
    hash: [u8; 32],
    draft: Draft,
    bcc: String,
    urgent: bool,
}

impl Keepable {
    /// `None` when it could not be handed over again as it is.
    pub(crate) fn of(s: &SmtpSubmission, handed: &Handed, chance: [u8; 16], now: UnixSeconds) -> Option<Self> {
        let recipients: Option<Vec<Address>> = s.recipients.iter().map(|text| Address::parse(text).ok()).collect();
        let path = match &s.return_path {
            Some(path) => Some(Address::parse(path).ok()?),
            None => None,
        };
        let random: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        let own_id = MessageId::parse(&format!("{random}@{}", handed.sender.domain()));
        let mut head = String::new();
        let parsed = Parsed::parse(&s.bytes);
        let headers = parsed.headers();
        let message_id = match &headers.message_id {
            Some(id) => id.clone(),
            None => {
                let id = own_id?;
                head.push_str(&format!("Message-ID: {id}\r\n"));
                id
            }
        };
        if headers.date.is_none() {
            let date = OffsetDateTime::from_unix_timestamp(now).ok()?.format(&Rfc2822).ok()?;
            head.push_str(&format!("Date: {date}\r\n"));
        }
        let bytes = [head.as_bytes(), &pass::without(&s.bytes)].concat();
        Submission::new(Envelope::new(path, recipients?)?, bytes.clone()).ok()?;
        let about = format!("{:?}\n{}\n{message_id}\n", s.return_path, s.recipients.join("\n"));
        let hidden = handed.bcc.iter().map(|address| Contact { name: None, address: address.clone() });
        Some(Self {
            message_id,
            hash: sha256(&[about.as_bytes(), pass::split(&s.bytes).1].concat()),
            draft: Draft {
                to: contacts(&headers.to),
                cc: contacts(&headers.cc),
                bcc: hidden.collect(),
                subject: headers.subject.clone(),
                text: parsed.readable().trim_end().to_owned(),
                importance: headers.importance,
                ..Draft::default()
            },
            bcc: bcc_field(&handed.bcc),
            urgent: headers.importance == Importance::High,
            bytes,
        })
    }
}

/// Recipients that no header shows, as a field for the copy of its author.
fn bcc_field(hidden: &[Address]) -> String {
    let hidden: Vec<String> = hidden.iter().map(Address::to_string).collect();
    if hidden.is_empty() { String::new() } else { format!("Bcc: {}\r\n", hidden.join(",\r\n ")) }
}

impl Desk<'_> {
    /// Holds it, with its judgement and the notices about it; durable once `acceptance` is committed. What is held
    /// already is not held twice: its sender's program did not hear the answer.
    pub(crate) async fn keep(
        &self,
        acceptance: &mut Acceptance,
        (s, keepable): (&SmtpSubmission, Keepable),
        handed: &Handed,
        judged: &Judged,
    ) -> Result<(), AppError> {
        let account = handed.sender.to_string();
        if acceptance.holds_already(&account, &keepable.hash).await.map_err(from_store)? {
            return Ok(());
        }
        let id = DraftId::from_random(random(&*self.service.chance));
        let handed = &Handed { draft: Some(id.clone()), ..handed.clone() };
        let reference = self.file(acceptance, handed, judged).await?;
        acceptance.note_outcome(&reference, "held").await.map_err(from_store)?;
        let terms = match judged.verdict.ruling() {
            Ruling::Hold => hold::terms(self.directory, &judged.expansion, &judged.verdict, self.policy, self.now),
            _ => for_its_sender(self.policy, self.now),
        };
        let judged_by =
            serde_json::to_string(handed).map_err(|_| AppError::Internal { reference: reference.clone() })?;
        let submitted = Submitted {
            id: id.clone(),
            account,
            sender: judged.expansion.sender,
            draft: keepable.draft,
            version: 0,
            message_id: keepable.message_id,
            return_path: s.return_path.clone().unwrap_or_default(),
            recipients: s.recipients.clone(),
            bytes: keepable.bytes,
            bcc: keepable.bcc,
            bytes_hash: keepable.hash.to_vec(),
            people: judged.expansion.reach.people,
            external: judged.expansion.reach.external,
            verdict: judged.verdict.clone(),
            judged: judged_by,
            reference: reference.clone(),
            at: self.now,
            credential: Vec::new(),
            via: Via::MailProgram,
            urgent: keepable.urgent,
            fate: Fate::Hold(terms.clone()),
        };
        acceptance.submit(&submitted, &judged.memory).await.map_err(from_store)?;
        let audience = describe(self.directory, &Draft::default(), judged, self.policy);
        let held = HeldNow {
            id: &id,
            subject: &submitted.draft.subject,
            sender: submitted.sender,
            account: &handed.sender,
            urgent: submitted.urgent,
            verdict: &judged.verdict,
            audience: &audience,
            lists: names_of(&judged.expansion),
            addresses: &judged.memory.lists,
            terms: &terms,
            reference: &reference,
        };
        self.tell_sender(acceptance, &held).await?;
        self.tell_approvers(acceptance, &held).await
    }
}

/// Held only because the way it came cannot ask.
fn for_its_sender(policy: &Policy, now: UnixSeconds) -> Hold {
    Hold {
        expires: now.saturating_add(i64::try_from(policy.get(Parameter::HoldExpiry)).unwrap_or(i64::MAX)),
        needed: 1,
        approvers: Vec::new(),
        decider: Decider::Sender,
        content: Content::Shown,
    }
}

/// The lists written to, as people call them.
pub(crate) fn names_of(expansion: &Expansion) -> Vec<String> {
    expansion.top_lists().map(|entered| entered.list.address().local().to_owned()).collect()
}
