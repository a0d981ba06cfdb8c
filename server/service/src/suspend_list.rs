//! Suspends a list and lets it go again. The directory then says of it that nobody may write to it, so that every way
//! of sending is refused alike; the store keeps it beside what the list's source says.

use crate::Service;
use crate::audit::{given, missing};
use crate::lists::of;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, Field, ListSuspension, Suspended};
use levee_directory::{Directory, List};
use levee_mail::{Address, Contact};
use levee_store::AuditEntry;

impl Service {
    /// Lets nobody write to a list any more.
    pub(crate) async fn suspend(&self, who: &Caller, suspension: &ListSuspension) -> Result<(), AppError> {
        let (reach, acting) = self.governs(who).await?;
        let directory = self.directory();
        let list = of(&directory, &suspension.address, &reach)?;
        let size = suspension.size;
        let mut wrong: Vec<Field> = missing(&suspension.reason).into_iter().collect();
        if suspension.typed.replace([',', ' '], "").parse() != Ok(size) {
            wrong.push(Field { name: "typed".into(), problem: "other_number".into(), detail: Some(size.to_string()) });
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid { fields: wrong });
        }
        if list.size() != size {
            return Err(AppError::Conflict);
        }
        let act = self.act(who, acting, "list.suspend", list.address().to_string());
        let entry = AuditEntry { detail: format!("{size} people"), reason: given(&suspension.reason)?, ..act };
        self.store.suspend_list(list.id(), &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }

    /// Lets a list go again.
    pub(crate) async fn resume(&self, who: &Caller, address: &Address, reason: &str) -> Result<(), AppError> {
        let (reach, acting) = self.governs(who).await?;
        let reason = given(reason)?;
        let directory = self.directory();
        let list = of(&directory, address, &reach)?;
        let act = self.act(who, acting, "list.resume", list.address().to_string());
        let entry = AuditEntry { detail: format!("{} people", list.size()), reason, ..act };
        self.store.resume_list(list.id(), &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }
}

/// Since when, by whom and why nobody may write to a list, for people to read.
pub(crate) fn suspended(directory: &Directory, list: &List) -> Option<Suspended> {
    let suspension = list.facts().suspended.as_ref()?;
    let name = directory.person_by_address(&suspension.by).map(|person| person.name.to_owned());
    let by = Contact { name: name.filter(|name| !name.is_empty()), address: suspension.by.clone() };
    Some(Suspended { since: suspension.since, by, reason: suspension.reason.clone() })
}
