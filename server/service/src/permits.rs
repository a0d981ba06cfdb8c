//! Permits for broadcasts: given and taken back by administrators, with a reason.

use crate::Service;
use crate::audit::{given, missing};
use crate::policy::administrator;
use crate::rights::reader;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Field, Permit, PermitGrant, Permits, Role};
use levee_directory::Directory;
use levee_guard::Parameter;
use levee_mail::{Address, Contact};
use levee_store::{AuditEntry, PermitRow};

const HOUR: i64 = 3_600;
/// How long a permit that holds no more is shown, seconds.
const SHOWN: i64 = 90 * 24 * HOUR;

#[async_trait]
impl Permits for Service {
    async fn permits(&self, who: &Caller) -> Result<Vec<Permit>, AppError> {
        reader(who)?;
        let directory = self.directory();
        let rows = self.store.permits(self.clock.now() - SHOWN).await.map_err(from_store)?;
        Ok(rows.into_iter().filter_map(|row| permit(&directory, row)).collect())
    }

    async fn give_permit(&self, who: &Caller, grant: &PermitGrant) -> Result<(), AppError> {
        administrator(who)?;
        let directory = self.directory();
        let typed = grant.address.trim();
        let person = Address::parse(typed).ok().and_then(|address| directory.person_by_address(&address));
        let people: Option<u64> = grant.people.replace([',', ' '], "").parse().ok();
        let of_whom = person.as_ref().map_or("", |person| person.unit);
        let policy = self.policy().await.map_err(from_store)?.for_unit(of_whom);
        // Below it nothing asks for a permit; above everybody nothing could use it.
        let (least, most) = (policy.get(Parameter::AudiencePermit), directory.own_people().len().max(1));
        let mut wrong: Vec<Field> = missing(&grant.reason).into_iter().collect();
        if person.is_none() {
            wrong.push(field("address", "nobody", typed));
        }
        match people {
            None => wrong.push(field("people", "not_a_value", "")),
            Some(people) if people < least || people > most.max(least) => {
                wrong.push(field("people", "out_of_range", &format!("{least}..{}", most.max(least))));
            }
            Some(_) => {}
        }
        if !PermitGrant::HOURS.contains(&grant.hours) {
            wrong.push(field("hours", "not_offered", ""));
        }
        let (Some(person), Some(people), true) = (person, people, wrong.is_empty()) else {
            return Err(AppError::Invalid { fields: wrong });
        };
        let act = self.act(who, Role::Administrator, "permit.grant", person.address().to_string());
        let detail = format!("{people} people, {} h", grant.hours);
        let entry = AuditEntry { detail, reason: given(&grant.reason)?, ..act };
        let until = entry.at + i64::from(grant.hours) * HOUR;
        self.store.permit(person.id, people, until, &entry).await.map_err(from_store)
    }

    async fn withdraw_permit(&self, who: &Caller, id: i64, reason: &str) -> Result<(), AppError> {
        administrator(who)?;
        let reason = given(reason)?;
        let row = self.store.permit_by_id(id).await.map_err(from_store)?;
        let directory = self.directory();
        let object = directory.person(row.sender).map(|person| person.address().to_string()).unwrap_or_default();
        let act = self.act(who, Role::Administrator, "permit.withdraw", object);
        let entry = AuditEntry { detail: format!("{} people", row.people), reason, ..act };
        self.store.withdraw_permit(id, &entry).await.map_err(from_store)
    }
}

fn permit(directory: &Directory, row: PermitRow) -> Option<Permit> {
    let person = directory.person(row.sender)?;
    let name = (!person.name.is_empty()).then(|| person.name.to_owned());
    let by = Address::parse(&row.by).ok().and_then(|by| directory.person_by_address(&by).map(|by| by.name.to_owned()));
    Some(Permit {
        id: row.id,
        person: Contact { name, address: person.address() },
        people: row.people,
        at: row.at,
        until: row.until,
        by: by.filter(|name| !name.is_empty()).unwrap_or(row.by),
        reason: row.reason,
        withdrawn: (row.withdrawn > 0).then_some(row.withdrawn),
    })
}

fn field(name: &str, problem: &str, detail: &str) -> Field {
    Field { name: name.into(), problem: problem.into(), detail: (!detail.is_empty()).then(|| detail.to_owned()) }
}
