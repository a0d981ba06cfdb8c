//! Lays records out as a table: sorts, numbers and indexes them once.

use super::{ALIAS, Alias, Row, Spot, Table, path_order};
use crate::address_index::AddressIndex;
use crate::canonical::Canonical;
use crate::record::{MailboxUse, PersonId, PersonRecord};
use crate::units::{Postings, Symbols, trim_path};
use crate::words::Words;
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::collections::HashMap;

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
