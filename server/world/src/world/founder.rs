//! Founds a world: gives its people and lists their numbers, and makes their records.

use crate::error::Wrong;
use crate::notation::{Named, Range, Texts, Time, address, named, range};
use crate::unit_range::{UnitRange, with_range};
use crate::world_file::{ListEntry, WorldFile};
use levee_directory::{
    AllowedPair, Availability, Canonical, Directory, DirectoryBuilder, Dynamic, ListFacts, ListId, ListKind,
    ListRecord, MailboxUse, OutsideListRecord, PersonId, PersonRecord, Principal, Role, RuleReach, UnixSeconds,
};
use levee_mail::{Address, Domains};
use roaring::RoaringBitmap;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What an address stands for, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    pub(super) people: HashMap<Address, PersonId>,
    pub(super) lists: HashMap<Address, ListId>,
    /// The people of ranges.
    pub(super) ranges: HashMap<Range, RoaringBitmap>,
    /// Everybody who stands in a list in any way: such an address cannot become a list's by itself.
    pub(super) named: RoaringBitmap,
}

/// Gives numbers and makes records.
pub(super) struct Founder<'a> {
    pub(super) file: &'a WorldFile,
    pub(super) domain: &'a str,
    pub(super) now: i64,
    pub(super) canonical: Canonical,
    /// The numbers of the world that is changed. Cloning them would cost more than the change.
    pub(super) below: Option<&'a Numbering>,
    pub(super) numbers: Numbering,
    /// Addresses numbered here, each with its number.
    pub(super) order: Vec<(PersonId, Address)>,
}

impl Founder<'_> {
    pub(super) fn directory(&mut self, domains: &Domains, mentioned: Vec<Named>) -> Result<Directory, Wrong> {
        let mut builder = DirectoryBuilder::new(domains);
        for entry in &self.file.list {
            let list = self.address(&entry.address, "list.address")?;
            let id = self.list_number(&list);
            for alias in entry.aliases.iter().flatten() {
                let alias = self.address(alias, &format!("list {}.aliases", entry.address))?;
                self.numbers.lists.insert(alias, id);
            }
        }
        for entry in &self.file.outside_list {
            let address = self.address(&entry.address, "outside_list.address")?;
            let id = self.person_number(&address);
            builder.outside_list(&OutsideListRecord { id, address });
        }
        let outside_lists: BTreeSet<PersonId> = self.order.drain(..).map(|(id, _)| id).collect();
        for entry in &self.file.person {
            let address = self.address(&entry.address, "person.address")?;
            let id = self.person_number(&address);
            for alias in entry.aliases.iter().flatten() {
                let alias = self.address(alias, &format!("person {}.aliases", entry.address))?;
                self.numbers.people.insert(alias, id);
            }
        }
        for entry in &self.file.list {
            builder.list(self.list(entry)?);
        }
        for mention in mentioned {
            match mention {
                Named::Range(range) => drop(self.range(range, "range")?),
                Named::One(address) => {
                    let address = self.canonical.address(&address);
                    if !self.numbers.lists.contains_key(&address) {
                        self.person_number(&address);
                    }
                }
            }
        }
        let ranges = self.ranges()?;
        let mut persons = self.persons(&ranges)?;
        self.order.sort_unstable_by_key(|(id, _)| *id);
        for (id, address) in std::mem::take(&mut self.order) {
            if !outside_lists.contains(&id) {
                let record = persons.remove(&id).unwrap_or_else(|| with_range(blank(id, address), &ranges));
                builder.person(&record);
            }
        }
        for pair in &self.file.allowed_pair {
            builder.allowed_pair(AllowedPair { owner: pair.owner.clone(), member: pair.member.clone() });
        }
        Ok(builder.build())
    }

    pub(super) fn address(&self, text: &str, key: &str) -> Result<Address, Wrong> {
        Ok(self.canonical.address(&address(text, key, self.domain)?))
    }

    fn person_number(&mut self, address: &Address) -> PersonId {
        let below = self.below.and_then(|below| below.people.get(address));
        if let Some(id) = below.or_else(|| self.numbers.people.get(address)) {
            return *id;
        }
        let id = self.numbers.people.len() as PersonId;
        self.numbers.people.insert(address.clone(), id);
        self.order.push((id, address.clone()));
        id
    }

    pub(super) fn list_number(&mut self, address: &Address) -> ListId {
        let next = self.numbers.lists.len() as ListId;
        *self.numbers.lists.entry(address.clone()).or_insert(next)
    }

    /// The `person` entries, those of one address laid over each other and over the ranges: what they
    /// say counts, no roles as well.
    fn persons(&self, ranges: &[UnitRange]) -> Result<HashMap<PersonId, PersonRecord>, Wrong> {
        let mut records: HashMap<PersonId, PersonRecord> = HashMap::new();
        for entry in &self.file.person {
            let key = format!("person {}", entry.address);
            let address = self.address(&entry.address, &key)?;
            let Some(id) = self.numbers.people.get(&address).copied() else { continue };
            let record = records.entry(id).or_insert_with(|| with_range(blank(id, address), ranges));
            for alias in entry.aliases.iter().flatten() {
                record.aliases.push(self.address(alias, &key)?);
            }
            if let Some(names) = &entry.roles {
                record.roles = roles(names.iter(), &key)?;
            }
            if let Some(unit) = &entry.unit {
                record.unit.clone_from(unit);
            }
            if entry.shared == Some(true) {
                record.mailbox = MailboxUse::Shared;
            }
        }
        Ok(records)
    }

    fn unit_range(&self, range: Range, key: &str) -> Result<UnitRange, Wrong> {
        let range = range.completed(self.domain);
        // The domain in its canonical form: that of any address there.
        let sample = self.address(&format!("x@{}", range.domain.as_deref().unwrap_or_default()), key)?;
        Ok(UnitRange::new(range, sample.domain().to_owned()))
    }

    fn ranges(&self) -> Result<Vec<UnitRange>, Wrong> {
        let one = |entry: &crate::world_file::PeopleEntry| {
            let key = format!("people {}", entry.range);
            let range = range(&entry.range).ok_or_else(|| Wrong::new(&key, "no range like p1..24"))?;
            let roles = roles(entry.roles.iter(), &key)?;
            Ok(UnitRange { unit: entry.unit.clone(), roles, ..self.unit_range(range, &key)? })
        };
        self.file.people.iter().map(one).collect()
    }

    pub(super) fn list(&mut self, entry: &ListEntry) -> Result<ListRecord, Wrong> {
        let key = format!("list {}", entry.address);
        let address = self.address(&entry.address, &key)?;
        let id = self.list_number(&address);
        let (members, nested) = self.members(entry.members.as_ref(), &key)?;
        let aliases: Result<Vec<_>, _> =
            entry.aliases.iter().flatten().map(|alias| self.address(alias, &key)).collect();
        let rule = match entry.rule.as_deref() {
            None | Some("scoped") => RuleReach::Scoped,
            Some("empty") => RuleReach::Empty,
            Some("always") => RuleReach::Always,
            Some(other) => return Err(Wrong::new(key, format!("rule: `{other}` is none of scoped, empty, always"))),
        };
        let kind = match entry.kind.as_deref() {
            None | Some("group") => ListKind::Group,
            Some("announce") => ListKind::Announce,
            Some("discussion") => ListKind::Discussion,
            Some(other) => {
                return Err(Wrong::new(key, format!("kind: `{other}` is none of group, announce, discussion")));
            }
        };
        let seconds = |time: Option<Time>| time.map(|time| self.seconds(time));
        let facts = ListFacts {
            declared: entry.declared,
            daily: entry.daily.clone().unwrap_or_default().0,
            created: seconds(entry.created),
            rule_changed: seconds(entry.rule_changed),
            acknowledged: entry.acknowledged,
            released: entry.released,
            mta_size: entry.mta_size,
            suspended: None,
            origin: Default::default(),
        };
        let availability = match (entry.unavailable, entry.snapshot_age) {
            (Some(true), Some(age)) => Availability::Snapshot { taken: self.seconds(Time::From(-age.ms)) },
            (Some(true), None) => Availability::Lost,
            (Some(false) | None, _) => Availability::Live,
        };
        Ok(ListRecord {
            id,
            address,
            aliases: aliases?,
            name: String::new(),
            kind,
            members: Arc::new(members),
            nested,
            dynamic: (entry.dynamic == Some(true)).then_some(Dynamic::Resolved(rule)),
            scope: entry.scope.clone(),
            departure: None,
            senders: self.principals(entry.senders.as_ref(), &key)?,
            owners: self.principals(entry.owners.as_ref(), &key)?,
            moderators: self.principals(entry.moderators.as_ref(), &key)?,
            facts,
            availability,
        })
    }

    fn seconds(&self, time: Time) -> UnixSeconds {
        time.counted_from(self.now).div_euclid(1_000)
    }

    /// People and lists.
    fn members(&mut self, texts: Option<&Texts>, key: &str) -> Result<(RoaringBitmap, Vec<ListId>), Wrong> {
        let (mut people, mut nested) = (RoaringBitmap::new(), Vec::new());
        for member in named(texts.into_iter().flat_map(Texts::iter), key, self.domain)? {
            match member {
                Named::Range(range) => {
                    let (of_range, lists) = self.range(range, key)?;
                    people |= of_range;
                    nested.extend(lists);
                }
                Named::One(address) => match self.principal(&address) {
                    Principal::Person(id) => drop(people.insert(id)),
                    Principal::List(id) => nested.push(id),
                },
            }
        }
        self.numbers.named |= &people;
        Ok((people, nested))
    }

    fn principals(&mut self, texts: Option<&Texts>, key: &str) -> Result<Vec<Principal>, Wrong> {
        let (people, lists) = self.members(texts, key)?;
        Ok(people.iter().map(Principal::Person).chain(lists.into_iter().map(Principal::List)).collect())
    }

    fn principal(&mut self, address: &Address) -> Principal {
        let address = self.canonical.address(address);
        match self.numbers.lists.get(&address) {
            Some(id) => Principal::List(*id),
            None => Principal::Person(self.person_number(&address)),
        }
    }

    /// The people of a range, and the lists among its addresses. Many cases name the same 840,000.
    fn range(&mut self, range: Range, key: &str) -> Result<(RoaringBitmap, Vec<ListId>), Wrong> {
        let lists: Vec<(Address, ListId)> = self.numbers.lists.iter().map(|(a, id)| (a.clone(), *id)).collect();
        let unit = self.unit_range(range, key)?;
        let within: Vec<(Address, ListId)> = lists.into_iter().filter(|(address, _)| unit.holds(address)).collect();
        let cached = self.below.and_then(|below| below.ranges.get(&unit.range));
        let mut people = match cached.or_else(|| self.numbers.ranges.get(&unit.range)) {
            Some(people) => people.clone(),
            None => {
                let mut people = RoaringBitmap::new();
                for address in unit.range.addresses(key, self.domain)? {
                    let address = self.canonical.address(&address);
                    people.insert(self.person_number(&address));
                }
                self.numbers.ranges.insert(unit.range, people.clone());
                people
            }
        };
        for (address, _) in &within {
            people.remove(self.person_number(address));
        }
        Ok((people, within.into_iter().map(|(_, id)| id).collect()))
    }
}

fn blank(id: PersonId, address: Address) -> PersonRecord {
    PersonRecord {
        id,
        address,
        aliases: Vec::new(),
        name: String::new(),
        title: String::new(),
        unit: String::new(),
        site: String::new(),
        roles: Vec::new(),
        mailbox: MailboxUse::Personal,
    }
}

fn roles<'a>(names: impl Iterator<Item = &'a String>, key: &str) -> Result<Vec<Role>, Wrong> {
    let one = |name: &String| match name.as_str() {
        "mass_sender" => Ok(Role::MassSender),
        "approver" => Ok(Role::Approver),
        "incident" => Ok(Role::Incident),
        "on_call" => Ok(Role::OnCall),
        "administrator" => Ok(Role::Administrator),
        other => Err(Wrong::new(key, format!("`{other}` is no role"))),
    };
    names.map(one).collect()
}
