//! Which remedies go with which finding (section 15). Every one is judged like a draft of its own, so
//! that none is offered that leads to a stricter ruling.

use crate::code::Code;
use crate::fact::Fact;
use crate::facts::{Audience, Facts, History, ParentFacts, StopState};
use crate::judge::rule;
use crate::kind::Kind;
use crate::list_facts::Level;
use crate::message::{Message, Origin};
use crate::parameter::Parameter;
use crate::policy::Policy;
use crate::remedy::{Offered, Remedy};
use crate::ruling::Ruling;
use crate::verdict::{Finding, Verdict};
use levee_mail::Address;

/// What a message without its attachments weighs besides its words: headers and encoding.
const BARE_SIZE: u64 = 8_000;

/// Adds to every finding above *allow* what can be done about it, or whom to ask.
pub(crate) fn offer(verdict: &mut Verdict, message: &Message, facts: &Facts, policy: &Policy) {
    let now = Now { message, facts, policy, ruling: verdict.ruling() };
    for finding in verdict.findings.iter_mut().filter(|f| f.ruling > Ruling::Allow) {
        let remedies = now.remedies(finding);
        finding.remedies = remedies;
    }
}

/// The draft as it is, and how it was ruled.
struct Now<'a> {
    message: &'a Message,
    facts: &'a Facts,
    policy: &'a Policy,
    ruling: Ruling,
}

impl Now<'_> {
    fn remedies(&self, finding: &Finding) -> Vec<Offered> {
        let mut offered: Vec<Offered> =
            self.changes(finding).into_iter().filter_map(|remedy| self.tried(remedy)).collect();
        if finding.ruling == Ruling::Hold {
            offered.push(self.as_it_is(Remedy::AskApproval));
        }
        offered.extend(self.owners(finding).into_iter().map(|owner| self.as_it_is(Remedy::Contact(owner))));
        if offered.is_empty() {
            offered.extend(self.facts.contacts.iter().map(|one| self.as_it_is(Remedy::Contact(one.clone()))));
        }
        if offered.is_empty() {
            offered.push(self.as_it_is(Remedy::AskApproval));
        }
        offered
    }

    /// The changes of the draft that speak to a finding.
    fn changes(&self, finding: &Finding) -> Vec<Remedy> {
        use Code::{
            AttachMissing, AudConfirm, AudHold, AudLarge, AudMax, Disclose, Estop, EstopUnsure, ListAnnounce,
            RaHandmade, RaLarge, RaMass, RaOnBcc, RateDay, RateMinute, ReplytoList, Storm, VolConfirm, VolHold, VolMax,
        };
        let mut changes = match finding.code {
            RaLarge | RaMass | RaOnBcc | ReplytoList | RaHandmade | ListAnnounce => vec![Remedy::ReplyToSender],
            Storm | Estop => vec![Remedy::ReplyToSender, Remedy::Wait],
            EstopUnsure | RateDay | RateMinute => vec![Remedy::Wait],
            AudLarge | AudConfirm | AudHold | AudMax => vec![Remedy::MoveToBcc],
            Disclose => vec![Remedy::MoveToBcc, Remedy::SendSeparately],
            VolConfirm | VolHold | VolMax => vec![Remedy::SendAsLink],
            AttachMissing => vec![Remedy::Attach],
            _ => Vec::new(),
        };
        if let Some(subject) = &finding.subject {
            changes.push(Remedy::Remove(self.recipient(subject)));
        }
        changes
    }

    /// The recipient that brings an address: itself, or the top-level list in which it is nested.
    fn recipient(&self, subject: &Address) -> Address {
        let levels = self.facts.lists.iter().map(|list| (&list.address, &list.level));
        let outside = self.facts.outside_lists.iter().map(|list| (&list.address, &list.level));
        match levels.chain(outside).find(|(address, _)| *address == subject) {
            Some((_, Level::Nested { through })) => through.clone(),
            _ => subject.clone(),
        }
    }

    /// Whom to ask about the list that a finding is about.
    fn owners(&self, finding: &Finding) -> Vec<Address> {
        let subject = finding.subject.as_ref();
        let list = self.facts.lists.iter().find(|list| Some(&list.address) == subject);
        list.map(|list| list.owners.clone()).unwrap_or_default()
    }

    /// A remedy that leaves the draft and its ruling as they are.
    fn as_it_is(&self, remedy: Remedy) -> Offered {
        Offered { remedy, leads_to: self.ruling, leaves: people(self.facts) }
    }

    /// Judges the changed draft; nothing if it cannot be made, is ruled more strictly, or reaches nobody.
    fn tried(&self, remedy: Remedy) -> Option<Offered> {
        let (message, facts) = self.changed(&remedy)?;
        let after = rule(&message, &facts, self.policy);
        let nobody = after.findings.iter().any(|f| f.code == Code::NoEffectiveRecipient);
        let leads_to = after.ruling();
        (leads_to <= self.ruling && !nobody).then(|| Offered { remedy, leads_to, leaves: people(&facts) })
    }

    /// The draft as the remedy leaves it. What was confirmed was another draft.
    fn changed(&self, remedy: &Remedy) -> Option<(Message, Facts)> {
        let mut message = Message { confirmation: None, ..self.message.clone() };
        let facts = match remedy {
            Remedy::ReplyToSender => {
                let facts = self.alternative(remedy).or_else(|| self.author_alone())?;
                message.origin = Origin::Button(Kind::Reply);
                facts
            }
            Remedy::SendSeparately => {
                self.few_outside()?;
                self.alternative(&Remedy::MoveToBcc)?
            }
            Remedy::Remove(_) | Remedy::MoveToBcc => self.alternative(remedy)?,
            Remedy::SendAsLink => self.as_link()?,
            Remedy::Attach => {
                message.attachments = message.attachments.saturating_add(1);
                self.facts.clone()
            }
            Remedy::Wait => self.later(),
            Remedy::AskApproval | Remedy::Contact(_) => return None,
        };
        Some((message, facts))
    }

    fn alternative(&self, remedy: &Remedy) -> Option<Facts> {
        self.facts.alternatives.iter().find(|a| a.remedy == *remedy).map(|a| a.facts.clone())
    }

    /// A reply to the parent's author before anybody has looked her up: one person.
    fn author_alone(&self) -> Option<Facts> {
        let answers = match &self.message.origin {
            Origin::Button(kind) => matches!(kind, Kind::Reply | Kind::ReplyAll),
            Origin::Headers(headers) => headers.refers,
        };
        let known = Fact::Known(false);
        answers.then(|| Facts {
            audience: Fact::Known(Audience { people: 1, beside_lists: 1, ..Audience::default() }),
            disclosed: Fact::Known(1),
            lists: Vec::new(),
            outside_lists: Vec::new(),
            lookalikes: Fact::Known(Vec::new()),
            parent: ParentFacts { beyond_author: known, reply_to_widened: known, only_by_bcc: known },
            received: Fact::Known(Vec::new()),
            ..self.facts.clone()
        })
    }

    /// Sending to each outside address by itself is for a few of them: it must not become the way
    /// round the tiers.
    fn few_outside(&self) -> Option<()> {
        let audience = self.facts.audience.as_ref().known()?;
        (audience.external < self.policy.get(Parameter::AudienceWarn)).then_some(())
    }

    /// A link in place of the attachments leaves the words.
    fn as_link(&self) -> Option<Facts> {
        let size = self.facts.size.known()?;
        let words = self.message.subject.len().saturating_add(self.message.text.len());
        let bare = u64::try_from(words).ok()?.saturating_mul(2).saturating_add(BARE_SIZE);
        (bare < size).then(|| Facts { size: Fact::Known(bare), ..self.facts.clone() })
    }

    /// The same facts when what was accepted or frozen is long ago.
    fn later(&self) -> Facts {
        let history = self.facts.history.as_ref().map(|history| History {
            split_union: history.split_union,
            duplicate: history.duplicate.clone(),
            ..History::default()
        });
        Facts {
            history,
            frozen: self.facts.frozen.map(|_| false),
            stop: self.facts.stop.map(|_| StopState::default()),
            ..self.facts.clone()
        }
    }
}

fn people(facts: &Facts) -> Option<u64> {
    facts.audience.as_ref().known().map(|audience| audience.people)
}
