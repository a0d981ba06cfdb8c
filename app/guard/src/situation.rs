//! A message with everything that the rules ask about it, derived once: its kind, whether it is a
//! conversation, and in which column of the tier tables it stands (sections 3 to 5).

use crate::code::Code;
use crate::fact::Fact;
use crate::facts::{Facts, Received};
use crate::kind::Kind;
use crate::list_facts::{Level, ListFacts, ListKind};
use crate::message::{Message, Origin};
use crate::parameter::{Parameter, RATIO_ONE};
use crate::policy::Policy;
use crate::subject::has_reply_prefix;
use crate::verdict::Finding;

/// One reading of a message. There are two where an unknown fact decides between them.
#[derive(Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub(crate) message: &'a Message,
    pub(crate) facts: &'a Facts,
    pub(crate) policy: &'a Policy,
    pub(crate) kind: Kind,
    pub(crate) conversational: bool,
}

/// A received message whose people were addressed again by hand (section 6, RA_HANDMADE).
#[derive(Clone, Copy)]
pub(crate) struct Handmade {
    pub(crate) people: u64,
    pub(crate) shared: u64,
    pub(crate) marked: bool,
}

impl<'a> Situation<'a> {
    /// The readings that the facts leave open, those that are no conversation first.
    pub(crate) fn readings(message: &'a Message, facts: &'a Facts, policy: &'a Policy) -> Vec<Self> {
        let kinds = match &message.origin {
            Origin::Button(kind) => vec![*kind],
            Origin::Headers(headers) => match headers.kind(facts.parent.beyond_author) {
                Fact::Known(kind) => vec![kind],
                Fact::Unknown => vec![Kind::Reply, Kind::ReplyAll],
            },
        };
        let mut readings = Vec::new();
        for kind in kinds {
            let plain = Self { message, facts, policy, kind, conversational: false };
            let talk = Self { conversational: true, ..plain };
            match plain.is_conversation() {
                Fact::Known(false) => readings.push(plain),
                Fact::Known(true) => readings.push(talk),
                Fact::Unknown => readings.extend([plain, talk]),
            }
        }
        readings
    }

    /// Section 4: a reply to all, a reply that Reply-To widened, or one made by hand and marked.
    fn is_conversation(&self) -> Fact<bool> {
        let handmade = self.handmade().map(|found| found.is_some_and(|h| h.marked));
        match self.kind {
            Kind::ReplyAll => Fact::Known(true),
            Kind::Reply => match (self.facts.parent.reply_to_widened, handmade) {
                (Fact::Known(true), _) | (_, Fact::Known(true)) => Fact::Known(true),
                (Fact::Known(false), Fact::Known(false)) => Fact::Known(false),
                _ => Fact::Unknown,
            },
            Kind::New | Kind::Forward => handmade,
            Kind::Resend | Kind::Invitation | Kind::Recall | Kind::Automatic => Fact::Known(false),
        }
    }

    /// The received message that RA_HANDMADE is about: a marked one before others, then the one most
    /// of whose people are addressed again. Unknown only where that could make a conversation of it.
    pub(crate) fn handmade(&self) -> Fact<Option<Handmade>> {
        if !matches!(self.kind, Kind::New | Kind::Reply | Kind::Forward) {
            return Fact::Known(None);
        }
        // With a habit the rule does not fire, whatever she received.
        if self.facts.habit.is_known_and(|times| times >= HABIT_TIMES) {
            return Fact::Known(None);
        }
        let replies = has_reply_prefix(&self.message.subject);
        let Fact::Known(received) = &self.facts.received else {
            let may_be_marked =
                replies || self.message.has_references || self.message.has_quote || self.kind == Kind::Reply;
            return if may_be_marked { Fact::Unknown } else { Fact::Known(None) };
        };
        let best = received
            .iter()
            .filter(|p| self.is_addressed_again(p))
            .map(|p| Handmade { people: p.people, shared: p.shared, marked: replies || p.referred_to || p.quoted })
            .max_by_key(|h| (h.marked, u128::from(h.shared) * u128::from(RATIO_ONE) / u128::from(h.people.max(1))));
        match (best, self.facts.habit) {
            (None, _) => Fact::Known(None),
            (Some(found), Fact::Known(_)) => Fact::Known(Some(found)),
            // A habit could only soften, so the rule does not fire; a mark still leaves both readings.
            (Some(found), Fact::Unknown) if found.marked => Fact::Unknown,
            (Some(_), Fact::Unknown) => Fact::Known(None),
        }
    }

    fn is_addressed_again(&self, p: &Received) -> bool {
        let part = u128::from(self.policy.get(Parameter::HandmadeOverlap));
        p.age <= self.policy.get(Parameter::HandmadeAge)
            && p.people >= self.policy.get(Parameter::HandmadeMin)
            && u128::from(p.shared) * u128::from(RATIO_ONE) >= part * u128::from(p.people)
    }

    /// The number that holds for a parameter.
    pub(crate) fn limit(&self, parameter: Parameter) -> u64 {
        self.policy.get(parameter)
    }

    /// A, if it is known.
    pub(crate) fn people(&self) -> Option<u64> {
        self.facts.audience.as_ref().known().map(|a| a.people)
    }

    /// A for a finding that fires whatever the audience is: 0 while it is unknown.
    pub(crate) fn people_or_none(&self) -> u64 {
        self.people().unwrap_or_default()
    }

    /// A, if it is known and at least so many.
    pub(crate) fn people_from(&self, least: u64) -> Option<u64> {
        self.people().filter(|people| *people >= least)
    }

    /// V: people times encoded bytes.
    pub(crate) fn volume(&self) -> Option<u64> {
        Some(self.people()?.saturating_mul(self.facts.size.known()?))
    }

    /// The lists that could be expanded, with their sizes.
    pub(crate) fn open_lists(&self) -> impl Iterator<Item = (&'a ListFacts, u64)> {
        self.facts.lists.iter().filter_map(|list| list.size().map(|size| (list, size)))
    }

    /// Whether a finding is that a list was suspended: an act of somebody, and no rule that is being tried.
    pub(crate) fn is_suspended(&self, finding: &Finding) -> bool {
        let mut suspended = self.facts.lists.iter().filter(|list| list.suspended.is_known_and(|suspended| suspended));
        matches!(finding.code, Code::ListRestricted | Code::ListAnnounce)
            && suspended.any(|list| Some(&list.address) == finding.subject.as_ref())
    }

    /// Whether she writes to these participants often (section 5). Assumed while unknown.
    pub(crate) fn has_habit(&self) -> bool {
        self.facts.habit.is_unknown_or(|times| times >= HABIT_TIMES)
    }

    /// Section 3, *authorised*. Assumed where an unknown fact decides.
    pub(crate) fn is_authorised(&self) -> bool {
        if self.facts.sender.mass_sender.is_unknown_or(|has| has) {
            return true;
        }
        let limit = if self.conversational { Parameter::ReplyAllWarn } else { Parameter::AudienceWarn };
        let mut lists = self.facts.lists.iter().filter(|list| list.level == Level::Top).peekable();
        lists.peek().is_some()
            && lists.all(|list| list.named_sender.is_unknown_or(|named| named))
            && self.facts.outside_lists.iter().all(|list| list.level != Level::Top)
            && self.beside_lists_below(self.limit(limit))
    }

    /// Section 5, the column *discussion*.
    pub(crate) fn discussion(&self) -> Fact<bool> {
        let lists = &self.facts.lists;
        let all = |fits: fn(Fact<ListKind>) -> bool| lists.iter().all(|list| fits(list.kind));
        let few = self.beside_lists_below(self.limit(Parameter::ReplyAllWarn));
        if lists.is_empty() || !few || !all(|kind| kind.is_unknown_or(|kind| kind == ListKind::Discussion)) {
            return Fact::Known(false);
        }
        let certain = self.facts.audience.as_ref().known().is_some()
            && all(|kind| kind.is_known_and(|kind| kind == ListKind::Discussion));
        if certain { Fact::Known(true) } else { Fact::Unknown }
    }

    fn beside_lists_below(&self, limit: u64) -> bool {
        self.facts.audience.as_ref().is_unknown_or(|a| a.beside_lists < limit)
    }
}

/// From so many earlier messages on it is a habit.
const HABIT_TIMES: u64 = 2;
