//! Recipients to the facts of the guard, in one call: numbers made of sets, one sender's rights, what
//! was accepted before. What only the store or a mailbox knows is handed in.

use crate::directory::Directory;
use crate::expand::Asking;
use crate::expansion::{Expansion, Field, Recipient, Target};
use crate::facts_history::{Accepted, Frozen, Keys};
use crate::facts_list::{list_facts, outside_lists};
use crate::facts_parent::{Parent, ReceivedMessage, parent_facts};
use crate::record::{PersonId, Principal, Role};
use levee_guard::{Alternative, Audience, Digest, Fact, Facts, Policy, Remedy, SenderFacts, StopState, TextSketch};
use levee_mail::Address;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMillis = i64;

/// How many alternatives with one recipient left out are worked out at most: each costs an expansion.
const MOST_REMOVALS: usize = 8;

/// How many people are named whom one could ask.
const MOST_CONTACTS: usize = 3;

/// A message about to be judged, with what was looked up about it beside its recipients.
#[derive(Clone, Debug)]
pub struct Sending<'a> {
    /// Who sends, and numbers for addresses that the directory does not know.
    pub asking: Asking<'a>,
    /// Now; `asking.now` is the same in whole seconds.
    pub now: UnixMillis,
    /// Its windows and ages hold.
    pub policy: &'a Policy,
    /// Encoded bytes.
    pub size: Fact<u64>,
    /// Message-ID without brackets, if it has one already.
    pub message_id: Option<&'a str>,
    /// In-Reply-To and References, without brackets.
    pub refers_to: &'a [String],
    /// Message-ID of the message which it quotes.
    pub quotes: Option<&'a str>,
    /// First of References, else In-Reply-To, else the parent's root (section 7).
    pub root: Option<&'a str>,
    /// The subject without prefixes, as [`Accepted::subject`] has it.
    pub subject: &'a [u8],
    /// The own text; `None` where the message reaches too few people for texts to be compared.
    pub sketch: Option<&'a TextSketch>,
    /// Roles of the human who sends, of the directory and given here.
    pub roles: &'a [Role],
    /// People of a broadcast permit valid now, 0 without one.
    pub permit: Fact<u64>,
    /// How often she broke the glass today.
    pub glass_broken_today: Fact<u64>,
    /// The message replied to, where there is one; unknown where there is one that was not found.
    pub parent: Fact<Option<&'a Parent>>,
    /// What she received lately.
    pub received: &'a [ReceivedMessage],
    /// Accepted messages: her own of 60 days, everybody's of the storm window. This one is not among them.
    pub accepted: &'a [Accepted],
    /// Storms that tripped and may still be frozen.
    pub frozen: &'a [Frozen],
    /// The emergency stop as this node knows it.
    pub stop: Fact<StopState>,
}

impl Directory {
    /// Everything that the guard is told about a message to these recipients, with the facts of the
    /// drafts to which remedies would lead.
    #[must_use]
    pub fn facts(&self, recipients: &[Recipient], sending: &Sending<'_>) -> Facts {
        let expansion = self.expand(recipients, &sending.asking);
        let parent = sending.parent.known().flatten();
        let facts_of = |recipients: Vec<Recipient>| {
            self.facts_of(&self.expand(&recipients, &sending.asking), &recipients, sending)
        };
        let changed = self.alternatives(&expansion, recipients, parent).into_iter();
        let alternatives = changed.map(|(remedy, to)| Alternative { remedy, facts: facts_of(to) }).collect();
        Facts { alternatives, ..self.facts_of(&expansion, recipients, sending) }
    }

    /// The facts of an expansion that is at hand already, without alternatives.
    #[must_use]
    pub fn facts_of(&self, expansion: &Expansion, recipients: &[Recipient], sending: &Sending<'_>) -> Facts {
        let reach = expansion.reach;
        let keys = Keys::of(expansion);
        let has = |role: Role| Fact::Known(sending.roles.contains(&role));
        Facts {
            audience: Fact::Known(Audience {
                people: reach.people,
                external: reach.external,
                beside_lists: expansion.beyond_entered,
                digest: Digest::from_bytes(*expansion.digest().bytes()),
            }),
            disclosed: Fact::Known(reach.disclosed),
            lists: list_facts(self, expansion, sending.asking.now),
            outside_lists: outside_lists(expansion),
            size: sending.size,
            lookalikes: Fact::Known(self.look_alikes(recipients)),
            sender: SenderFacts {
                mass_sender: has(Role::MassSender),
                incident: has(Role::Incident),
                permit: sending.permit,
                glass_broken_today: sending.glass_broken_today,
            },
            parent: parent_facts(sending.parent, expansion),
            received: Fact::Known(sending.received.iter().map(|p| p.compared(expansion, sending)).collect()),
            habit: Fact::Known(keys.habit(sending)),
            history: Fact::Known(keys.history(sending)),
            frozen: Fact::Known(keys.is_frozen(sending)),
            stop: sending.stop,
            alternatives: Vec::new(),
            contacts: self.contacts(expansion.sender),
        }
    }

    /// Recipients as written whose domain could be taken for ours, canonical, each once.
    fn look_alikes(&self, recipients: &[Recipient]) -> Vec<Address> {
        let canonical = self.canonical();
        let alike = recipients.iter().filter(|r| canonical.look_alike(&r.address).is_some());
        let mut found: Vec<Address> = alike.map(|r| canonical.address(&r.address)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The recipients that remedies would leave: without a list or a look-alike, with individual outside
    /// addresses in Bcc, the parent's author alone.
    #[must_use]
    pub fn alternatives(
        &self,
        expansion: &Expansion,
        recipients: &[Recipient],
        parent: Option<&Parent>,
    ) -> Vec<(Remedy, Vec<Recipient>)> {
        let flagged = self.look_alikes(recipients);
        let lists = expansion.parts.iter().filter_map(|part| match part.target {
            Target::List(id) => self.list(id).map(|list| list.address()),
            Target::OutsideList(_) => Some(&part.address),
            Target::Person(_) => None,
        });
        let mut removed: Vec<&Address> = flagged.iter().chain(lists).collect();
        removed.sort_unstable();
        removed.dedup();
        let mut changed: Vec<(Remedy, Vec<Recipient>)> = Vec::new();
        for address in removed.into_iter().take(MOST_REMOVALS) {
            let left = recipients.iter().filter(|r| !self.is_same(&r.address, address)).cloned().collect();
            changed.push((Remedy::Remove(address.clone()), left));
        }
        changed.extend(self.outside_hidden(expansion, recipients).map(|moved| (Remedy::MoveToBcc, moved)));
        if let Some(author) = parent.and_then(|parent| parent.answered_at(self)) {
            changed.push((Remedy::ReplyToSender, vec![Recipient { field: Field::To, address: author }]));
        }
        changed
    }

    /// Whether what is written leads to this address: itself, or a further address of the same list.
    fn is_same(&self, written: &Address, address: &Address) -> bool {
        self.canonical().address(written) == *address
            || self.list_by_address(written).is_some_and(|list| list.address() == address)
    }

    /// The recipients with every individual outside address of To and Cc in Bcc; `None` without any.
    fn outside_hidden(&self, expansion: &Expansion, recipients: &[Recipient]) -> Option<Vec<Recipient>> {
        let visible = |field: Field| matches!(field, Field::To | Field::Cc);
        let outside: std::collections::HashSet<&Address> = expansion
            .parts
            .iter()
            .filter(|part| match part.target {
                Target::Person(id) => visible(part.field) && expansion.external().contains(id),
                Target::List(_) | Target::OutsideList(_) => false,
            })
            .map(|part| &part.address)
            .collect();
        if outside.is_empty() {
            return None;
        }
        let hide = |r: &Recipient| {
            let hidden = visible(r.field) && outside.contains(&self.canonical().address(&r.address));
            Recipient { field: if hidden { Field::Bcc } else { r.field }, address: r.address.clone() }
        };
        Some(recipients.iter().map(hide).collect())
    }

    /// Approvers, else administrators: whom to ask where no list has an owner.
    fn contacts(&self, sender: PersonId) -> Vec<Address> {
        let of = |role| self.holders(role).into_iter().filter(|id| *id != sender).map(Principal::Person).collect();
        let approvers: Vec<Principal> = of(Role::Approver);
        let some = if approvers.is_empty() { of(Role::Administrator) } else { approvers };
        self.addresses(&some, sender)
    }

    /// Addresses of a few of these, the sender's left out.
    #[must_use]
    pub fn addresses(&self, principals: &[Principal], sender: PersonId) -> Vec<Address> {
        let address = |principal: &Principal| match principal {
            Principal::Person(id) if *id == sender => None,
            Principal::Person(id) => self.person(*id).map(|person| person.address()),
            Principal::List(id) => self.list(*id).map(|list| list.address().clone()),
        };
        principals.iter().filter_map(address).take(MOST_CONTACTS).collect()
    }
}
