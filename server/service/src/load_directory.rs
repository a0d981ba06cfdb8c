//! The directory from the store: rows become records, roles are added, the whole is counted once.

use crate::Organisation;
use crate::service_error::OpenError;
use levee_directory::{
    AllowedPair, Availability, Changes, Departure, Directory, DirectoryBuilder, Dynamic, ListFacts, ListKind,
    ListRecord, MailboxUse, Origin, OutsideListRecord, PersonRecord, Principal, Role, RoleListProblem, Suspension,
};
use levee_mail::Address;
use levee_store::{DirectoryChanges, ListRow, PersonKind, PersonRow, Store, StoreError, SuspensionRow};
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a list's source says beside its members and nested lists, as the store keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ListRest {
    pub(crate) kind: ListKind,
    pub(crate) dynamic: Option<Dynamic>,
    pub(crate) scope: Option<String>,
    #[serde(default)]
    pub(crate) departure: Option<Departure>,
    pub(crate) senders: Vec<Principal>,
    pub(crate) owners: Vec<Principal>,
    pub(crate) moderators: Vec<Principal>,
    #[serde(default)]
    pub(crate) availability: Availability,
    #[serde(default)]
    pub(crate) origin: Origin,
}

/// Reads everybody and every list: seconds for a million.
///
/// # Errors
/// `StoreError` when the store cannot be read or holds what cannot be understood.
pub(crate) async fn load(store: &Store, organisation: &Organisation) -> Result<Directory, OpenError> {
    let roles = roles(store).await?;
    let mut builder = DirectoryBuilder::new(&organisation.domains);
    let mut unreadable = 0_u64;
    store
        .each_person(|row| match person(row, |address| roles.get(address).cloned().unwrap_or_default()) {
            Some(Somebody::Person(record)) => builder.person(&record),
            Some(Somebody::OutsideList(record)) => builder.outside_list(&record),
            None => unreadable += 1,
        })
        .await?;
    store
        .each_list(|row| {
            builder.list(list(row)?);
            Ok::<(), StoreError>(())
        })
        .await?;
    for (owner, member) in store.allowed_pairs().await? {
        builder.allowed_pair(AllowedPair { owner, member });
    }
    if unreadable > 0 {
        tracing::warn!(unreadable, "people whose address cannot be read were left out");
    }
    for given in &organisation.role_lists {
        builder.role_list(levee_directory::RoleList { list: given.list.clone(), role: of_directory(given.role) });
    }
    let directory = builder.build();
    for given in &organisation.role_lists {
        let role = given.role.as_str();
        match directory.role_list(&given.list) {
            Ok(_) => {}
            Err(RoleListProblem::Absent) => tracing::warn!(role, "a list that gives this role is not in the directory"),
            Err(RoleListProblem::TooLarge { people }) => {
                tracing::error!(
                    role,
                    people,
                    "a list has too many people to give this role to them; nobody has it by it"
                );
            }
        }
    }
    Ok(directory)
}

/// What changed of the directory in memory since another version of it, read from the store.
///
/// # Errors
/// As [`load`].
pub(crate) async fn changes(
    store: &Store,
    directory: &Directory,
    changed: DirectoryChanges,
) -> Result<Changes, OpenError> {
    let mut people = changed.people;
    let holders = changed.roles.iter().filter_map(|address| Address::parse(address).ok());
    people.extend(holders.flat_map(|address| directory.people_at(&address)));
    people.sort_unstable();
    people.dedup();
    let roles = if people.is_empty() { HashMap::new() } else { roles(store).await? };
    let mut changes = Changes::default();
    store
        .people_numbered(&people, |row| match person(row, |address| roles.get(address).cloned().unwrap_or_default()) {
            Some(Somebody::Person(record)) => changes.people.push(record),
            Some(Somebody::OutsideList(record)) => changes.outside_lists.push(record),
            None => {}
        })
        .await?;
    let there: HashSet<_> =
        changes.people.iter().map(|p| p.id).chain(changes.outside_lists.iter().map(|l| l.id)).collect();
    changes.removed_people = people.into_iter().filter(|id| !there.contains(id)).collect();
    let rows = store.lists_numbered(&changed.lists).await?;
    changes.lists = rows.into_iter().map(list).collect::<Result<_, _>>()?;
    let there: HashSet<_> = changes.lists.iter().map(|list| list.id).collect();
    changes.removed_lists = changed.lists.into_iter().filter(|id| !there.contains(id)).collect();
    Ok(changes)
}

enum Somebody {
    Person(PersonRecord),
    OutsideList(OutsideListRecord),
}

async fn roles(store: &Store) -> Result<HashMap<String, Vec<Role>>, StoreError> {
    let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
    for row in store.roles().await? {
        if let Some(role) = role_named(&row.role) {
            roles.entry(row.address).or_default().push(role);
        }
    }
    Ok(roles)
}

/// The name under which a role is stored.
pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::MassSender => "mass_sender",
        Role::Approver => "approver",
        Role::Incident => "incident",
        Role::OnCall => "on_call",
        Role::Administrator => "administrator",
        Role::Auditor => "auditor",
        Role::UnitAdministrator => "unit_administrator",
    }
}

fn role_named(name: &str) -> Option<Role> {
    crate::rights::read_word(name).map(|(role, _)| of_directory(role))
}

/// A role in the directory's words.
fn of_directory(role: levee_contract::Role) -> Role {
    use levee_contract::Role as Given;
    match role {
        Given::MassSender => Role::MassSender,
        Given::Approver => Role::Approver,
        Given::Incident => Role::Incident,
        Given::OnCall => Role::OnCall,
        Given::Administrator => Role::Administrator,
        Given::Auditor => Role::Auditor,
        Given::UnitAdministrator => Role::UnitAdministrator,
    }
}

fn person(row: PersonRow<'_>, roles_of: impl Fn(&str) -> Vec<Role>) -> Option<Somebody> {
    let address = Address::parse(row.address).ok()?;
    if row.kind == PersonKind::OutsideList {
        return Some(Somebody::OutsideList(OutsideListRecord { id: row.id, address }));
    }
    Some(Somebody::Person(PersonRecord {
        id: row.id,
        address,
        aliases: row.aliases.lines().filter_map(|alias| Address::parse(alias).ok()).collect(),
        name: row.name.to_owned(),
        title: row.title.to_owned(),
        unit: row.unit.to_owned(),
        site: row.site.to_owned(),
        roles: roles_of(row.address),
        mailbox: if row.kind == PersonKind::Shared { MailboxUse::Shared } else { MailboxUse::Personal },
    }))
}

/// One list of the store as the directory wants it.
///
/// # Errors
/// `Corrupt` when a part of it cannot be read: a list that lost members must not look smaller.
pub(crate) fn list(row: ListRow) -> Result<ListRecord, StoreError> {
    let ListRow { entry, governance, departed, suspended } = row;
    let rest: ListRest = serde_json::from_str(&entry.record).map_err(|_| StoreError::Corrupt("list record"))?;
    let mut members =
        RoaringBitmap::deserialize_from(entry.members.as_slice()).map_err(|_| StoreError::Corrupt("list's members"))?;
    // Its source goes on naming them; they said no.
    for person in departed {
        members.remove(person);
    }
    let aliases: Result<Vec<_>, _> =
        entry.aliases.iter().filter(|a| !a.is_empty()).map(|a| Address::parse(a)).collect();
    Ok(ListRecord {
        id: entry.id,
        address: Address::parse(&entry.address).map_err(|_| StoreError::Corrupt("list's address"))?,
        aliases: aliases.map_err(|_| StoreError::Corrupt("list's alias"))?,
        name: entry.name,
        kind: rest.kind,
        members: Arc::new(members),
        nested: entry.nested,
        dynamic: rest.dynamic,
        scope: rest.scope,
        departure: rest.departure,
        senders: rest.senders,
        owners: rest.owners,
        moderators: rest.moderators,
        facts: ListFacts {
            declared: governance.declared,
            daily: governance.daily,
            created: governance.created,
            rule_changed: governance.rule_changed,
            acknowledged: governance.acknowledged,
            released: governance.released,
            mta_size: governance.mta_size,
            suspended: suspended.map(suspension).transpose()?,
            origin: rest.origin,
        },
        availability: rest.availability,
    })
}

fn suspension(row: SuspensionRow) -> Result<Suspension, StoreError> {
    let by = Address::parse(&row.who).map_err(|_| StoreError::Corrupt("suspension"))?;
    Ok(Suspension { since: row.at, by, reason: row.reason })
}
