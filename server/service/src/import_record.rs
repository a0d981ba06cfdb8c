//! Fills the record with mail of the past, so that a replay says something on the first day: who sent to whom and
//! when, judged by the lists of today. Nothing of it counts for anybody's rates, habits or storms.

use crate::Service;
use crate::facts::{Context, judge_all};
use crate::handed::Handed;
use crate::keys::Purpose;
use crate::send::{Desk, REPLAYED};
use crate::service_error::OpenError;
use levee_contract::UnixSeconds;
use levee_guard::{Channel, Kind, Message, Origin, Policy, Ruling};
use levee_mail::{Address, MessageId};
use levee_store::JudgementRow;
use std::collections::BTreeMap;

/// How long a judgement is kept; what is older is not filed.
const KEPT: UnixSeconds = 90 * 86_400;
/// Neither empty nor a word of a test: no log says what was written.
const NO_WORD: &str = "-";

/// A message of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// When it was sent.
    pub at: UnixSeconds,
    /// Who sent it.
    pub sender: Address,
    /// To whom, as written: lists as lists.
    pub recipients: Vec<Address>,
    /// Bytes; 0 where it is not known.
    pub size: u64,
    /// Its Message-ID without brackets; may be empty.
    pub message_id: String,
}

/// What became of messages of the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// Filed now.
    pub new: u64,
    /// Filed before.
    pub known: u64,
    /// Their sender is not one of the organisation.
    pub from_outside: u64,
    /// They reach too few people for any number of a policy to matter.
    pub small: u64,
    /// Older than the record goes back.
    pub old: u64,
}

impl Service {
    /// Files messages of the past; those filed before are passed over.
    ///
    /// # Errors
    /// `OpenError` when the store cannot be used; nothing of these is filed then.
    pub async fn import_record(&self, messages: &[Past], filed: &mut Filed) -> Result<(), OpenError> {
        let (directory, policy, now) = (self.directory(), self.policy().await?, self.clock.now());
        let oldest = now - KEPT;
        let mut rows = Vec::new();
        for past in messages {
            if past.at <= oldest {
                filed.old += 1;
            } else if !directory.canonical().is_own(past.sender.domain()) {
                filed.from_outside += 1;
            } else if let Some((sender, row)) = self.judge_past(past, &policy).await? {
                // Without an id, what one person sent in one second is one message.
                let id = if past.message_id.is_empty() { past.at.to_string() } else { past.message_id.clone() };
                let hash = self.keys.hash(Purpose::Pseudonym, format!("imported {sender} {id}").as_bytes());
                rows.push((hash.to_vec(), row));
            } else {
                filed.small += 1;
            }
        }
        let all = rows.len() as u64;
        let new = self.store.import_judgements(&rows).await?;
        self.store.forget_imported(oldest).await?;
        filed.new += new;
        filed.known += all - new;
        Ok(())
    }

    /// The judgement on a message and its sender, canonical; nothing where too few people are reached.
    async fn judge_past(&self, past: &Past, policy: &Policy) -> Result<Option<(Address, JudgementRow)>, OpenError> {
        let directory = self.directory();
        let handed = handed(past, directory.canonical().address(&past.sender));
        let unit = directory.person_by_address(&handed.sender).map_or("", |person| person.unit);
        let policy = &policy.for_unit(unit);
        let context = Context {
            directory: &directory,
            policy,
            // Addresses of today's strangers need no number that lasts.
            numbered: &BTreeMap::new(),
            keys: &self.keys,
            glass_broken: 0,
            stop: None,
            permit: 0,
            now: past.at,
            but: "",
        };
        let mut snapshot = self.store.snapshot().await?;
        let judged = judge_all(&mut snapshot.history(), &handed, &context).await?;
        let reach = judged.expansion.reach;
        if reach.people.max(reach.disclosed) < REPLAYED {
            return Ok(None);
        }
        let desk = Desk { service: self, directory: &directory, policy, now: past.at };
        let enforced = desk.enforced(&handed, &judged);
        let row = desk.judgement(&handed, &judged, &enforced, &self.reference());
        // Whatever it would have been: it went.
        let row = JudgementRow { ruling: Ruling::Allow, outcome: "imported".to_owned(), ..row };
        Ok(Some((handed.sender, row)))
    }
}

fn handed(past: &Past, sender: Address) -> Handed {
    Handed {
        message: Message {
            channel: Channel::Smtp,
            origin: Origin::Button(Kind::New),
            subject: NO_WORD.to_owned(),
            text: NO_WORD.to_owned(),
            ..Message::default()
        },
        sender,
        sending_as: None,
        to: Vec::new(),
        cc: Vec::new(),
        // No log says who saw whose address.
        bcc: past.recipients.clone(),
        resent: Vec::new(),
        size: past.size,
        message_id: MessageId::parse(&past.message_id),
        refers_to: Vec::new(),
        parent: None,
        draft: None,
    }
}
