//! Offers people and lists while somebody types: by the beginnings of the words of a name, or by the
//! beginning of an address. Lists first, each with the number that it would reach.

use crate::directory::Directory;
use crate::list::List;
use crate::record::{ListId, ListKind, PersonId};
use crate::table::{Person, Table};
use crate::words::{begins, fold, words_of};
use levee_mail::Address;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A list of the organisation.
    List {
        /// Its number.
        id: ListId,
        /// As people know it.
        name: String,
        /// Primary address.
        address: Address,
        /// How it is used.
        kind: ListKind,
        /// How many are behind it.
        size: u64,
    },
    /// A person, or an outside list, of which no more is known.
    Person {
        /// The number.
        id: PersonId,
        /// As people write it; may be empty.
        name: String,
        /// Primary address.
        address: Address,
        /// What the person does; may be empty.
        title: String,
        /// Path in the organisation; may be empty.
        unit: String,
    },
}

/// People looked at for one completion: what bounds its time when two common beginnings meet in nobody.
const LOOKED_AT: usize = 8_000;

impl Directory {
    /// At most `limit` entries for what is typed: every word of it begins a word of the name, or all of
    /// it begins the local part of an address. Case and accents do not matter in names. Lists come
    /// first, larger ones before smaller; then people by name of the word, as the directory has them.
    #[must_use]
    pub fn complete(&self, typed: &str, limit: usize) -> Vec<Entry> {
        let typed = typed.trim();
        let words: Vec<String> = words_of(typed).map(fold).collect();
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut entries = self.lists_for(typed, &words, limit);
        let mut taken: HashSet<PersonId> = HashSet::new();
        for table in self.people.tables() {
            let room = limit.saturating_sub(entries.len());
            let mut offer = |id: PersonId| {
                let fresh = !self.people.is_hidden(table, id) && taken.insert(id);
                fresh.then(|| table.person(id)).flatten().map(person_entry)
            };
            let by_name = named(table, &words);
            let by_address = addressed(table, typed);
            let found: Vec<Entry> = by_name.chain(by_address).filter_map(&mut offer).take(room).collect();
            entries.extend(found);
        }
        entries
    }

    /// Lists whose name or local part has a word for each word typed, or begins as all of it.
    fn lists_for(&self, typed: &str, words: &[String], limit: usize) -> Vec<Entry> {
        let whole = fold(typed.split('@').next().unwrap_or(typed));
        let rarest = rarest(words, |word| self.names.beginning(word).len());
        let fits = |id: ListId| {
            self.list(id).is_some_and(|list| {
                let has = |word: &String| {
                    words_of(list.name()).chain(words_of(list.address().local())).any(|own| begins(own, word))
                };
                words.iter().all(has)
            })
        };
        let by_words = self.names.beginning(rarest).iter().filter(|(_, id)| words.len() == 1 || fits(*id));
        let by_whole = self.names.beginning(&whole).iter().filter(|_| words.len() > 1);
        let mut found: Vec<(Reverse<u32>, ListId)> =
            by_words.chain(by_whole).map(|(_, id)| (Reverse(self.shelf.size(*id)), *id)).collect();
        // A list may come once for each of its words, so more are kept than will be shown.
        let enough = limit.saturating_mul(16);
        if found.len() > enough {
            found.select_nth_unstable(enough);
            found.truncate(enough);
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|(_, id)| self.list(id)).take(limit).map(list_entry).collect()
    }
}

fn list_entry(list: &Arc<List>) -> Entry {
    Entry::List {
        id: list.id(),
        name: list.name().to_owned(),
        address: list.address().clone(),
        kind: list.kind(),
        size: list.size(),
    }
}

/// The word that fewest names begin with.
fn rarest(words: &[String], how_many: impl Fn(&str) -> usize) -> &str {
    words.iter().min_by_key(|word| how_many(word)).map_or("", String::as_str)
}

/// People with a word for each of these, starting from the word that fewest share.
fn named<'a>(table: &'a Table, words: &'a [String]) -> impl Iterator<Item = PersonId> + 'a {
    let rarest = rarest(words, |word| table.words.beginning(word).len());
    let others: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != rarest).collect();
    table.words.beginning(rarest).iter().take(LOOKED_AT).map(|position| *position as usize).filter_map(
        move |position| {
            let person = table.at(position);
            let has = |word: &&str| words_of(person.name).any(|own| begins(own, word));
            others.iter().all(has).then_some(person.id)
        },
    )
}

/// People whose address begins so; a domain begun after `@` has to fit too.
fn addressed<'a>(table: &'a Table, typed: &str) -> impl Iterator<Item = PersonId> + 'a {
    let typed = typed.to_lowercase();
    let (local, domain) = match typed.split_once('@') {
        Some((local, domain)) => (local.to_owned(), Some(domain.to_owned())),
        None => (typed, None),
    };
    table.beginning(local.clone()).take(LOOKED_AT).filter(move |id| match &domain {
        None => true,
        Some(begun) => table.person(*id).is_some_and(|p| p.local == local && p.domain.starts_with(begun.as_str())),
    })
}

fn person_entry(person: Person<'_>) -> Entry {
    Entry::Person {
        id: person.id,
        name: person.name.to_owned(),
        address: person.address(),
        title: person.title.to_owned(),
        unit: person.unit.to_owned(),
    }
}
