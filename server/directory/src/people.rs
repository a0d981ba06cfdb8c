//! Everybody: the table of the last load, and above it a small one of what changed since. A record
//! in the newer table hides the one of the same number below; so does having been removed.

use crate::canonical::Canonical;
use crate::record::{OutsideListRecord, PersonId, PersonRecord, Role};
use crate::table::{Claim, Person, Table, TableBuilder, TwiceTaken};
use levee_mail::Address;
use roaring::RoaringBitmap;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    base: Arc<Table>,
    newer: Arc<Table>,
    changed: Arc<Changed>,
    /// Numbers of which the table of the last load does not count.
    hidden: Arc<RoaringBitmap>,
    known: Arc<RoaringBitmap>,
    outside: Arc<RoaringBitmap>,
    outside_lists: Arc<RoaringBitmap>,
}

/// The records that the newer table is made of; kept so that it can be made again with more.
#[derive(Clone, Debug, Default)]
struct Changed {
    people: BTreeMap<PersonId, PersonRecord>,
    outside_lists: BTreeMap<PersonId, OutsideListRecord>,
    removed: RoaringBitmap,
}

impl People {
    pub(crate) fn new(base: Table) -> Self {
        let mut people = Self { base: Arc::new(base), ..Self::default() };
        people.gather();
        people
    }

    /// Everybody again, with some records added or replaced and some people gone. Costs the number of all
    /// changes since the last load and a few bitmaps, not the number of people.
    pub(crate) fn with(
        &self,
        people: Vec<PersonRecord>,
        outside_lists: Vec<OutsideListRecord>,
        removed: &[PersonId],
        canonical: &Canonical,
    ) -> (Self, Vec<TwiceTaken>) {
        let mut changed = (*self.changed).clone();
        for id in removed {
            changed.people.remove(id);
            changed.outside_lists.remove(id);
            changed.removed.insert(*id);
        }
        for record in people {
            changed.outside_lists.remove(&record.id);
            changed.removed.remove(record.id);
            changed.people.insert(record.id, record);
        }
        for record in outside_lists {
            changed.people.remove(&record.id);
            changed.removed.remove(record.id);
            changed.outside_lists.insert(record.id, record);
        }
        let mut builder = TableBuilder::default();
        changed.people.values().for_each(|record| builder.person(record, canonical));
        changed.outside_lists.values().for_each(|r| builder.outside_list(r.id, &r.address, canonical));
        let (newer, twice) = builder.build();
        let mut all = Self {
            base: Arc::clone(&self.base),
            hidden: Arc::new(&newer.known | &changed.removed),
            newer: Arc::new(newer),
            changed: Arc::new(changed),
            ..Self::default()
        };
        all.gather();
        (all, twice)
    }

    fn gather(&mut self) {
        let merge = |of: fn(&Table) -> &RoaringBitmap| {
            let mut merged = of(&self.base) - &*self.hidden;
            merged |= of(&self.newer);
            Arc::new(merged)
        };
        let (known, outside) = (merge(|table| &table.known), merge(|table| &table.outside));
        let outside_lists = merge(|table| &table.outside_lists);
        (self.known, self.outside, self.outside_lists) = (known, outside, outside_lists);
    }

    /// Records that differ from those of the last load.
    pub(crate) fn changes(&self) -> usize {
        self.changed.people.len() + self.changed.outside_lists.len() + self.changed.removed.len() as usize
    }

    /// Numbers of everybody, outside addresses and outside lists too.
    pub(crate) fn known(&self) -> &RoaringBitmap {
        &self.known
    }

    pub(crate) fn outside(&self) -> &RoaringBitmap {
        &self.outside
    }

    pub(crate) fn outside_lists(&self) -> &RoaringBitmap {
        &self.outside_lists
    }

    /// People of the organisation: those whom a rule can name.
    pub(crate) fn own(&self) -> RoaringBitmap {
        let mut own = &*self.known - &*self.outside;
        own -= &*self.outside_lists;
        own
    }

    pub(crate) fn person(&self, id: PersonId) -> Option<Person<'_>> {
        self.newer.person(id).or_else(|| self.base.person(id).filter(|_| !self.hidden.contains(id)))
    }

    /// Who has this canonical address. Of several who claim it: whose primary address it is, then the
    /// lowest number; whichever table says so.
    pub(crate) fn find(&self, address: &Address) -> Option<PersonId> {
        let older = self.base.claims(address).filter(|(_, id)| !self.hidden.contains(*id));
        self.newer.claims(address).chain(older).min().map(|(_, id)| id)
    }

    /// Everybody who has this canonical address as the primary one.
    pub(crate) fn all_at(&self, address: &Address) -> Vec<PersonId> {
        let older = self.base.claims(address).filter(|(_, id)| !self.hidden.contains(*id));
        let all = self.newer.claims(address).chain(older);
        all.filter(|(claim, _)| *claim == Claim::Primary).map(|(_, id)| id).collect()
    }

    pub(crate) fn holders(&self, role: Role) -> Vec<PersonId> {
        let holds = |(_, roles): &(PersonId, &[Role])| roles.contains(&role);
        let older = self.base.holders().filter(|(id, _)| !self.hidden.contains(*id)).filter(holds);
        let mut found: Vec<PersonId> = older.chain(self.newer.holders().filter(holds)).map(|(id, _)| id).collect();
        found.sort_unstable();
        found
    }

    /// The people that each table finds, the newer one's word counting for those it holds.
    pub(crate) fn gathered(&self, find: impl Fn(&Table) -> RoaringBitmap) -> RoaringBitmap {
        let mut found = find(&self.base);
        found -= &*self.hidden;
        found |= find(&self.newer);
        found
    }

    /// The newer table first; what it hides of the other is told by `is_hidden`.
    pub(crate) fn tables(&self) -> [&Table; 2] {
        [&self.newer, &self.base]
    }

    pub(crate) fn is_hidden(&self, table: &Table, id: PersonId) -> bool {
        std::ptr::eq(table, &*self.base) && self.hidden.contains(id)
    }

    /// Paths of units; one may come twice, and one that everybody left lately may still be among them.
    pub(crate) fn units(&self) -> impl Iterator<Item = &str> + '_ {
        self.tables().into_iter().flat_map(Table::units)
    }

    pub(crate) fn within(&self, scope: &str) -> RoaringBitmap {
        self.gathered(|table| table.within(scope))
    }
}
