//! Who has which role: read, granted and withdrawn by administrators, and on the command line.

use crate::audit::given;
use crate::policy::administrator;
use crate::service_error::{OpenError, from_store};
use crate::{Service, StoreError};
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Field, Granted, Role, RoleHolder, Roles};
use levee_directory::Directory;
use levee_mail::{Address, Contact};
use levee_store::{AtLeast, AuditEntry};

#[async_trait]
impl Roles for Service {
    async fn role_holders(&self, who: &Caller) -> Result<Vec<RoleHolder>, AppError> {
        administrator(who)?;
        let directory = self.directory();
        let mut holders: Vec<RoleHolder> = Vec::new();
        for row in self.store.roles().await.map_err(from_store)? {
            let (Ok(address), Some(role)) = (Address::parse(&row.address), Role::parse(&row.role)) else { continue };
            let by = (!row.granted_by.is_empty()).then(|| named(&directory, &row.granted_by));
            let granted = Granted { role, at: row.granted, by };
            match holders.last_mut().filter(|holder| holder.person.address == address) {
                Some(holder) => holder.roles.push(granted),
                None => {
                    let person = directory.person_by_address(&address);
                    let name = person.map(|p| p.name).filter(|name| !name.is_empty()).map(str::to_owned);
                    let unit = person.map(|p| p.unit.to_owned()).unwrap_or_default();
                    holders.push(RoleHolder { person: Contact { name, address }, unit, roles: vec![granted] });
                }
            }
        }
        Ok(holders)
    }

    async fn give(&self, who: &Caller, to: &Address, role: Role, reason: &str) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let directory = self.directory();
        let Some(person) = directory.person_by_address(to) else {
            return Err(refused("address", "nobody", Some(to.to_string())));
        };
        let to = person.address().to_string();
        let act = self.act(who, Role::Administrator, "role.grant", &to);
        let entry = AuditEntry { detail: role.as_str().to_owned(), reason, ..act };
        self.store.grant_role(&to, role.as_str(), &entry.who, &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }

    async fn withdraw(&self, who: &Caller, from: &Address, role: Role, reason: &str) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let from = self.directory().canonical().address(from).to_string();
        let act = self.act(who, Role::Administrator, "role.withdraw", &from);
        let entry = AuditEntry { detail: role.as_str().to_owned(), reason, ..act };
        let keep = if role == Role::Administrator { AtLeast::One } else { AtLeast::None };
        match self.store.revoke_role(&from, role.as_str(), keep, &entry).await {
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
