//! The addresses and names of lists: which list an address means, and what to offer while one types.

use crate::directory::Problem;
use crate::list::List;
use crate::people::People;
use crate::record::ListId;
use crate::shelf::Shelf;
use crate::words::{fold, words_of};
use levee_mail::Address;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(crate) struct ListNames {
    /// By canonical address or alias as text.
    addresses: HashMap<Box<str>, ListId>,
    /// Folded words of names and of local parts, sorted.
    words: Vec<(Box<str>, ListId)>,
}

impl ListNames {
    /// Collects the names of all lists. Where two lists claim an address, one of a source has it before one made
    /// here; of two alike the lower number.
    pub(crate) fn new(shelf: &Shelf, people: &People) -> (Self, Vec<Problem>) {
        let mut addresses = Vec::new();
        let mut words = Vec::new();
        let mut problems = Vec::new();
        for list in shelf.iter() {
            for address in addresses_of(list) {
                addresses.push((address.to_string().into_boxed_str(), (list.facts().origin, list.id())));
                if people.find(address).is_some() {
                    problems.push(Problem::PersonBehindList { address: address.clone(), list: list.id() });
                }
                words.push((fold(address.local()).into_boxed_str(), list.id()));
                words.extend(words_of(address.local()).skip(1).map(|word| (fold(word).into_boxed_str(), list.id())));
            }
            words.extend(words_of(list.name()).map(|word| (fold(word).into_boxed_str(), list.id())));
        }
        addresses.sort_unstable();
        addresses.dedup();
        let mut addresses: Vec<(Box<str>, ListId)> = addresses.into_iter().map(|(text, (_, id))| (text, id)).collect();
        problems.extend(addresses.windows(2).filter(|pair| pair[0].0 == pair[1].0).filter_map(|pair| {
            let address = Address::parse(&pair[0].0).ok()?;
            Some(Problem::ListAddressTaken { address, kept: pair[0].1, dropped: pair[1].1 })
        }));
        addresses.dedup_by(|later, kept| later.0 == kept.0);
        words.sort_unstable();
        words.dedup();
        (Self { addresses: addresses.into_iter().collect(), words }, problems)
    }

    /// The list of a canonical address.
    pub(crate) fn find(&self, address: &Address) -> Option<ListId> {
        self.addresses.get(address.to_string().as_str()).copied()
    }

    /// Lists one of whose words begins so (folded), with that word; a list may come more than once.
    pub(crate) fn beginning(&self, prefix: &str) -> &[(Box<str>, ListId)] {
        let start = self.words.partition_point(|(word, _)| **word < *prefix);
        let run = self.words[start..].partition_point(|(word, _)| word.starts_with(prefix));
        &self.words[start..start + run]
    }
}

fn addresses_of(list: &Arc<List>) -> impl Iterator<Item = &Address> {
    std::iter::once(list.address()).chain(list.aliases())
}
