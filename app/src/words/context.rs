//! What a sentence about a finding may need besides the finding itself. The faces of the guard know
//! different amounts: what is not known is left out of the sentence, never guessed.

use levee_contract::{Audience, HeldView};
use levee_guard::{Facts, Scope, Tally};
use levee_mail::{Address, Contact};

/// Who reads the sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// Whoever writes the message.
    #[default]
    Author,
    /// Whoever decides on it.
    Approver,
}

/// The message and whom it reaches, as far as the reader's side knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Who reads.
    pub reader: Reader,
    /// People reached, each once, the author not counted.
    pub people: u64,
    /// Nobody knows how many more: "at least".
    pub at_least: bool,
    /// Those outside the organisation.
    pub external: u64,
    /// Name of the organisation.
    pub organisation: String,
    /// Names of people.
    pub names: Vec<Contact>,
    /// Lists entered.
    pub lists: Vec<ListNote>,
    /// Encoded size of one copy in bytes.
    pub size: Option<u64>,
    /// Author of the message answered.
    pub author: Option<String>,
    /// Own words, subject and text, for the rule that looks at them.
    pub own_words: Option<String>,
    /// What the thread has seen already.
    pub thread: Option<Tally>,
    /// Why an administrator has stopped such mail.
    pub stopped_for: Option<String>,
}

/// What is known of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListNote {
    /// Its canonical address.
    pub address: Address,
    /// Its size now.
    pub size: Option<u64>,
    /// Its usual size.
    pub usual: Option<u64>,
    /// Seconds since it was made or its rule changed.
    pub changed: Option<u64>,
    /// Members beyond its owner's scope, or that no rule limits it.
    pub scope: Option<Scope>,
    /// Whom to ask about it.
    pub owners: Vec<Address>,
    /// Somebody has suspended it; `owners` is who did.
    pub suspended: bool,
}

impl Context {
    /// From the facts that a judgement was made of.
    #[must_use]
    pub fn of_facts(facts: &Facts, organisation: &str, names: &[Contact]) -> Self {
        let audience = facts.audience.as_ref().known();
        let lists = facts.lists.iter().map(|list| ListNote {
            address: list.address.clone(),
            size: list.size(),
            usual: list.baseline.known().flatten().map(levee_guard::Baseline::people),
            changed: list.changed_age.known().flatten(),
            scope: list.scope.known(),
            owners: list.owners.clone(),
            suspended: list.suspended.is_known_and(|suspended| suspended),
        });
        Self {
            people: audience.map_or(0, |a| a.people),
            at_least: audience.is_none() || !facts.outside_lists.is_empty(),
            external: audience.map_or(0, |a| a.external),
            organisation: organisation.to_owned(),
            names: names.to_vec(),
            lists: lists.collect(),
            size: facts.size.known(),
            thread: facts.history.as_ref().known().map(|history| history.thread),
            ..Self::default()
        }
    }

    /// From what a page was told of its recipients.
    #[must_use]
    pub fn of_audience(audience: &Audience, organisation: &str) -> Self {
        let counted = Self::of_facts(&audience.facts, organisation, &audience.names);
        let stopped_for = audience.stop.as_ref().map(|stop| stop.reason.clone());
        Self { people: audience.people, at_least: !audience.exact, external: audience.external, stopped_for, ..counted }
    }

    /// From a held message, for its approver.
    #[must_use]
    pub fn of_held(held: &HeldView, organisation: &str) -> Self {
        let lists = held.lists.iter().map(|list| ListNote {
            address: list.address.clone(),
            size: list.size,
            usual: list.baseline,
            changed: None,
            scope: None,
            owners: Vec::new(),
            suspended: false,
        });
        Self {
            reader: Reader::Approver,
            people: held.row.people,
            external: held.external,
            organisation: organisation.to_owned(),
            names: held.names.clone(),
            lists: lists.collect(),
            size: held.volume.checked_div(held.row.people),
            ..Self::default()
        }
    }

    /// The note on a list.
    #[must_use]
    pub fn list(&self, address: &Address) -> Option<&ListNote> {
        self.lists.iter().find(|list| list.address == *address)
    }

    /// How the address is called: a list by the part before the `@`, a person by name.
    #[must_use]
    pub fn name(&self, address: &Address) -> String {
        if self.list(address).is_some() {
            return address.local().to_owned();
        }
        let named = self.names.iter().find(|contact| contact.address == *address);
        named.map_or_else(|| address.to_string(), Contact::label)
    }

    /// The list that has outgrown its usual size by most, with that size.
    #[must_use]
    pub fn biggest_jump(&self) -> Option<(&ListNote, u64)> {
        let jumped = self.lists.iter().filter_map(|list| {
            let (size, usual) = (list.size?, list.usual?);
            (usual > 0 && size >= usual.saturating_mul(10)).then_some((list, usual, size / usual))
        });
        jumped.max_by_key(|(_, _, times)| *times).map(|(list, usual, _)| (list, usual))
    }
}
