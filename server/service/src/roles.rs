//! Who has which role: read, granted and withdrawn by administrators, and on the command line.

use crate::audit::given;
use crate::policy::administrator;
use crate::rights::{bare, read_word, reader, word};
use crate::service_error::{OpenError, from_store};
use crate::{Service, StoreError};
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Field, Granted, Role, RoleHolder, Roles};
use levee_directory::Directory;
use levee_mail::{Address, Contact};
use levee_store::{AtLeast, AuditEntry};
use std::collections::BTreeMap;

#[async_trait]
impl Roles for Service {
    async fn role_holders(&self, who: &Caller) -> Result<Vec<RoleHolder>, AppError> {
        reader(who)?;
        let directory = self.directory();
        let mut granted: BTreeMap<Address, Vec<Granted>> = BTreeMap::new();
        for row in self.store.roles().await.map_err(from_store)? {
            let (Ok(address), Some((role, unit))) = (Address::parse(&row.address), read_word(&row.role)) else {
                continue;
            };
            let by = (!row.granted_by.is_empty()).then(|| named(&directory, &row.granted_by));
            granted.entry(address).or_default().push(Granted { role, unit, at: row.granted, by, list: None });
        }
        for given in &self.organisation.role_lists {
            let Ok(list) = directory.role_list(&given.list) else { continue };
            for person in list.everybody().iter().filter_map(|id| directory.person(id)) {
                let list = Some(list.address().clone());
                let (role, unit) = (given.role, given.unit.clone());
                granted.entry(person.address()).or_default().push(Granted { role, unit, at: 0, by: None, list });
            }
        }
        let holder = |(address, roles): (Address, Vec<Granted>)| {
            let person = directory.person_by_address(&address);
            let name = person.map(|p| p.name).filter(|name| !name.is_empty()).map(str::to_owned);
            let unit = person.map(|p| p.unit.to_owned()).unwrap_or_default();
            RoleHolder { person: Contact { name, address }, unit, roles }
        };
        Ok(granted.into_iter().map(holder).collect())
    }

    async fn give(&self, who: &Caller, to: &Address, role: Role, unit: &str, reason: &str) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let directory = self.directory();
        let Some(person) = directory.person_by_address(to) else {
            return Err(refused("address", "nobody", Some(to.to_string())));
        };
        let role = match (role, bare(unit)) {
            // Named, and not "wherever they are": who moves to another department does not take it along.
            (Role::UnitAdministrator, typed) => {
                let unit = if typed.is_empty() { bare(person.unit) } else { typed };
                if unit.is_empty() || directory.people_within(&unit).is_empty() {
                    return Err(refused("unit", "no_such_unit", Some(unit)));
                }
                word(role, Some(&unit))
            }
            (role, typed) if typed.is_empty() => word(role, None),
            (_, typed) => return Err(refused("unit", "no_unit", Some(typed))),
        };
        let to = person.address().to_string();
        let act = self.act(who, Role::Administrator, "role.grant", &to);
        let entry = AuditEntry { detail: role.clone(), reason, ..act };
        self.store.grant_role(&to, &role, &entry.who, &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }

    async fn withdraw(
        &self,
        who: &Caller,
        from: &Address,
        role: Role,
        unit: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let from = self.directory().canonical().address(from).to_string();
        let unit = bare(unit);
        let word = word(role, (!unit.is_empty()).then_some(unit.as_str()));
        let act = self.act(who, Role::Administrator, "role.withdraw", &from);
        let entry = AuditEntry { detail: word.clone(), reason, ..act };
        let keep = if role == Role::Administrator { AtLeast::One } else { AtLeast::None };
        match self.store.revoke_role(&from, &word, keep, &entry).await {
            Err(StoreError::Conflict) => return Err(refused("role", "last_administrator", None)),
            done => done.map_err(from_store)?,
        }
        self.see_change().await;
        Ok(())
    }
}

impl Service {
    /// Gives somebody a role from the command line, in force with the next load of the directory. Not an
    /// error when they have it already.
    ///
    /// # Errors
    /// `OpenError` when the store cannot be written.
    pub async fn grant_role(&self, address: &Address, role: Role) -> Result<(), OpenError> {
        let address = self.directory().canonical().address(address).to_string();
        let act = self.act_of_nobody("command line", "role.grant", &address);
        let entry = AuditEntry { detail: role.as_str().to_owned(), ..act };
        match self.store.grant_role(&address, role.as_str(), "command line", &entry).await {
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The name of whoever gave a role, else what stands there.
fn named(directory: &Directory, by: &str) -> String {
    let person = Address::parse(by).ok().and_then(|address| directory.person_by_address(&address).map(|p| p.name));
    person.filter(|name| !name.is_empty()).unwrap_or(by).to_owned()
}

fn refused(name: &str, problem: &str, detail: Option<String>) -> AppError {
    AppError::Invalid { fields: vec![Field { name: name.into(), problem: problem.into(), detail }] }
}
