//! Takes people and lists from a source into the store and puts the new directory in place. The store
//! gives the numbers: the same address of the same source keeps its number for ever.

use crate::load_directory::{ListRest, role_name};
use crate::service_error::OpenError;
use crate::{Organisation, Service};
use levee_directory::source::{Known, Person, Record, Registrar};
use levee_directory::{Canonical, ListRecord};
use levee_mail::Address;
use levee_store::{AuditEntry, ListEntry, ListGovernance, PersonEntry, PersonKind, Store, StoreError};
use std::collections::HashMap;
use std::sync::atomic::Ordering;

/// What an import did.
#[derive(Debug)]
pub struct Imported {
    /// People and shared mailboxes taken.
    pub people: usize,
    /// Lists taken.
    pub lists: usize,
    /// Members in our own domains whom the source does not describe: likely misspelt.
    pub nameless: Vec<Address>,
    /// What is wrong with the records taken, one line each.
    pub problems: Vec<String>,
}

impl Service {
    /// Takes the whole of a source; what it no longer names is gone. The store is changed in a few
    /// transactions and the directory in place is replaced at the end.
    ///
    /// # Errors
    /// `OpenError` when the store cannot be written.
    pub async fn import_directory(
        &self,
        source: &str,
        records: impl IntoIterator<Item = Record>,
    ) -> Result<Imported, OpenError> {
        let sorted = Sorted::of(records);
        let canonical = Canonical::new(&self.organisation.domains);
        let now = self.clock.now();
        let mut known: HashMap<Address, Known> = HashMap::with_capacity(sorted.people.len());

        let people = sorted.people.iter().map(|person| entry(person, &canonical));
        let outside_lists = sorted.outside_lists.iter().map(|address| outside_list(address, &canonical));
        let entries: Vec<PersonEntry> = people.chain(outside_lists).collect();
        let numbers = self.store.import_people(source, &entries, now).await?;
        for (entry, id) in entries.iter().zip(&numbers).skip(sorted.people.len()) {
            known.extend(Address::parse(&entry.address).ok().map(|address| (address, Known::Person(*id))));
        }
        for (person, id) in sorted.people.iter().zip(numbers) {
            for address in person.aliases.iter().chain([&person.address]) {
                known.entry(canonical.address(address)).or_insert(Known::Person(id));
            }
        }
        drop(entries);
        let granted = sorted.people.iter().flat_map(|person| {
            let address = canonical.address(&person.address).to_string();
            person.roles.iter().map(move |role| (address.clone(), role_name(*role)))
        });
        self.store.import_roles(&granted.collect::<Vec<_>>(), now).await?;
        let keys: Vec<String> = sorted.lists.iter().map(|list| canonical.address(&list.address).to_string()).collect();
        let numbers = self.store.number_lists(source, &keys, now).await?;
        for (list, id) in sorted.lists.iter().zip(numbers) {
            for address in list.aliases.iter().chain([&list.address]) {
                known.insert(canonical.address(address), Known::List(id));
            }
        }
        self.store.import_allowed_pairs(source, &sorted.allowed_pairs).await?;
        let nameless = self.number_strangers(&sorted, &canonical, &mut known).await?;
        let (people, lists) = (sorted.people.len(), sorted.lists.len());
        let act = self.act_of_nobody("command line", "directory.import", source);
        let entry = AuditEntry { detail: format!("{people} people, {lists} lists"), ..act };
        file_lists(&self.store, &self.organisation, (sorted, known), &entry).await?;

        let _alone = self.following.lock().await;
        // Asked before loading, as whoever follows does; this load needs no second one.
        let version = self.store.directory_version().await?;
        let directory = self.load_anew().await?;
        let problems = directory.problems().iter().map(|problem| format!("{problem:?}")).collect();
        self.tell_of_jumps(&self.directory(), &directory).await?;
        self.replace_directory(directory);
        self.loaded.store(version, Ordering::Release);
        Ok(Imported { people, lists, nameless, problems })
    }

    /// Gives numbers to members that the source does not describe: addresses outside, and own ones
    /// that are returned because they are likely misspelt.
    async fn number_strangers(
        &self,
        sorted: &Sorted,
        canonical: &Canonical,
        known: &mut HashMap<Address, Known>,
    ) -> Result<Vec<Address>, StoreError> {
        let current = self.directory();
        let mut strangers = Vec::new();
        for list in &sorted.lists {
            for address in list.members.iter().chain(&list.senders).chain(&list.owners).chain(&list.moderators) {
                let address = canonical.address(address);
                if known.contains_key(&address) {
                    continue;
                }
                // Another source may know it.
                match current.person_by_address(&address) {
                    Some(person) => _ = known.insert(address, Known::Person(person.id)),
                    None => strangers.push(address),
                }
            }
        }
        strangers.sort_unstable();
        strangers.dedup();
        let texts: Vec<String> = strangers.iter().map(ToString::to_string).collect();
        let numbers = self.store.number_outside(&texts).await?;
        known.extend(strangers.iter().cloned().zip(numbers.into_iter().map(Known::Person)));
        strangers.retain(|address| canonical.is_own(address.domain()));
        Ok(strangers)
    }
}

/// The records of a source by kind.
#[derive(Default)]
struct Sorted {
    people: Vec<Person>,
    lists: Vec<levee_directory::source::List>,
    outside_lists: Vec<Address>,
    allowed_pairs: Vec<(String, String)>,
}

impl Sorted {
    fn of(records: impl IntoIterator<Item = Record>) -> Self {
        let mut sorted = Self::default();
        for record in records {
            match record {
                Record::Person(person) => sorted.people.push(person),
                Record::List(list) => sorted.lists.push(list),
                Record::OutsideList(list) => sorted.outside_lists.push(list.address),
                Record::AllowedPair(pair) => sorted.allowed_pairs.push((pair.owner, pair.member)),
            }
        }
        sorted
    }
}

fn entry(person: &Person, canonical: &Canonical) -> PersonEntry {
    let own = canonical.is_own(person.address.domain());
    PersonEntry {
        key: canonical.address(&person.address).to_string(),
        kind: match (own, person.shared) {
            (false, _) => PersonKind::Outside,
            (true, true) => PersonKind::Shared,
            (true, false) => PersonKind::Person,
        },
        address: canonical.address(&person.address).to_string(),
        aliases: person.aliases.iter().map(|alias| canonical.address(alias).to_string()).collect(),
        name: person.name.clone(),
        title: person.title.clone(),
        unit: person.unit.clone(),
        site: person.site.clone(),
    }
}

fn outside_list(address: &Address, canonical: &Canonical) -> PersonEntry {
    let address = canonical.address(address).to_string();
    PersonEntry { key: address.clone(), kind: PersonKind::OutsideList, address, ..PersonEntry::default() }
}

async fn file_lists(
    store: &Store,
    organisation: &Organisation,
    (sorted, known): (Sorted, HashMap<Address, Known>),
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    let mut registrar = Registrar::new(&organisation.domains, known);
    for list in sorted.lists {
        registrar.take(Record::List(list));
    }
    let filed = registrar.finish().lists;
    let governed: Vec<(u32, ListGovernance)> = filed.iter().map(governance).collect();
    let entries: Result<Vec<ListEntry>, StoreError> = filed.into_iter().map(stored).collect();
    store.import_lists(&entry.object, &entries?, entry.at).await?;
    store.govern_lists(organisation.time_zone.day(entry.at), &governed, entry).await
}

fn governance(list: &ListRecord) -> (u32, ListGovernance) {
    let facts = &list.facts;
    let governance = ListGovernance {
        declared: facts.declared,
        created: facts.created,
        rule_changed: facts.rule_changed,
        daily: facts.daily.clone(),
        ..ListGovernance::default()
    };
    (list.id, governance)
}

pub(crate) fn stored(list: ListRecord) -> Result<ListEntry, StoreError> {
    let mut members = Vec::with_capacity(list.members.serialized_size());
    list.members.serialize_into(&mut members).map_err(|_| StoreError::Corrupt("list's members to be written"))?;
    let rest = ListRest {
        kind: list.kind,
        dynamic: list.dynamic,
        scope: list.scope,
        departure: list.departure,
        senders: list.senders,
        owners: list.owners,
        moderators: list.moderators,
        availability: list.availability,
        origin: list.facts.origin,
    };
    Ok(ListEntry {
        id: list.id,
        address: list.address.to_string(),
        aliases: list.aliases.iter().map(ToString::to_string).collect(),
        name: list.name,
        members,
        nested: list.nested,
        record: serde_json::to_string(&rest).map_err(|_| StoreError::Corrupt("list to be written"))?,
    })
}
