//! Everything the guard has to know about a message, looked up in one place, the same for the web and
//! for SMTP: directory, history, stop, permits.

use crate::handed::Handed;
use crate::keys::{Keys, Purpose};
use crate::list_facts::{addresses, list_facts, outside_lists};
use crate::remembered::{self, COMPARED, Trace};
use levee_contract::UnixSeconds;
use levee_directory::{Asking, Directory, Expansion, Field, Level, PersonId, Principal, Recipient, Role};
use levee_guard::{
    Alternative, Audience, Code, Digest, Fact, Facts, Parameter, ParentFacts, Policy, Remedy, Ruling, SenderFacts,
    StopScope, StopState, TextSketch, Verdict, bare_subject, judge,
};
use levee_mail::Address;
use levee_store::{AcceptedMessage, History, Stopped, StoreError};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// What holds at the moment of judging, whatever the message.
pub(crate) struct Context<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) policy: &'a Policy,
    /// Numbers that the store gave to addresses the directory does not know.
    pub(crate) numbered: &'a BTreeMap<Address, PersonId>,
    pub(crate) keys: &'a Keys,
    pub(crate) stop: Stopped,
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
}

/// From this many alternatives on, further ones are not tried: a verdict is read, not studied.
const ALTERNATIVES: usize = 8;

/// Looks everything up and judges. Alternatives are worked out only where remedies are shown.
pub(crate) async fn judge_all(
    history: &mut History<'_>,
    handed: &Handed,
    c: &Context<'_>,
) -> Result<Judged, StoreError> {
    let expansion = expand(handed, c);
    let mut facts = look_up(history, handed, &expansion, c).await?;
    let mut verdict = judge(&handed.message, &facts, c.policy);
    if verdict.ruling() >= Ruling::Confirm {
        for (remedy, changed) in changes(handed, &expansion, &verdict, c).into_iter().take(ALTERNATIVES) {
            let reached = expand(&changed, c);
            let facts_after = look_up(history, &changed, &reached, c).await?;
            facts.alternatives.push(Alternative { remedy, facts: facts_after });
        }
        verdict = judge(&handed.message, &facts, c.policy);
    }
    let memory = memory(handed, &expansion, &facts, &verdict, c);
    Ok(Judged { expansion, facts, verdict, memory })
}

/// Whom the message reaches.
pub(crate) fn expand(handed: &Handed, c: &Context<'_>) -> Expansion {
    c.directory.expand(&handed.recipients(), &asking(handed, c))
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

async fn look_up(
    history: &mut History<'_>,
    handed: &Handed,
    expansion: &Expansion,
    c: &Context<'_>,
) -> Result<Facts, StoreError> {
    let parent = parent_facts(history, handed, expansion, c).await?;
    let trace = trace(handed, expansion, c);
    let roles = c.directory.person_by_address(&handed.sender).map(|person| person.roles).unwrap_or_default();
    Ok(Facts {
        audience: Fact::Known(Audience {
            people: expansion.reach.people,
            external: expansion.reach.external,
            beside_lists: expansion.beyond_entered,
            digest: Digest::from_bytes(*expansion.digest().bytes()),
        }),
        disclosed: Fact::Known(expansion.reach.disclosed),
        lists: list_facts(c.directory, expansion, c.now),
        outside_lists: outside_lists(c.directory, expansion),
        size: Fact::Known(handed.size),
        lookalikes: Fact::Known(lookalikes(handed, c.directory)),
        sender: SenderFacts {
            mass_sender: Fact::Known(roles.contains(&Role::MassSender)),
            incident: Fact::Known(roles.contains(&Role::Incident)),
            permit: Fact::Known(c.permit),
            // Our pages do not offer to break the glass yet.
            glass_broken_today: Fact::Known(0),
        },
        parent,
        received: Fact::Known(remembered::received(history, &trace, handed, c).await?),
        habit: Fact::Known(remembered::habit(history, &trace, c).await?),
        history: Fact::Known(remembered::numbers(history, &trace, c).await?),
        frozen: Fact::Known(remembered::is_frozen(history, &trace, c.now).await?),
        stop: Fact::Known(StopState {
            scope: match c.stop {
                Stopped::Nothing => StopScope::Nothing,
                Stopped::Replies => StopScope::Replies,
                Stopped::Everything => StopScope::Everything,
            },
            age_ms: 0,
        }),
        alternatives: Vec::new(),
        contacts: contacts(c.directory),
    })
}

fn trace<'a>(handed: &Handed, expansion: &'a Expansion, c: &Context<'_>) -> Trace<'a> {
    let id = |id: Option<&levee_mail::MessageId>| id.map(|id| id.as_str().to_owned()).unwrap_or_default();
    let hash = |text: &str| keyed(c.keys, b"word ", text);
    Trace {
        expansion,
        participants: expansion.participants(),
        lists: expansion.top_lists().map(|entered| entered.list.id()).collect(),
        root: id(handed.root()),
        subject_key: c
            .keys
            .hash(Purpose::Pseudonym, format!("subject {}", bare_subject(&handed.message.subject)).as_bytes())
            .to_vec(),
        sketch: if expansion.reach.people >= COMPARED {
            TextSketch::new(&handed.message.text, hash)
        } else {
            TextSketch::default()
        },
        message_id: id(handed.message_id.as_ref()),
    }
}

fn keyed(keys: &Keys, what: &[u8], text: &str) -> u64 {
    let hash = keys.hash(Purpose::Pseudonym, &[what, text.as_bytes()].concat());
    hash.first_chunk().map_or(0, |first: &[u8; 8]| u64::from_le_bytes(*first))
}

/// What is so about the message answered: from the mailbox of its author, else from the record.
async fn parent_facts(
    history: &mut History<'_>,
    handed: &Handed,
    expansion: &Expansion,
    c: &Context<'_>,
) -> Result<ParentFacts, StoreError> {
    let none = ParentFacts {
        beyond_author: Fact::Known(false),
        reply_to_widened: Fact::Known(false),
        only_by_bcc: Fact::Known(false),
    };
    let answered = handed.parent.as_ref().and_then(|parent| parent.message_id.as_ref()).or(handed.refers_to.last());
    let recorded = match answered {
        Some(id) => history.by_message_id(id.as_str()).await?,
        None => None,
    };
    let hidden = match &recorded {
        Some(row) => Fact::Known(remembered::set(&row.hidden)?.contains(expansion.sender)),
        None => Fact::Unknown,
    };
    if let Some(parent) = &handed.parent {
        let canonical = |address: &Address| c.directory.canonical().address(address);
        let own = canonical(&handed.sender);
        let author: Vec<Address> = parent.author.iter().map(canonical).collect();
        let reply_to: Vec<Address> = parent.reply_to.iter().map(canonical).collect();
        let recipients: Vec<Address> = handed.recipients().iter().map(|r| canonical(&r.address)).collect();
        let beyond = recipients.iter().any(|r| *r != own && !author.contains(r));
        let widened = reply_to.iter().filter(|r| recipients.contains(r) && **r != own);
        let to_list = widened.clone().any(|r| c.directory.list_by_address(r).is_some());
        let by_bcc = match hidden {
            Fact::Known(hidden) => Fact::Known(hidden),
            Fact::Unknown => only_by_bcc(parent, &own, c),
        };
        return Ok(ParentFacts {
            beyond_author: Fact::Known(beyond),
            reply_to_widened: Fact::Known(to_list || widened.count() >= 2),
            only_by_bcc: by_bcc,
        });
    }
    Ok(match (answered, recorded) {
        (None, _) => none,
        (Some(_), None) => ParentFacts::default(),
        (Some(_), Some(row)) => {
            let mut others = expansion.audience.clone();
            others.remove(row.sender);
            ParentFacts {
                beyond_author: Fact::Known(!others.is_empty()),
                reply_to_widened: Fact::Unknown,
                only_by_bcc: hidden,
            }
        }
    })
}

/// Whether her mailbox says that she had it as a hidden copy: nobody visible leads to her, and no
/// visible recipient is one of which we cannot say whom it leads to.
fn only_by_bcc(parent: &super::handed::Parent, own: &Address, c: &Context<'_>) -> Fact<bool> {
    let visible: Vec<Recipient> = parent
        .to
        .iter()
        .chain(&parent.cc)
        .map(|address| Recipient { field: Field::To, address: address.clone() })
        .collect();
    if visible.iter().any(|r| !c.directory.canonical().is_own(r.address.domain())) {
        return Fact::Unknown;
    }
    // Nobody asks, so that nobody is left out of the audience.
    let Some(nobody) = visible.first().and_then(|r| Address::from_parts("nobody", r.address.domain()).ok()) else {
        return Fact::Known(true);
    };
    let asking = Asking {
        sender: &nobody,
        sending_as: None,
        now: c.now,
        max_stale: c.policy.get(Parameter::ListMaxStale),
        numbered: c.numbered,
    };
    let reached = c.directory.expand(&visible, &asking);
    match c.directory.person_by_address(own) {
        Some(person) => Fact::Known(!reached.audience.contains(person.id)),
        None => Fact::Known(!visible.iter().any(|r| c.directory.canonical().address(&r.address) == *own)),
    }
}

fn lookalikes(handed: &Handed, directory: &Directory) -> Vec<Address> {
    let canonical = directory.canonical();
    let mut found: Vec<Address> = handed
        .recipients()
        .iter()
        .filter(|recipient| canonical.look_alike(&recipient.address).is_some())
        .map(|recipient| canonical.address(&recipient.address))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whom to ask where no list has an owner.
fn contacts(directory: &Directory) -> Vec<Address> {
    let holders = [Role::Approver, Role::Administrator].into_iter().flat_map(|role| directory.holders(role));
    let principals: Vec<Principal> = holders.take(3).map(Principal::Person).collect();
    addresses(directory, &principals)
}

/// The drafts that remedies would make.
fn changes(handed: &Handed, expansion: &Expansion, verdict: &Verdict, c: &Context<'_>) -> Vec<(Remedy, Handed)> {
    let canonical = |address: &Address| c.directory.canonical().address(address);
    let mut changes = Vec::new();
    if let Some(author) = handed.parent.as_ref().and_then(|parent| parent.author.first()) {
        let mut alone = handed.readdressed(|_| false);
        alone.to = vec![author.clone()];
        changes.push((Remedy::ReplyToSender, alone));
    }
    let lists = expansion.parts.iter().filter(|part| c.directory.list_by_address(&part.address).is_some());
    let outside =
        expansion.unknown.iter().filter(|unknown| unknown.level == Level::Top).map(|unknown| &unknown.address);
    let flagged =
        verdict.findings.iter().filter(|f| f.code == Code::LookalikeDomain).filter_map(|f| f.subject.as_ref());
    for address in lists.map(|part| &part.address).chain(outside).chain(flagged) {
        changes.push((Remedy::Remove(address.clone()), handed.readdressed(|a| canonical(a) != *address)));
    }
    let hidden = |address: &Address| {
        !c.directory.canonical().is_own(address.domain())
            && !expansion.unknown.iter().any(|u| u.address == canonical(address))
    };
    let moved: Vec<Address> = handed.to.iter().chain(&handed.cc).filter(|a| hidden(a)).cloned().collect();
    if !moved.is_empty() {
        let mut other = handed.clone();
        other.to.retain(|address| !hidden(address));
        other.cc.retain(|address| !hidden(address));
        other.bcc.extend(moved);
        changes.push((Remedy::MoveToBcc, other));
    }
    changes
}

/// What is remembered of a message that is accepted.
fn memory(
    handed: &Handed,
    expansion: &Expansion,
    facts: &Facts,
    verdict: &Verdict,
    c: &Context<'_>,
) -> AcceptedMessage {
    let trace = trace(handed, expansion, c);
    let people = expansion.reach.people;
    let conversational = is_conversation(handed, facts, verdict);
    let beyond = expansion.beyond_entered;
    AcceptedMessage {
        submission: c.but.to_owned(),
        at: c.now,
        sender: expansion.sender,
        people,
        deliveries: people,
        conversational,
        discussion: conversational && expansion.only_discussion() && beyond < c.policy.get(Parameter::ReplyAllWarn),
        message_id: trace.message_id,
        thread_root: trace.root,
        subject_key: trace.subject_key,
        lists: trace.lists,
        participants: remembered::bytes_of(&trace.participants),
        hidden: remembered::bytes_of(&hidden(handed, expansion, c)),
        sketch: (people >= COMPARED).then_some(trace.sketch),
    }
}

/// A reply to all, a reply that Reply-To widened, or what the reply tiers have judged.
fn is_conversation(handed: &Handed, facts: &Facts, verdict: &Verdict) -> bool {
    use levee_guard::{Kind, Origin};
    let kind = match &handed.message.origin {
        Origin::Button(kind) => Fact::Known(*kind),
        Origin::Headers(headers) => headers.kind(facts.parent.beyond_author),
    };
    kind == Fact::Known(Kind::ReplyAll)
        || (kind == Fact::Known(Kind::Reply) && facts.parent.reply_to_widened == Fact::Known(true))
        || verdict.findings.iter().any(|finding| matches!(finding.code, Code::RaLarge | Code::RaMass))
}

/// People reached by Bcc alone.
fn hidden(handed: &Handed, expansion: &Expansion, c: &Context<'_>) -> RoaringBitmap {
    if handed.bcc.is_empty() {
        return RoaringBitmap::new();
    }
    let mut visible = handed.recipients();
    visible.retain(|recipient| recipient.field != Field::Bcc);
    &expansion.audience - &c.directory.expand(&visible, &asking(handed, c)).audience
}
