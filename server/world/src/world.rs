//! A world made real: its people numbered, its lists in a directory, its policy. The directory is the
//! product's own, so that cases are judged over the same expansion as mail.

mod founder;

use crate::error::Wrong;
use crate::notation::{Named, Time, address, named};
use crate::world_file::{ListEntry, WorldFile};
use founder::{Founder, Numbering};
use levee_directory::{Canonical, Changes, Directory, Role};
use levee_guard::Policy;
use levee_mail::{Address, Domains};
use std::sync::Arc;

/// Where a world that says no `now` stands: 2026-01-01T00:00:00Z.
const DEFAULT_NOW: i64 = 1_767_225_600_000;

/// Who and what exists.
#[derive(Clone, Debug)]
pub(crate) struct World {
    file: WorldFile,
    pub(crate) now: i64,
    pub(crate) domain: String,
    pub(crate) policy: Policy,
    pub(crate) directory: Directory,
    numbering: Arc<Numbering>,
}

impl World {
    /// Builds the world. `mentioned` are addresses that cases will speak of, so that everybody has a
    /// number from the start.
    pub(crate) fn found(file: WorldFile, mentioned: Vec<Named>) -> Result<Self, Wrong> {
        let domain = domain_of(&file)?;
        let domains = Domains {
            accepted: file.accepted.clone().unwrap_or_default(),
            aliases: file.alias_domains.clone().into_iter().collect(),
            sub_address: file.sub_address.as_deref().and_then(|mark| mark.chars().next()),
        };
        let now = file.now.unwrap_or(Time::At(DEFAULT_NOW)).counted_from(DEFAULT_NOW);
        let policy = file.policy()?;
        let mut founder = Founder {
            file: &file,
            domain: &domain,
            now,
            canonical: Canonical::new(&domains),
            below: None,
            numbers: Numbering::default(),
            order: Vec::new(),
        };
        let directory = founder.directory(&domains, mentioned)?;
        let numbering = Arc::new(founder.numbers);
        Ok(Self { file, now, domain, policy, directory, numbering })
    }

    /// This world with a small change laid over it; `None` where it has to be built anew.
    pub(crate) fn changed(&self, over: &WorldFile) -> Result<Option<Self>, Wrong> {
        if !over.is_small_change() {
            return Ok(None);
        }
        let file = self.laid_over(over);
        let mut founder = Founder {
            file: &file,
            domain: &self.domain,
            now: self.now,
            canonical: self.directory.canonical().clone(),
            below: Some(&self.numbering),
            numbers: Numbering { lists: self.numbering.lists.clone(), ..Numbering::default() },
            order: Vec::new(),
        };
        let mut lists = Vec::new();
        for entry in &over.list {
            let list = founder.address(&entry.address, "list.address")?;
            let becomes_list = !founder.numbers.lists.contains_key(&list)
                && self.numbering.people.get(&list).is_some_and(|id| self.numbering.named.contains(*id));
            if becomes_list {
                return Ok(None);
            }
            founder.list_number(&list);
            lists.push(list);
        }
        let mut records = Vec::new();
        for entry in &file.list {
            if lists.contains(&founder.address(&entry.address, "list.address")?) {
                records.push(founder.list(entry)?);
            }
        }
        if !founder.order.is_empty() {
            return Ok(None);
        }
        let directory = self.directory.with(Changes { lists: records, ..Changes::default() });
        let (policy, numbering) = (file.policy()?, Arc::clone(&self.numbering));
        Ok(Some(Self { directory, policy, numbering, now: self.now, domain: self.domain.clone(), file }))
    }

    /// What is written when another world is laid over this one.
    pub(crate) fn laid_over(&self, over: &WorldFile) -> WorldFile {
        let same = |a: &str, b: &str| match (address(a, "", &self.domain), address(b, "", &self.domain)) {
            (Ok(a), Ok(b)) => self.directory.canonical().address(&a) == self.directory.canonical().address(&b),
            _ => a == b,
        };
        self.file.with(over, same)
    }

    /// The roles of whoever has this address.
    pub(crate) fn roles(&self, address: &Address) -> Vec<Role> {
        self.directory.person_by_address(address).map(|person| person.roles.to_vec()).unwrap_or_default()
    }
}

/// The domain that completes short addresses.
pub(crate) fn domain_of(file: &WorldFile) -> Result<String, Wrong> {
    let first = file.accepted.iter().flatten().next();
    file.domain.as_ref().or(first).cloned().ok_or_else(|| Wrong::new("accepted", "a world needs an accepted domain"))
}

/// Every address that lists of a world speak of.
pub(crate) fn named_in_lists(lists: &[ListEntry], domain: &str) -> Result<Vec<Named>, Wrong> {
    let mut found = Vec::new();
    for list in lists {
        for texts in [&list.members, &list.senders, &list.owners, &list.moderators].into_iter().flatten() {
            found.extend(named(texts.iter(), &format!("list {}", list.address), domain)?);
        }
    }
    Ok(found)
}
