//! Many people in columns: texts in one block, attributes as small numbers, one sorted array to find
//! an address or to complete it. About 90 bytes a person. Immutable once built.

use crate::address_index::AddressIndex;
use crate::canonical::Canonical;
use crate::record::{MailboxUse, PersonId, PersonRecord, Role};
use crate::units::{Postings, Symbols, trim_path};
use crate::words::Words;
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

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

/// An address that two records claim; the second one is left without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TwiceTaken {
    pub(crate) address: Address,
    pub(crate) kept: PersonId,
    pub(crate) dropped: PersonId,
}

/// Takes records one by one and lays them out.
#[derive(Debug, Default)]
pub(crate) struct TableBuilder {
    table: Table,
    /// Number of each domain, and whether it is ours.
    domains: HashMap<Box<str>, (u32, bool)>,
}

impl TableBuilder {
    /// Adds a person. Records of one id twice: the later one is left out.
    pub(crate) fn person(&mut self, record: &PersonRecord, canonical: &Canonical) {
        let position = self.table.rows.len() as u32;
        let address = self.spot(&record.address, canonical, Some(record.id));
        let name = floor_char(&record.name, usize::from(u16::MAX));
        self.table.texts.push_str(name);
        let row = Row {
            address,
            name: name.len() as u16,
            title: self.table.titles.number(record.title.trim()),
            unit: self.table.units.number(trim_path(&record.unit)),
            site: self.table.sites.number(record.site.trim()),
        };
        self.table.rows.push(row);
        self.table.ids.push(record.id);
        for alias in &record.aliases {
            let address = self.spot(alias, canonical, None);
            self.table.aliases.push(Alias { address, position });
        }
        if !record.roles.is_empty() {
            self.table.roles.insert(record.id, record.roles.clone());
        }
        if record.mailbox == MailboxUse::Shared {
            self.table.shared.insert(record.id);
        }
    }

    /// Adds the address of an outside list, which counts as one person.
    pub(crate) fn outside_list(&mut self, id: PersonId, address: &Address, canonical: &Canonical) {
        let address = self.spot(address, canonical, Some(id));
        self.table.rows.push(Row { address, name: 0, title: 0, unit: 0, site: 0 });
        self.table.ids.push(id);
        self.table.outside_lists.insert(id);
    }

    fn spot(&mut self, address: &Address, canonical: &Canonical, owner: Option<PersonId>) -> Spot {
        let table = &mut self.table;
        let (local, domain) = canonical.parts(address);
        let (number, own) = match self.domains.get(&*domain) {
            Some(known) => *known,
            None => {
                let known = (table.domains.len() as u32, canonical.is_own(&domain));
                table.domains.push((*domain).into());
                self.domains.insert((*domain).into(), known);
                known
            }
        };
        if let Some(id) = owner.filter(|_| !own) {
            table.outside.insert(id);
        }
        let spot = Spot { text: table.texts.len() as u32, domain: number, local: local.len() as u8 };
        table.texts.push_str(&local);
        spot
    }

    /// Sorts and indexes what was added. What was claimed twice comes back beside the table.
    pub(crate) fn build(self) -> (Table, Vec<TwiceTaken>) {
        let mut table = self.table;
        sort_by_id(&mut table);
        number_units_by_path(&mut table);
        table.known = RoaringBitmap::from_sorted_iter(table.ids.iter().copied())
            .unwrap_or_else(|_| table.ids.iter().copied().collect());
        let pairs = |attribute: fn(&Row) -> u32| {
            let (rows, ids) = (&table.rows, &table.ids);
            move || rows.iter().map(attribute).zip(ids.iter().copied())
        };
        let by_title = Postings::new(table.titles.len(), pairs(|row| row.title));
        let by_unit = Postings::new(table.units.len(), pairs(|row| row.unit));
        let by_site = Postings::new(table.sites.len(), pairs(|row| row.site));
        (table.by_title, table.by_unit, table.by_site) = (by_title, by_unit, by_site);
        let twice = sort_addresses(&mut table);
        table.words = Words::new((0..table.len()).map(|position| table.at(position).name));
        table.texts.shrink_to_fit();
        table.rows.shrink_to_fit();
        table.ids.shrink_to_fit();
        (table, twice)
    }
}

fn sort_by_id(table: &mut Table) {
    if table.ids.is_sorted_by(|a, b| a < b) {
        return;
    }
    let mut positions: Vec<u32> = (0..table.ids.len() as u32).collect();
    positions.sort_by_key(|position| table.ids[*position as usize]);
    positions.dedup_by_key(|position| table.ids[*position as usize]);
    let mut moved = vec![u32::MAX; table.ids.len()];
    for (new, old) in (0..).zip(&positions) {
        moved[*old as usize] = new;
    }
    table.rows = positions.iter().map(|old| table.rows[*old as usize]).collect();
    table.ids = positions.iter().map(|old| table.ids[*old as usize]).collect();
    table.aliases.retain_mut(|alias| {
        alias.position = moved[alias.position as usize];
        alias.position != u32::MAX
    });
}

/// Gives units numbers in the order of their paths, so that a subtree is a range of numbers. The
/// empty path stays first.
fn number_units_by_path(table: &mut Table) {
    let mut paths: Vec<&str> = table.units.iter().map(|(_, path)| path).filter(|path| !path.is_empty()).collect();
    paths.sort_unstable_by(|a, b| path_order(a, b));
    let mut sorted = Symbols::default();
    for path in paths {
        sorted.number(path);
    }
    let renumbered: Vec<u32> = table.units.iter().map(|(_, path)| sorted.find(path).unwrap_or(0)).collect();
    for row in &mut table.rows {
        row.unit = renumbered[row.unit as usize];
    }
    table.units = sorted;
}

fn sort_addresses(table: &mut Table) -> Vec<TwiceTaken> {
    let rows = 0..table.rows.len() as u32;
    let aliases = (0..table.aliases.len() as u32).map(|alias| alias | ALIAS);
    // The first octets beside the entry decide most comparisons without a look at the texts.
    let mut keyed: Vec<([u64; 2], u32)> =
        rows.chain(aliases).map(|entry| (first_octets(table, entry), entry)).collect();
    keyed.sort_unstable_by(|a, b| {
        let address = |entry: u32| table.address(table.entry(entry).0);
        a.0.cmp(&b.0).then_with(|| address(a.1).cmp(&address(b.1))).then(a.1.cmp(&b.1))
    });
    let mut twice = Vec::new();
    let mut holder = 0;
    for (place, (key, entry)) in keyed.iter().enumerate() {
        let (spot, position) = table.entry(*entry);
        let (before, kept) = table.entry(keyed[holder].1);
        if keyed[holder].0 != *key || table.address(before) != table.address(spot) {
            holder = place;
        } else if kept != position {
            let (local, domain) = table.address(spot);
            let (kept, dropped) = (table.ids[kept as usize], table.ids[position as usize]);
            twice.extend(Address::from_parts(local, domain).map(|address| TwiceTaken { address, kept, dropped }));
        }
    }
    table.order = keyed.into_iter().map(|(_, entry)| entry).collect();
    table.by_address = AddressIndex::new(table.order.len() as u32, |place| table.ordered(place));
    twice
}

fn first_octets(table: &Table, entry: u32) -> [u64; 2] {
    let local = table.address(table.entry(entry).0).0.as_bytes();
    let mut octets = [0; 16];
    let n = local.len().min(octets.len());
    octets[..n].copy_from_slice(&local[..n]);
    let all = u128::from_be_bytes(octets);
    [(all >> 64) as u64, all as u64]
}

fn floor_char(text: &str, octets: usize) -> &str {
    &text[..text.floor_char_boundary(octets)]
}
