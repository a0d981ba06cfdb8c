//! One state of the directory: everybody and every list, ready to be asked. It never changes; an
//! update makes another one that shares what stayed the same.

use crate::canonical::Canonical;
use crate::list::List;
use crate::names::ListNames;
use crate::people::People;
use crate::record::{AllowedPair, ListId, ListRecord, OutsideListRecord, PersonId, PersonRecord, Principal};
use crate::role_lists::RoleList;
use crate::rule::RuleError;
use crate::shelf::{self, Shelf};
use crate::table::{Person, TableBuilder, TwiceTaken};
use levee_mail::{Address, Domains};
use roaring::RoaringBitmap;
use std::sync::Arc;

/// Everybody and every list at one moment. Cloning it is free.
#[derive(Clone, Debug)]
pub struct Directory {
    pub(crate) canonical: Arc<Canonical>,
    pub(crate) people: People,
    pub(crate) shelf: Shelf,
    pub(crate) names: Arc<ListNames>,
    pub(crate) pairs: Arc<[AllowedPair]>,
    pub(crate) role_lists: Arc<[RoleList]>,
    problems: Arc<[Problem]>,
}

/// What is wrong with the records, told to administrators. A directory is built all the same: one
/// bad record among a million must not stop mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Two people claim an address; the second is left without it.
    AddressTaken {
        /// The address.
        address: Address,
        /// Who has it.
        kept: PersonId,
        /// Who does not.
        dropped: PersonId,
    },
    /// Two lists claim an address; the second is left without it.
    ListAddressTaken {
        /// The address.
        address: Address,
        /// Which list has it.
        kept: ListId,
        /// Which does not.
        dropped: ListId,
    },
    /// A person has the address of a list. Mail to it is judged as mail to the list.
    PersonBehindList {
        /// The address.
        address: Address,
        /// The list.
        list: ListId,
    },
    /// A rule cannot be read; the list counts as unavailable.
    BadRule {
        /// The list.
        list: ListId,
        /// Where and why.
        error: RuleError,
    },
    /// Members that nobody has told us about.
    NoSuchMembers {
        /// The list.
        list: ListId,
        /// How many.
        count: u64,
    },
    /// A nested list that does not exist; it stands for nobody.
    NoSuchList {
        /// The list.
        list: ListId,
        /// The number that is not there.
        nested: ListId,
    },
    /// Lists that contain each other (LIST_CYCLE).
    Cycle {
        /// All of them, by number.
        lists: Vec<ListId>,
    },
}

/// Records that were added or changed since the directory was built.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// People, new ones and ones that replace the record of the same number.
    pub people: Vec<PersonRecord>,
    /// Lists, likewise.
    pub lists: Vec<ListRecord>,
    /// Outside lists, likewise.
    pub outside_lists: Vec<OutsideListRecord>,
    /// People, addresses outside and outside lists that are gone.
    pub removed_people: Vec<PersonId>,
    /// Lists that are gone.
    pub removed_lists: Vec<ListId>,
}

impl Changes {
    fn changed_people(&self) -> RoaringBitmap {
        let outside_lists = self.outside_lists.iter().map(|list| list.id);
        self.people
            .iter()
            .map(|person| person.id)
            .chain(outside_lists)
            .chain(self.removed_people.iter().copied())
            .collect()
    }
}

/// Changed people up to which each rule is asked about each of them; of more, all people are asked again.
const ASKED_ONE_BY_ONE: u64 = 200;

/// Takes records in any order and builds a directory of them.
#[derive(Debug)]
pub struct DirectoryBuilder {
    canonical: Canonical,
    people: TableBuilder,
    lists: Vec<ListRecord>,
    pairs: Vec<AllowedPair>,
    role_lists: Vec<RoleList>,
}

impl DirectoryBuilder {
    /// Starts with the organisation's domains.
    #[must_use]
    pub fn new(domains: &Domains) -> Self {
        let canonical = Canonical::new(domains);
        let (people, lists, pairs, role_lists) = (TableBuilder::default(), Vec::new(), Vec::new(), Vec::new());
        Self { canonical, people, lists, pairs, role_lists }
    }

    /// Adds a person, inside or outside.
    pub fn person(&mut self, record: &PersonRecord) {
        self.people.person(record, &self.canonical);
    }

    /// Adds a list. Of two lists with one number the later stands.
    pub fn list(&mut self, record: ListRecord) {
        self.lists.push(record);
    }

    /// Adds a list outside.
    pub fn outside_list(&mut self, record: &OutsideListRecord) {
        self.people.outside_list(record.id, &record.address, &self.canonical);
    }

    /// Allows lists of one unit to hold people of another.
    pub fn allowed_pair(&mut self, pair: AllowedPair) {
        self.pairs.push(pair);
    }

    /// Gives a role to everybody on a list.
    pub fn role_list(&mut self, role_list: RoleList) {
        self.role_lists.push(role_list);
    }

    /// Sorts, indexes, evaluates the rules and counts every list. Seconds for a million people.
    #[must_use]
    pub fn build(self) -> Directory {
        let (table, twice) = self.people.build();
        let people = People::new(table);
        let filed = Shelf::default().with(
            self.lists,
            &[],
            shelf::Around {
                people: &people,
                pairs: &self.pairs,
                canonical: &self.canonical,
                rules: shelf::Rules::OfChangedLists,
            },
        );
        let (names, names_taken) = ListNames::new(&filed.shelf, &people);
        let problems = twice.into_iter().map(Problem::from).chain(filed.problems).chain(names_taken).collect();
        Directory {
            canonical: Arc::new(self.canonical),
            people,
            shelf: filed.shelf,
            names: Arc::new(names),
            pairs: self.pairs.into(),
            role_lists: self.role_lists.into(),
            problems,
        }
    }
}

impl Directory {
    /// A directory that knows the domains and nobody.
    #[must_use]
    pub fn empty(domains: &Domains) -> Self {
        DirectoryBuilder::new(domains).build()
    }

    /// The directory after some changes, the same as one built of all records anew. Lists that hold a changed
    /// list are counted again, and every rule is asked about changed people; everything else is shared.
    /// [`Directory::problems`] of the result are those of the changes only.
    #[must_use]
    pub fn with(&self, changes: Changes) -> Self {
        let changed = changes.changed_people();
        let (people, twice) = match changed.is_empty() {
            true => (self.people.clone(), Vec::new()),
            false => self.people.with(changes.people, changes.outside_lists, &changes.removed_people, &self.canonical),
        };
        let renamed = changes.removed_lists.iter().any(|id| self.list(*id).is_some())
            || changes.lists.iter().any(|list| self.renames(list));
        let filed = self.shelf.with(
            changes.lists,
            &changes.removed_lists,
            shelf::Around {
                people: &people,
                pairs: &self.pairs,
                canonical: &self.canonical,
                rules: match changed.len() {
                    0 => shelf::Rules::OfChangedLists,
                    1..=ASKED_ONE_BY_ONE => shelf::Rules::AboutPeople(&changed),
                    _ => shelf::Rules::OfAllLists,
                },
            },
        );
        let (names, names_taken) = match renamed {
            true => {
                let (names, taken) = ListNames::new(&filed.shelf, &people);
                (Arc::new(names), taken)
            }
            false => (Arc::clone(&self.names), names_of_lists(&self.names, &people, &changed)),
        };
        let problems = twice.into_iter().map(Problem::from).chain(filed.problems).chain(names_taken).collect();
        Self {
            canonical: Arc::clone(&self.canonical),
            people,
            shelf: filed.shelf,
            names,
            pairs: Arc::clone(&self.pairs),
            role_lists: Arc::clone(&self.role_lists),
            problems,
        }
    }

    /// Whether a record gives its list another name or other addresses than it has.
    fn renames(&self, record: &ListRecord) -> bool {
        let canonical = |address: &Address| self.canonical.address(address);
        self.list(record.id).is_none_or(|list| {
            list.record.name != record.name
                || *list.address() != canonical(&record.address)
                || !list.aliases().iter().cloned().eq(record.aliases.iter().map(canonical))
        })
    }

    /// The directory after the sizes of a day were recorded: to each list its daily sizes, oldest first, to
    /// the others none. Nothing is counted again.
    #[must_use]
    pub fn with_daily_sizes(&self, sizes: Vec<(ListId, Vec<u32>)>) -> Self {
        Self { shelf: self.shelf.with_daily_sizes(sizes.into_iter().collect()), ..self.clone() }
    }

    /// As [`Directory::with`], for one list.
    #[must_use]
    pub fn with_list(&self, record: ListRecord) -> Self {
        self.with(Changes { lists: vec![record], ..Changes::default() })
    }

    /// The domains, and when two addresses are one.
    #[must_use]
    pub fn canonical(&self) -> &Canonical {
        &self.canonical
    }

    /// What is wrong with the records of the last load or change.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Who has this number; outside lists too.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<Person<'_>> {
        self.people.person(id)
    }

    /// Who has this address in any form, as primary or further one. An address of a list is nobody's.
    #[must_use]
    pub fn person_by_address(&self, address: &Address) -> Option<Person<'_>> {
        let address = self.canonical.address(address);
        match self.names.find(&address) {
            Some(_) => None,
            None => self.people.person(self.people.find(&address)?),
        }
    }

    /// Numbers of everybody whose primary address, given in any form, is this one, behind a list of that
    /// address too: those who hold the roles of the address.
    #[must_use]
    pub fn people_at(&self, address: &Address) -> Vec<PersonId> {
        self.people.all_at(&self.canonical.address(address))
    }

    /// How many people differ from those of the last build: what a further change of people costs grows with it.
    #[must_use]
    pub fn changed_people(&self) -> usize {
        self.people.changes()
    }

    /// The list of this number.
    #[must_use]
    pub fn list(&self, id: ListId) -> Option<&Arc<List>> {
        self.shelf.list(id)
    }

    /// The list of this address in any form, as primary or further one.
    #[must_use]
    pub fn list_by_address(&self, address: &Address) -> Option<&Arc<List>> {
        self.shelf.list(self.names.find(&self.canonical.address(address))?)
    }

    /// All lists by number.
    pub fn lists(&self) -> impl Iterator<Item = &Arc<List>> {
        self.shelf.iter()
    }

    /// Lists in which this one lies directly.
    #[must_use]
    pub fn lists_holding(&self, id: ListId) -> Vec<&Arc<List>> {
        self.lists().filter(|list| list.nested().contains(&id)).collect()
    }

    /// Lists among whose owners the person is, in person or through a list.
    pub fn lists_owned_by(&self, person: PersonId) -> impl Iterator<Item = &Arc<List>> {
        self.lists().filter(move |list| self.is_among(person, list.owners()))
    }

    /// People of the organisation: neither outside addresses nor outside lists.
    #[must_use]
    pub fn own_people(&self) -> RoaringBitmap {
        self.people.own()
    }

    /// Everybody numbered, outside addresses and outside lists too.
    #[must_use]
    pub fn known_people(&self) -> &RoaringBitmap {
        self.people.known()
    }

    /// Of these, the ones outside the accepted domains.
    #[must_use]
    pub fn outside_people(&self) -> &RoaringBitmap {
        self.people.outside()
    }

    /// Paths of the units that people are in, in no order. Units above these need not be among them; one may come
    /// twice, and one that everybody left lately may still come.
    pub fn units(&self) -> impl Iterator<Item = &str> + '_ {
        self.people.units()
    }

    /// People whose unit is this one or lies below it.
    #[must_use]
    pub fn people_within(&self, unit: &str) -> RoaringBitmap {
        self.people.within(unit)
    }

    /// Whether a person is one of these, in person or as a member of a list.
    #[must_use]
    pub fn is_among(&self, person: PersonId, principals: &[Principal]) -> bool {
        principals.iter().any(|principal| match principal {
            Principal::Person(id) => *id == person,
            Principal::List(id) => self.list(*id).is_some_and(|list| list.everybody().contains(person)),
        })
    }
}

/// Changed people who have the address of a list.
fn names_of_lists(names: &ListNames, people: &People, changed: &RoaringBitmap) -> Vec<Problem> {
    let addresses = changed.iter().filter_map(|id| Some(people.person(id)?.address()));
    let behind = |address: Address| names.find(&address).map(|list| Problem::PersonBehindList { address, list });
    addresses.filter_map(behind).collect()
}

impl From<TwiceTaken> for Problem {
    fn from(twice: TwiceTaken) -> Self {
        Self::AddressTaken { address: twice.address, kept: twice.kept, dropped: twice.dropped }
    }
}
