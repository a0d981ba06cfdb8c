//! Judges a message by everything that is known about it, the same for the web and for SMTP. The directory makes
//! the facts; here is what holds now, what is remembered, and what will be.

use crate::handed::Handed;
use crate::keys::{Keys, Purpose};
use crate::remembered::{self, Past};
use levee_contract::{Stop, UnixSeconds};
use levee_directory::facts::Sending;
use levee_directory::{Asking, Directory, Expansion, Field, PersonId, Recipient, Role};
use levee_guard::{
    Alternative, Fact, Facts, Message, Parameter, Policy, Ruling, StopState, TextSketch, Verdict, bare_subject,
    is_conversation, judge,
};
use levee_mail::{Address, MessageId};
use levee_store::{AcceptedMessage, History, StoreError};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// What holds at the moment of judging, whatever the message.
pub(crate) struct Context<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) policy: &'a Policy,
    /// Numbers that the store gave to addresses the directory does not know.
    pub(crate) numbered: &'a BTreeMap<Address, PersonId>,
    pub(crate) keys: &'a Keys,
    /// How often the sender broke the glass today.
    pub(crate) glass_broken: u64,
    /// What an administrator has stopped.
    pub(crate) stop: Option<Stop>,
    /// People for whom the sender has a permit.
    pub(crate) permit: u64,
    pub(crate) now: UnixSeconds,
    /// The submission that is judged again, left out of its own history; empty for none.
    pub(crate) but: &'a str,
}

/// A message judged, and what is remembered of it if it is accepted.
pub(crate) struct Judged {
    pub(crate) expansion: Expansion,
    pub(crate) facts: Facts,
    pub(crate) verdict: Verdict,
    pub(crate) memory: AcceptedMessage,
    /// The stop that it was judged under.
    pub(crate) stop: Option<Stop>,
}

/// Texts are compared from this audience on, and where a list is (section 6, SPLIT_SEND and DUP_BROADCAST).
const COMPARED: u64 = 25;

/// Looks everything up and judges. Alternatives are worked out only where remedies are shown.
pub(crate) async fn judge_all(
    history: &mut History<'_>,
    handed: &Handed,
    c: &Context<'_>,
) -> Result<Judged, StoreError> {
    let recipients = handed.recipients();
    let asking = asking(handed, c);
    let expansion = c.directory.expand(&recipients, &asking);
    let mut past = Past::of(history, handed, &expansion, &asking, c).await?;
    let own = Own::of(handed, &expansion, c);
    let mut facts = c.directory.facts_of(&expansion, &recipients, &own.sending(&asking, &past, c));
    let mut verdict = judge(&handed.message, &facts, c.policy);
    if verdict.ruling() >= Ruling::Confirm {
        for (remedy, changed) in c.directory.alternatives(&expansion, &recipients, past.parent()) {
            let reached = c.directory.expand(&changed, &asking);
            past.look_for_habit(history, &reached, c).await?;
            let facts_after = c.directory.facts_of(&reached, &changed, &own.sending(&asking, &past, c));
            facts.alternatives.push(Alternative { remedy, facts: facts_after });
        }
        verdict = judge(&handed.message, &facts, c.policy);
    }
    let memory = memory(handed, &own, &expansion, &facts, c);
    Ok(Judged { expansion, facts, verdict, memory, stop: c.stop.clone() })
}

fn asking<'a>(handed: &'a Handed, c: &Context<'a>) -> Asking<'a> {
    Asking {
        sender: &handed.sender,
        sending_as: handed.sending_as.as_ref(),
        now: c.now,
        max_stale: c.policy.get(Parameter::ListMaxStale),
        numbered: c.numbered,
    }
}

/// What the message itself brings, in the terms in which others are remembered.
struct Own {
    size: u64,
    message_id: Option<String>,
    refers_to: Vec<String>,
    quotes: Option<String>,
    root: Option<String>,
    /// Keyed hash of the bare subject.
    subject: Vec<u8>,
    sketch: Option<TextSketch>,
    roles: Vec<Role>,
}

impl Own {
    fn of(handed: &Handed, expansion: &Expansion, c: &Context<'_>) -> Self {
        let Handed { message, parent, .. } = handed;
        let text = |id: &MessageId| id.as_str().to_owned();
        let answered = parent.as_ref().and_then(|parent| parent.message_id.as_ref());
        let compared = expansion.reach.people >= COMPARED || expansion.top_addresses().next().is_some();
        Self {
            size: handed.size,
            message_id: handed.message_id.as_ref().map(text),
            refers_to: handed.refers_to.iter().map(text).collect(),
            quotes: answered.filter(|_| message.has_quote).map(text),
            root: handed.root().map(text),
            subject: subject_key(c.keys, message),
            sketch: compared.then(|| TextSketch::new(&message.text, |text| word_key(c.keys, text))),
            roles: c
                .directory
                .person_by_address(&handed.sender)
                .map(|person| c.directory.roles(person.id))
                .unwrap_or_default(),
        }
    }

    fn sending<'a>(&'a self, asking: &Asking<'a>, past: &'a Past, c: &Context<'a>) -> Sending<'a> {
        Sending {
            asking: asking.clone(),
            now: remembered::millis(c.now),
            policy: c.policy,
            size: Fact::Known(self.size),
            message_id: self.message_id.as_deref(),
            refers_to: &self.refers_to,
            quotes: self.quotes.as_deref(),
            root: self.root.as_deref(),
            subject: &self.subject,
            sketch: self.sketch.as_ref(),
            roles: &self.roles,
            permit: Fact::Known(c.permit),
            glass_broken_today: Fact::Known(c.glass_broken),
            parent: past.answered.as_ref().map(Option::as_ref),
            received: &past.received,
            accepted: &past.accepted,
            frozen: &past.frozen,
            // Read from the store a moment ago: there is no lease that could run out.
            stop: Fact::Known(StopState {
                scope: c.stop.as_ref().map(|stop| stop.scope).unwrap_or_default(),
                age_ms: 0,
            }),
        }
    }
}

fn subject_key(keys: &Keys, message: &Message) -> Vec<u8> {
    subject_hash(keys, &message.subject)
}

/// The subject without its prefixes, as storms and histories know it.
pub(crate) fn subject_hash(keys: &Keys, subject: &str) -> Vec<u8> {
    keys.hash(Purpose::Pseudonym, format!("subject {}", bare_subject(subject)).as_bytes()).to_vec()
}

fn word_key(keys: &Keys, text: &str) -> u64 {
    let hash = keys.hash(Purpose::Pseudonym, &[b"word ", text.as_bytes()].concat());
    hash.first_chunk().map_or(0, |first: &[u8; 8]| u64::from_le_bytes(*first))
}

/// What is remembered of a message that is accepted.
fn memory(handed: &Handed, own: &Own, expansion: &Expansion, facts: &Facts, c: &Context<'_>) -> AcceptedMessage {
    let people = expansion.reach.people;
    let conversational = is_conversation(&handed.message, facts, c.policy);
    AcceptedMessage {
        id: 0,
        submission: c.but.to_owned(),
        at: c.now,
        sender: expansion.sender,
        people,
        deliveries: people,
        conversational,
        discussion: conversational
            && expansion.only_discussion()
            && expansion.beyond_entered < c.policy.get(Parameter::ReplyAllWarn),
        message_id: own.message_id.clone().unwrap_or_default(),
        thread_root: own.root.clone().unwrap_or_default(),
        subject_key: own.subject.clone(),
        lists: expansion.top_addresses().collect(),
        participants: remembered::bytes_of(&expansion.participants()),
        hidden: remembered::bytes_of(&hidden(handed, expansion, c)),
        sketch: own.sketch.clone(),
    }
}

/// People reached by Bcc alone.
fn hidden(handed: &Handed, expansion: &Expansion, c: &Context<'_>) -> RoaringBitmap {
    if handed.bcc.is_empty() {
        return RoaringBitmap::new();
    }
    let mut visible: Vec<Recipient> = handed.recipients();
    visible.retain(|recipient| recipient.field != Field::Bcc);
    &expansion.audience - &c.directory.expand(&visible, &asking(handed, c)).audience
}
