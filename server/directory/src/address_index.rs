//! Where an address stands among a million sorted ones: found at once, where a search by halves would touch memory
//! that no other message needs, twenty times for each recipient.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;

/// Local part and domain, canonical.
type Parts<'a> = (&'a str, &'a str);

/// The first place of each address in an order that its owner keeps.
#[derive(Debug, Default)]
pub(crate) struct AddressIndex {
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl AddressIndex {
    /// Of an order of so many places; `at` gives the address of a place. Of places with the same address the first one
    /// counts.
    pub(crate) fn new<'a>(places: u32, at: impl Fn(u32) -> Parts<'a>) -> Self {
        let mut index =
            Self { places: HashTable::with_capacity(places as usize), hasher: DefaultHashBuilder::default() };
        let mut before = None;
        for place in 0..places {
            let address = at(place);
            if before.replace(address) != Some(address) {
                let hasher = &index.hasher;
                let hash = hasher.hash_one(address);
                index.places.insert_unique(hash, place, |place| hasher.hash_one(at(*place)));
            }
        }
        index
    }

    /// The first place of an address, of an order that is as it was.
    pub(crate) fn find<'a>(&self, address: Parts<'_>, at: impl Fn(u32) -> Parts<'a>) -> Option<u32> {
        self.places.find(self.hasher.hash_one(address), |place| at(*place) == address).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_of_each_address_is_found_and_no_other() {
        let order = [("ann", "a.example"), ("ann", "b.example"), ("ann", "b.example"), ("bob", "a.example")];
        let at = |place: u32| order[place as usize];
        let index = AddressIndex::new(4, at);
        for (address, place) in
            [(order[0], Some(0)), (order[1], Some(1)), (order[3], Some(3)), (("an", "na.example"), None)]
        {
            assert_eq!(index.find(address, at), place, "{address:?}");
        }
        assert_eq!(AddressIndex::default().find(order[0], at), None);
    }
}
