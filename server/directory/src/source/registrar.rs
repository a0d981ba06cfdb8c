//! Gives numbers: an address that has one keeps it, a new one gets the next. People are filed as they
//! come; lists wait until everybody is known, because they may name people and lists that follow.

use super::{List, Person, Record};
use crate::canonical::Canonical;
use crate::record::{
    AllowedPair, Availability, Dynamic, LAST_PERSON, ListFacts, ListId, ListRecord, MailboxUse, OutsideListRecord,
    PersonId, PersonRecord, Principal,
};
use levee_mail::{Address, Domains};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A number that the store gave earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// To a person, an address outside or an outside list.
    Person(PersonId),
    /// To a list.
    List(ListId),
}

/// A record with its number.
#[derive(Clone, Debug)]
pub enum Filed {
    /// Somebody.
    Person(PersonRecord),
    /// A list outside.
    OutsideList(OutsideListRecord),
    /// As it came.
    AllowedPair(AllowedPair),
}

/// What is left when all records were taken.
#[derive(Debug)]
pub struct Leftover {
    /// All lists.
    pub lists: Vec<ListRecord>,
    /// People whom only lists name: addresses outside, and own addresses without a record.
    pub people: Vec<PersonRecord>,
    /// Of these, addresses in our own domains: likely misspelt, worth showing. Sorted.
    pub nameless: Vec<Address>,
}

/// Numbers the records of one import.
#[derive(Debug)]
pub struct Registrar {
    canonical: Canonical,
    people: HashMap<Box<str>, PersonId>,
    lists: HashMap<Box<str>, ListId>,
    next_person: PersonId,
    next_list: ListId,
    waiting: Vec<List>,
}

impl Registrar {
    /// Starts with the organisation's domains and the numbers given earlier.
    #[must_use]
    pub fn new(domains: &Domains, known: impl IntoIterator<Item = (Address, Known)>) -> Self {
        let mut registrar = Self {
            canonical: Canonical::new(domains),
            people: HashMap::new(),
            lists: HashMap::new(),
            next_person: 0,
            next_list: 0,
            waiting: Vec::new(),
        };
        for (address, number) in known {
            let key = registrar.key(&address);
            match number {
                Known::Person(id) => {
                    registrar.next_person = registrar.next_person.max(id.saturating_add(1));
                    registrar.people.insert(key, id);
                }
                Known::List(id) => {
                    registrar.next_list = registrar.next_list.max(id.saturating_add(1));
                    registrar.lists.insert(key, id);
                }
            }
        }
        registrar
    }

    /// Takes one record. A list is kept for [`Registrar::finish`].
    pub fn take(&mut self, record: Record) -> Option<Filed> {
        match record {
            Record::Person(person) => Some(Filed::Person(self.person(person))),
            Record::OutsideList(list) => {
                let id = self.person_number(&list.address);
                Some(Filed::OutsideList(OutsideListRecord { id, address: list.address }))
            }
            Record::AllowedPair(pair) => Some(Filed::AllowedPair(pair)),
            Record::List(list) => {
                let next = self.next_list;
                let id = *self.lists.entry(self.canonical.address(&list.address).to_string().into()).or_insert(next);
                self.next_list = next.max(id + 1);
                for alias in &list.aliases {
                    self.lists.entry(self.canonical.address(alias).to_string().into()).or_insert(id);
                }
                self.waiting.push(list);
                None
            }
        }
    }

    /// Files the lists, now that everybody is known.
    #[must_use]
    pub fn finish(mut self) -> Leftover {
        let mut named_only = Vec::new();
        let mut nameless = BTreeSet::new();
        let waiting = std::mem::take(&mut self.waiting);
        let lists = waiting.into_iter().map(|list| self.list(list, &mut named_only, &mut nameless)).collect();
        Leftover { lists, people: named_only, nameless: nameless.into_iter().collect() }
    }

    fn person(&mut self, person: Person) -> PersonRecord {
        let id = self.person_number(&person.address);
        for alias in &person.aliases {
            let key = self.key(alias);
            self.people.entry(key).or_insert(id);
        }
        PersonRecord {
            id,
            address: person.address,
            aliases: person.aliases,
            name: person.name,
            title: person.title,
            unit: person.unit,
            site: person.site,
            roles: person.roles,
            mailbox: if person.shared { MailboxUse::Shared } else { MailboxUse::Personal },
        }
    }

    fn list(&mut self, list: List, named_only: &mut Vec<PersonRecord>, nameless: &mut BTreeSet<Address>) -> ListRecord {
        let key = self.key(&list.address);
        let id = self.lists.get(&key).copied().unwrap_or(ListId::MAX);
        let mut principals = |registrar: &mut Self, addresses: &[Address]| -> Vec<Principal> {
            addresses.iter().map(|address| registrar.principal(address, named_only, nameless)).collect()
        };
        let mut members = Vec::with_capacity(list.members.len());
        let mut nested = Vec::new();
        for principal in principals(self, &list.members) {
            match principal {
                Principal::Person(id) => members.push(id),
                Principal::List(id) => nested.push(id),
            }
        }
        members.sort_unstable();
        let senders = principals(self, &list.senders);
        let owners = principals(self, &list.owners);
        let moderators = principals(self, &list.moderators);
        ListRecord {
            id,
            address: list.address,
            aliases: list.aliases,
            name: list.name,
            kind: list.kind,
            members: Arc::new(members.into_iter().collect()),
            nested,
            dynamic: list.rule.map(Dynamic::Rule),
            scope: list.scope,
            departure: list.departure,
            senders,
            owners,
            moderators,
            facts: ListFacts {
                declared: list.declared,
                daily: list.daily,
                created: list.created,
                rule_changed: list.rule_changed,
                ..ListFacts::default()
            },
            availability: Availability::Live,
        }
    }

    fn principal(
        &mut self,
        address: &Address,
        named_only: &mut Vec<PersonRecord>,
        nameless: &mut BTreeSet<Address>,
    ) -> Principal {
        let key = self.key(address);
        if let Some(id) = self.lists.get(&key) {
            return Principal::List(*id);
        }
        if let Some(id) = self.people.get(&key) {
            return Principal::Person(*id);
        }
        let id = self.person_number(address);
        if self.canonical.is_own(address.domain()) {
            nameless.insert(self.canonical.address(address));
        }
        named_only.push(PersonRecord {
            id,
            address: address.clone(),
            aliases: Vec::new(),
            name: String::new(),
            title: String::new(),
            unit: String::new(),
            site: String::new(),
            roles: Vec::new(),
            mailbox: MailboxUse::Personal,
        });
        Principal::Person(id)
    }

    fn person_number(&mut self, address: &Address) -> PersonId {
        let key = self.key(address);
        let id = *self.people.entry(key).or_insert(self.next_person.min(LAST_PERSON));
        self.next_person = self.next_person.max(id.saturating_add(1));
        id
    }

    fn key(&self, address: &Address) -> Box<str> {
        self.canonical.address(address).to_string().into()
    }
}
