//! A case made ready to be judged: the message as the guard sees it, and the facts that the directory
//! finds in the case's world.

use crate::case_file::{Case, Compared, Earlier, FrozenEntry, HistoryEntry, SUBJECT, TEXT};
use crate::error::Wrong;
use crate::notation::{Named, Texts, address, addresses, named};
use crate::world::World;
use levee_directory::facts::Sending;
use levee_directory::{Accepted, Asking, Expansion, Field, Frozen, Parent, ReceivedMessage, Recipient, Talk};
use levee_guard::{
    Channel, Code, Confirmation, Digest, Fact, Facts, Kind, KindHeaders, Message, Observe, Origin, Parameter, Policy,
    StopScope, StopState, TextSketch, Topic, bare_subject, plain_hash,
};
use levee_mail::{Address, MessageId};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// Messages that one entry of a history may stand for.
const MOST_MESSAGES: u32 = 1_000_000;

/// Everything that `levee_guard::judge` takes.
pub(crate) struct Ready {
    pub(crate) message: Message,
    pub(crate) facts: Facts,
    pub(crate) policy: Policy,
}

/// Every address that a case speaks of, so that each has a number before it is judged.
pub(crate) fn mentioned(case: &Case, domain: &str) -> Result<Vec<Named>, Wrong> {
    let one = |text: &str, key: &str| address(text, key, domain).map(Named::One);
    let mut found = vec![one(&case.sender, "sender")?];
    if let Some(mailbox) = &case.sending_as {
        found.push(one(mailbox, "sending_as")?);
    }
    for (key, texts) in [("to", &case.to), ("cc", &case.cc), ("bcc", &case.bcc), ("resent_to", &case.resent_to)] {
        found.extend(texts.typed(key, domain)?);
    }
    for earlier in case.parent.iter().chain(&case.received) {
        found.push(one(&earlier.from, "from")?);
        for texts in [&earlier.to, &earlier.cc, &earlier.bcc, &earlier.reply_to] {
            found.extend(texts.typed("parent or received", domain)?);
        }
    }
    for entry in &case.history {
        found.extend(named(entry.from.iter(), "history.from", domain)?);
        for texts in [&entry.to, &entry.cc, &entry.bcc] {
            found.extend(texts.typed("history", domain)?);
        }
    }
    for entry in case.frozen.iter().filter_map(|entry| entry.participants.as_ref()) {
        found.extend(entry.typed("frozen.participants", domain)?);
    }
    Ok(found)
}

/// Looks everything up in the world.
pub(crate) fn prepare(case: &Case, world: &World) -> Result<Ready, Wrong> {
    let at = case.at.map_or(world.now, |at| at.counted_from(world.now));
    Preparation { case, world, at, numbered: BTreeMap::new() }.ready()
}

struct Preparation<'a> {
    case: &'a Case,
    world: &'a World,
    at: i64,
    numbered: BTreeMap<Address, u32>,
}

impl Preparation<'_> {
    fn ready(&self) -> Result<Ready, Wrong> {
        let (case, domain) = (self.case, self.world.domain.as_str());
        let unknown = self.unknown()?;
        let sender = address(&case.sender, "sender", domain)?;
        let sending_as = case.sending_as.as_ref().map(|text| address(text, "sending_as", domain)).transpose()?;
        let policy = self.policy()?;
        let kind = self.kind()?;
        // A parent that is not known gives no root of the thread either.
        let earlier = case.parent.as_ref().filter(|_| !unknown.contains(&Topic::Parent));
        let parent = earlier.map(|parent| self.parent(parent)).transpose()?;
        let refers_to = self.refers_to(kind);
        let root = case.references.first().or(case.in_reply_to.as_ref());
        let root = root.or(earlier.and_then(|p| p.root.as_ref().or(p.message_id.as_ref()))).map(|id| bare_id(id));
        let message_id = case.message_id.as_deref().map(bare_id);
        let quotes = case.quotes.as_deref().map(bare_id);
        let text = case.text.clone().unwrap_or_else(|| TEXT.to_owned());
        let subject = case.subject.clone().unwrap_or_else(|| SUBJECT.to_owned());
        let bare = bare_subject(&subject);
        let (received, accepted, frozen) = (self.received()?, self.accepted()?, self.frozen(&policy)?);
        let sending = Sending {
            asking: Asking { sending_as: sending_as.as_ref(), ..self.asking(&sender) },
            now: self.at,
            policy: &policy,
            size: Fact::Known(case.size.unwrap_or(20_000)),
            message_id: message_id.as_deref(),
            refers_to: &refers_to,
            quotes: quotes.as_deref(),
            root: root.as_deref(),
            subject: bare.as_bytes(),
            sketch: Some(&TextSketch::new(&text, plain_hash)),
            roles: &self.world.roles(&sender),
            permit: Fact::Known(self.permit()),
            glass_broken_today: Fact::Known(case.break_glass.as_ref().map_or(0, |glass| glass.used_today)),
            parent: Fact::Known(parent.as_ref()),
            received: &received,
            accepted: &accepted,
            frozen: &frozen,
            stop: Fact::Known(self.stop()?),
        };
        let mut facts = self.world.directory.facts(&self.recipients()?, &sending);
        for topic in unknown {
            facts = facts.without(topic);
        }
        let message = Message {
            channel: self.channel()?,
            origin: self.origin(kind),
            subject,
            text,
            has_quote: case.quote.as_ref().is_some_and(|quote| !quote.trim().is_empty()) || case.quotes.is_some(),
            has_references: !refers_to.is_empty(),
            attachments: u32::try_from(case.attachments.len()).unwrap_or(u32::MAX),
            draft: Digest::default(),
            break_glass: case.break_glass.as_ref().map(|glass| glass.reason.clone()),
            confirmation: self.confirmation(&facts, &policy)?,
        };
        Ok(Ready { message, facts, policy })
    }

    fn asking<'s>(&'s self, sender: &'s Address) -> Asking<'s> {
        Asking {
            sender,
            sending_as: None,
            now: self.at.div_euclid(1_000),
            max_stale: self.world.policy.get(Parameter::ListMaxStale),
            numbered: &self.numbered,
        }
    }

    fn recipients(&self) -> Result<Vec<Recipient>, Wrong> {
        let case = self.case;
        let mut all = self.fields(&case.to, &case.cc, &case.bcc)?;
        let resent = case.resent_to.recipients("resent_to", &self.world.domain)?;
        all.extend(resent.into_iter().map(|address| Recipient { field: Field::Resent, address }));
        Ok(all)
    }

    fn fields(&self, to: &Texts, cc: &Texts, bcc: &Texts) -> Result<Vec<Recipient>, Wrong> {
        let mut all = Vec::new();
        for (key, texts, field) in [("to", to, Field::To), ("cc", cc, Field::Cc), ("bcc", bcc, Field::Bcc)] {
            let found = texts.recipients(key, &self.world.domain)?;
            all.extend(found.into_iter().map(|address| Recipient { field, address }));
        }
        Ok(all)
    }

    fn channel(&self) -> Result<Channel, Wrong> {
        match self.case.channel.as_deref() {
            None | Some("web") => Ok(Channel::Web),
            Some("smtp") => Ok(Channel::Smtp),
            Some("api") => Ok(Channel::Api),
            Some(other) => Err(Wrong::new("channel", format!("`{other}` is none of web, smtp, api"))),
        }
    }

    /// The kind as given; none on SMTP where the headers decide.
    fn kind(&self) -> Result<Option<Kind>, Wrong> {
        match (&self.case.kind, self.channel()?) {
            (Some(kind), _) => parse_kind(kind, "kind").map(Some),
            (None, Channel::Smtp) => Ok(None),
            (None, Channel::Web | Channel::Api) => Ok(Some(Kind::New)),
        }
    }

    fn origin(&self, kind: Option<Kind>) -> Origin {
        let case = self.case;
        kind.map_or_else(
            || {
                Origin::Headers(KindHeaders {
                    auto_submitted: case.auto_submitted.clone(),
                    null_return_path: case.null_return_path,
                    report: case.report.is_some(),
                    resent: case.resent_to.iter().next().is_some(),
                    calendar_method: case.calendar_method.is_some(),
                    refers: case.in_reply_to.is_some() || !case.references.is_empty(),
                })
            },
            Origin::Button,
        )
    }

    /// What In-Reply-To and References name. A pressed *Reply* names its parent.
    fn refers_to(&self, kind: Option<Kind>) -> Vec<String> {
        let case = self.case;
        let pressed = case.parent.as_ref().filter(|_| matches!(kind, Some(Kind::Reply | Kind::ReplyAll)));
        let written = case.in_reply_to.iter().chain(&case.references);
        written.chain(pressed.and_then(|parent| parent.message_id.as_ref())).map(|id| bare_id(id)).collect()
    }

    fn parent(&self, earlier: &Earlier) -> Result<Parent, Wrong> {
        let domain = &self.world.domain;
        let author = address(&earlier.from, "parent.from", domain)?;
        let recipients = self.fields(&earlier.to, &earlier.cc, &earlier.bcc).map_err(|w| w.within("parent"))?;
        let reply_to = earlier.reply_to.recipients("parent.reply_to", domain)?;
        Ok(Parent::find(&self.world.directory, &author, &recipients, &reply_to, &self.asking(&author)))
    }

    fn received(&self) -> Result<Vec<ReceivedMessage>, Wrong> {
        let one = |earlier: &Earlier| {
            let author = address(&earlier.from, "received.from", &self.world.domain)?;
            let recipients = self.fields(&earlier.to, &earlier.cc, &earlier.bcc).map_err(|w| w.within("received"))?;
            Ok(ReceivedMessage {
                at: earlier.at.map_or(self.at, |at| at.counted_from(self.at)),
                message_id: earlier.message_id.as_deref().map(bare_id),
                people: self.expand(&recipients, &author).participants(),
            })
        };
        self.case.received.iter().map(one).collect()
    }

    fn accepted(&self) -> Result<Vec<Accepted>, Wrong> {
        let mut all = Vec::new();
        for entry in &self.case.history {
            self.accept(entry, &mut all).map_err(|wrong| wrong.within("history"))?;
        }
        Ok(all)
    }

    fn accept(&self, entry: &HistoryEntry, all: &mut Vec<Accepted>) -> Result<(), Wrong> {
        let senders = addresses(entry.from.iter(), "from", &self.world.domain)?;
        let recipients = self.fields(&entry.to, &entry.cc, &entry.bcc)?;
        let kind = entry.kind.as_deref().map_or(Ok(Kind::New), |kind| parse_kind(kind, "kind"))?;
        let root = entry.root.as_ref().or(entry.references.first()).or(entry.in_reply_to.as_ref());
        let sketch = TextSketch::new(entry.text.as_deref().unwrap_or(TEXT), plain_hash);
        let first = entry.at.counted_from(self.at);
        let every = entry.every.map_or(1_000, |every| every.ms);
        let by_sender: Vec<Accepted> = senders
            .iter()
            .map(|sender| {
                let expansion = self.expand(&recipients, sender);
                Accepted {
                    sender: expansion.sender,
                    at: first,
                    people: entry.deliveries.unwrap_or(expansion.reach.people),
                    talk: match entry.conversational.unwrap_or(kind == Kind::ReplyAll) {
                        true => Talk::Conversational,
                        false => Talk::Other,
                    },
                    message_id: entry.message_id.as_deref().map(bare_id),
                    root: root.map(|id| bare_id(id)),
                    subject: bare_subject(entry.subject.as_deref().unwrap_or(SUBJECT)).into_bytes(),
                    sketch: Some(sketch.clone()),
                    lists: expansion.top_addresses().collect(),
                    participants: (!recipients.is_empty()).then(|| expansion.participants()),
                }
            })
            .collect();
        let repeat = entry.repeat.unwrap_or(1);
        if repeat > MOST_MESSAGES {
            return Err(Wrong::new("repeat", format!("{repeat} messages are more than {MOST_MESSAGES}")));
        }
        for (count, message) in (0..i64::from(repeat)).zip(by_sender.iter().cycle()) {
            all.push(Accepted { at: first.saturating_add(count.saturating_mul(every)), ..message.clone() });
        }
        Ok(())
    }

    fn expand(&self, recipients: &[Recipient], sender: &Address) -> Expansion {
        self.world.directory.expand(recipients, &self.asking(sender))
    }

    fn frozen(&self, policy: &Policy) -> Result<Vec<Frozen>, Wrong> {
        let block = i64::try_from(policy.get(Parameter::StormBlock)).unwrap_or(i64::MAX).saturating_mul(1_000);
        let one = |entry: &FrozenEntry| {
            let at = entry.at.counted_from(self.at);
            let list = entry.list.as_ref().map(|list| self.list_address(list)).transpose()?;
            let subject = bare_subject(entry.subject.as_deref().unwrap_or_default());
            Ok(Frozen {
                at,
                until: entry.until.map_or(at.saturating_add(block), |until| until.counted_from(self.at)),
                root: entry.root.as_deref().map(bare_id),
                participants: entry.participants.as_ref().map(|texts| self.everybody(texts)).transpose()?,
                lists: list.map(|list| (list, subject.into_bytes())).into_iter().collect(),
            })
        };
        self.case.frozen.iter().filter(|entry| !entry.released).map(one).collect()
    }

    fn list_address(&self, text: &str) -> Result<Address, Wrong> {
        let directory = &self.world.directory;
        let address = address(text, "frozen.list", &self.world.domain)?;
        let list = directory.list_by_address(&address).map(|list| list.address().clone());
        Ok(list.unwrap_or_else(|| directory.canonical().address(&address)))
    }

    /// All people behind some addresses; nobody of them is a sender.
    fn everybody(&self, texts: &Texts) -> Result<RoaringBitmap, Wrong> {
        let recipients = self.fields(texts, &Texts::default(), &Texts::default())?;
        let nobody = address("nobody@invalid", "", "")?;
        Ok(self.expand(&recipients, &nobody).audience)
    }

    fn permit(&self) -> u64 {
        let valid = self.case.permit.as_ref().filter(|permit| self.at < permit.until.counted_from(self.at));
        valid.map_or(0, |permit| permit.people)
    }

    fn stop(&self) -> Result<StopState, Wrong> {
        let scope = match self.case.stop.as_deref() {
            None => StopScope::Nothing,
            Some("replies") => StopScope::Replies,
            Some("everything") => StopScope::Everything,
            Some(other) => return Err(Wrong::new("stop", format!("`{other}` is neither replies nor everything"))),
        };
        let age_ms = self.case.lease_age.map_or(0, |age| u64::try_from(age.ms).unwrap_or(0));
        Ok(StopState { scope, age_ms })
    }

    fn policy(&self) -> Result<Policy, Wrong> {
        let observe = if self.case.observe.iter().any(|code| code == "all") {
            Observe::All
        } else if self.case.observe.is_empty() {
            Observe::Nothing
        } else {
            Observe::Codes(codes(&self.case.observe, "observe")?.into_iter().collect())
        };
        let mut policy = self.world.policy.clone();
        policy.observe = observe;
        Ok(policy)
    }

    fn confirmation(&self, facts: &Facts, policy: &Policy) -> Result<Option<Confirmation>, Wrong> {
        let Some(confirmed) = &self.case.confirmation else { return Ok(None) };
        let other = Digest::from_bytes([0xff; 32]);
        let now = facts.audience.as_ref().known().map_or_else(Digest::default, |audience| audience.digest);
        Ok(Some(Confirmation {
            draft: if confirmed.draft == Compared::Same { Digest::default() } else { other },
            audience: if confirmed.audience == Compared::Same { now } else { other },
            policy: policy.version + u64::from(confirmed.policy == Compared::Other),
            codes: codes(&confirmed.codes, "confirmation.codes")?,
        }))
    }

    fn unknown(&self) -> Result<Vec<Topic>, Wrong> {
        let topic = |name: &String| {
            Topic::parse(name).ok_or_else(|| Wrong::new("unknown", format!("`{name}` is no fact that can be unknown")))
        };
        self.case.unknown.iter().map(topic).collect()
    }
}

fn codes(names: &[String], key: &str) -> Result<Vec<Code>, Wrong> {
    let code = |name: &String| Code::parse(name).ok_or_else(|| Wrong::new(key, format!("`{name}` is no code")));
    names.iter().map(code).collect()
}

fn parse_kind(text: &str, key: &str) -> Result<Kind, Wrong> {
    Kind::parse(text).ok_or_else(|| Wrong::new(key, format!("`{text}` is no kind")))
}

/// An id without its brackets; what is no proper id is compared as it is.
fn bare_id(text: &str) -> String {
    MessageId::parse(text).map_or_else(|| text.trim().to_owned(), |id| id.as_str().to_owned())
}
