//! Many people in columns: texts in one block, attributes as small numbers, one sorted array to find
//! an address or to complete it. About 90 bytes a person. Immutable once built.

mod build;

pub(crate) use build::{TableBuilder, TwiceTaken};

use crate::address_index::AddressIndex;
use crate::record::{MailboxUse, PersonId, Role};
use crate::units::{Postings, Symbols, trim_path};
use crate::words::Words;
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One address in the block of texts.
#[derive(Clone, Copy, Debug)]
struct Spot {
    text: u32,
    domain: u32,
    local: u8,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    address: Spot,
    name: u16,
    title: u32,
    unit: u32,
    site: u32,
}

/// A further address of the person at a position.
#[derive(Clone, Copy, Debug)]
struct Alias {
    address: Spot,
    position: u32,
}

/// By what somebody claims an address; a primary address goes before a further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claim {
    Primary,
    Further,
}

/// Marks an entry of `order` as an alias.
const ALIAS: u32 = 1 << 31;

#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Ascending; in a whole organisation simply 0, 1, 2, ...
    ids: Vec<PersonId>,
    rows: Vec<Row>,
    aliases: Vec<Alias>,
    texts: String,
    domains: Vec<Box<str>>,
    titles: Symbols,
    units: Symbols,
    sites: Symbols,
    /// Rows and aliases by address; of an address claimed twice both, the one that has it first.
    order: Vec<u32>,
    by_address: AddressIndex,
    roles: BTreeMap<PersonId, Vec<Role>>,
    /// Everybody in the table.
    pub(crate) known: RoaringBitmap,
    /// Those outside the accepted domains.
    pub(crate) outside: RoaringBitmap,
    /// Those that are outside lists.
    pub(crate) outside_lists: RoaringBitmap,
    shared: RoaringBitmap,
    by_title: Postings,
    by_unit: Postings,
    by_site: Postings,
    pub(crate) words: Words,
}

/// A person as the directory shows one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// Number given by the store.
    pub id: PersonId,
    /// Local part of the primary address, canonical.
    pub local: &'a str,
    /// Its domain, canonical.
    pub domain: &'a str,
    /// As people write it; may be empty.
    pub name: &'a str,
    /// What the person does; may be empty.
    pub title: &'a str,
    /// Path in the organisation; empty for none.
    pub unit: &'a str,
    /// Where the person works; may be empty.
    pub site: &'a str,
    /// What the person may do beyond writing mail.
    pub roles: &'a [Role],
    /// One person or many behind the address.
    pub mailbox: MailboxUse,
}

impl Person<'_> {
    /// The primary address.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::from_parts(self.local, self.domain).expect("it was an address when it was filed")
    }
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn person(&self, id: PersonId) -> Option<Person<'_>> {
        Some(self.at(self.position(id)?))
    }

    pub(crate) fn at(&self, position: usize) -> Person<'_> {
        let (id, row) = (self.ids[position], self.rows[position]);
        let (local, domain) = self.address(row.address);
        let start = row.address.text as usize + row.address.local as usize;
        Person {
            id,
            local,
            domain,
            name: &self.texts[start..start + row.name as usize],
            title: self.titles.text(row.title),
            unit: self.units.text(row.unit),
            site: self.sites.text(row.site),
            roles: self.roles.get(&id).map_or(&[], Vec::as_slice),
            mailbox: if self.shared.contains(id) { MailboxUse::Shared } else { MailboxUse::Personal },
        }
    }

    /// Everybody who claims this canonical address.
    pub(crate) fn claims(&self, address: &Address) -> impl Iterator<Item = (Claim, PersonId)> + '_ {
        let first = self.by_address.find((address.local(), address.domain()), |place| self.ordered(place));
        let first = first.map_or(self.order.len(), |place| place as usize);
        let run = self.order[first..].iter().map(|entry| (entry & ALIAS, self.entry(*entry)));
        let wanted = self.order.get(first).map(|entry| self.address(self.entry(*entry).0));
        run.take_while(move |(_, (spot, _))| Some(self.address(*spot)) == wanted).map(|(alias, (_, position))| {
            (if alias == 0 { Claim::Primary } else { Claim::Further }, self.ids[position as usize])
        })
    }

    /// The address at a place of the order.
    fn ordered(&self, place: u32) -> (&str, &str) {
        self.address(self.entry(self.order[place as usize]).0)
    }

    /// Everybody with an address whose local part begins so, by address; aliases too.
    pub(crate) fn beginning(&self, prefix: String) -> impl Iterator<Item = PersonId> + '_ {
        let start = self.order.partition_point(|entry| self.address(self.entry(*entry).0).0 < prefix.as_str());
        self.order[start..]
            .iter()
            .map(|entry| self.entry(*entry))
            .take_while(move |(spot, _)| self.address(*spot).0.starts_with(prefix.as_str()))
            .map(|(_, position)| self.ids[position as usize])
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = Person<'_>> {
        (0..self.ids.len()).map(|position| self.at(position))
    }

    pub(crate) fn holders(&self) -> impl Iterator<Item = (PersonId, &[Role])> {
        self.roles.iter().map(|(id, roles)| (*id, roles.as_slice()))
    }

    /// People whose unit is `scope` or below it.
    pub(crate) fn within(&self, scope: &str) -> RoaringBitmap {
        let scope = trim_path(scope);
        let number = |bound: &dyn Fn(&str) -> bool| {
            let (mut low, mut high) = (1, self.units.len() as u32);
            while low < high {
                let middle = low.midpoint(high);
                if bound(self.units.text(middle)) { low = middle + 1 } else { high = middle }
            }
            low
        };
        let from = number(&|unit| path_order(unit, scope) == Ordering::Less);
        let to = number(&|unit| path_order(unit, scope) == Ordering::Less || crate::units::is_within(unit, scope));
        collect(self.by_unit.of_range(from, to))
    }

    /// Paths of units, in order.
    pub(crate) fn units(&self) -> impl Iterator<Item = &str> + '_ {
        self.units.iter().map(|(_, path)| path).filter(|path| !path.is_empty())
    }

    pub(crate) fn in_units(&self, fits: impl Fn(&str) -> bool) -> RoaringBitmap {
        fitting(&self.units, &self.by_unit, fits)
    }

    pub(crate) fn titled(&self, fits: impl Fn(&str) -> bool) -> RoaringBitmap {
        fitting(&self.titles, &self.by_title, fits)
    }

    pub(crate) fn at_sites(&self, fits: impl Fn(&str) -> bool) -> RoaringBitmap {
        fitting(&self.sites, &self.by_site, fits)
    }

    fn position(&self, id: PersonId) -> Option<usize> {
        match self.ids.get(id as usize) {
            Some(dense) if *dense == id => Some(id as usize),
            _ => self.ids.binary_search(&id).ok(),
        }
    }

    fn entry(&self, entry: u32) -> (Spot, u32) {
        match entry & ALIAS {
            0 => (self.rows[entry as usize].address, entry),
            _ => {
                let alias = self.aliases[(entry & !ALIAS) as usize];
                (alias.address, alias.position)
            }
        }
    }

    fn address(&self, spot: Spot) -> (&str, &str) {
        let start = spot.text as usize;
        (&self.texts[start..start + spot.local as usize], &self.domains[spot.domain as usize])
    }
}

/// Paths in an order in which every subtree is one run.
fn path_order(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

fn fitting(symbols: &Symbols, postings: &Postings, fits: impl Fn(&str) -> bool) -> RoaringBitmap {
    let mut found = RoaringBitmap::new();
    for (number, text) in symbols.iter() {
        if fits(text) {
            found |= collect(postings.of(number));
        }
    }
    found
}

/// Postings keep people in the order of their ids.
fn collect(people: &[PersonId]) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(people.iter().copied()).unwrap_or_else(|_| people.iter().copied().collect())
}
