//! The lists, as administrators govern them: found among all, opened, a jump acknowledged.

use crate::Service;
use crate::audit::given;
use crate::list_index::Indexed;
use crate::rights::Reach;
use crate::service_error::from_store;
use crate::suspend_list::suspended;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, ListLink, ListPage, ListQuery, ListRow, ListSuspension, ListView, Lists, UnixSeconds, WhoSends,
};
use levee_directory::{Directory, List, Principal};
use levee_guard::{Baseline, ListKind, Parameter, Policy};
use levee_mail::{Address, Contact};
use levee_store::AuditEntry;

/// Members shown as a sample.
const SAMPLE: u64 = 20;
/// Owners named in a row.
const NAMED: usize = 2;
/// Lists named on another's page.
const LINKS: usize = 100;
/// Seconds of a day.
const DAY: UnixSeconds = 86_400;

#[async_trait]
impl Lists for Service {
    async fn lists(&self, who: &Caller, query: &ListQuery, rows: u32) -> Result<ListPage, AppError> {
        let reach = self.sees(who).await?;
        let (directory, policy) = (self.directory(), self.policy().await.map_err(from_store)?);
        let (index, now) = (self.list_index.of(&directory), self.clock.now());
        let first = query.first as usize;
        let (mut shown, mut found) = (Vec::new(), 0_usize);
        let own = |id| directory.list(id).is_some_and(|list| reach.holds_list(&directory, list));
        for indexed in index.find(query, &policy, now).filter(|indexed| own(indexed.id)) {
            if (first..first.saturating_add(rows as usize)).contains(&found)
                && let Some(list) = directory.list(indexed.id)
            {
                shown.push(row(&directory, list, indexed, &policy, now));
            }
            found += 1;
        }
        let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let all = match reach {
            Reach::Everything => index.len(),
            Reach::Units(_) => directory.lists().filter(|list| reach.holds_list(&directory, list)).count(),
        };
        Ok(ListPage { rows: shown, found: number(found), all: number(all) })
    }

    async fn list_view(&self, who: &Caller, address: &Address) -> Result<ListView, AppError> {
        let reach = self.sees(who).await?;
        let (directory, policy) = (self.directory(), self.policy().await.map_err(from_store)?);
        let list = of(&directory, address, &reach)?;
        let index = self.list_index.of(&directory);
        let indexed = index.get(list.id()).ok_or(AppError::Gone)?;
        let sizes = self.store.daily_sizes(list.id()).await.map_err(from_store)?;
        let contacts = |principals: &[Principal]| -> Vec<Contact> {
            principals.iter().filter_map(|principal| contact(&directory, *principal)).collect()
        };
        let everybody = list.everybody();
        let step = (everybody.len() / SAMPLE).max(1);
        let sample = (0..everybody.len()).step_by(usize::try_from(step).unwrap_or(usize::MAX)).take(20);
        let name = |place: u64| {
            let person = directory.person(everybody.select(u32::try_from(place).ok()?)?)?;
            Some(if person.name.is_empty() { person.address().to_string() } else { person.name.to_owned() })
        };
        Ok(ListView {
            row: row(&directory, list, indexed, &policy, self.clock.now()),
            aliases: list.aliases().to_vec(),
            declared: list.facts().declared,
            usual: indexed.usual.map(Baseline::people),
            acknowledged: list.facts().acknowledged,
            rule: list.rule().map(str::to_owned),
            scope: list.scope().map(str::to_owned),
            outside_scope: list.outside_scope(),
            require_senders: policy.get(Parameter::ListRequireSenders),
            sizes: sizes.into_iter().map(|(day, size)| (day * DAY, size)).collect(),
            owners: contacts(list.owners()),
            senders: contacts(list.senders()),
            moderators: contacts(list.moderators()),
            sample: sample.filter_map(name).collect(),
            direct: list.members().len(),
            nested: list.nested().iter().take(LINKS).filter_map(|id| directory.list(*id)).map(|l| link(l)).collect(),
            within: directory.lists_holding(list.id()).into_iter().take(LINKS).map(|l| link(l)).collect(),
        })
    }

    async fn acknowledge_list(&self, who: &Caller, address: &Address, size: u64, reason: &str) -> Result<(), AppError> {
        let (reach, acting) = self.governs(who).await?;
        let reason = given(reason)?;
        let directory = self.directory();
        let list = of(&directory, address, &reach)?;
        if list.size() != size {
            return Err(AppError::Conflict);
        }
        let act = self.act(who, acting, "list.acknowledge", list.address().to_string());
        let entry = AuditEntry { detail: format!("{size} people"), reason, ..act };
        self.store.acknowledge_list(list.id(), size, &entry).await.map_err(from_store)?;
        self.see_change().await;
        Ok(())
    }

    async fn suspend_list(&self, who: &Caller, suspension: &ListSuspension) -> Result<(), AppError> {
        self.suspend(who, suspension).await
    }

    async fn resume_list(&self, who: &Caller, address: &Address, reason: &str) -> Result<(), AppError> {
        self.resume(who, address, reason).await
    }
}

/// A list within somebody's reach.
pub(crate) fn of<'a>(directory: &'a Directory, address: &Address, reach: &Reach) -> Result<&'a List, AppError> {
    let list = directory.list_by_address(address).ok_or(AppError::Gone)?;
    if reach.holds_list(directory, list) { Ok(list) } else { Err(AppError::Forbidden) }
}

fn row(directory: &Directory, list: &List, indexed: &Indexed, policy: &Policy, now: UnixSeconds) -> ListRow {
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let named = |principal: &Principal| contact(directory, *principal).map(|contact| contact.label());
    ListRow {
        address: list.address().clone(),
        name: list.name().to_owned(),
        size: list.size(),
        made: indexed.made,
        used: match list.kind() {
            levee_directory::ListKind::Group => ListKind::Group,
            levee_directory::ListKind::Announce => ListKind::Announce,
            levee_directory::ListKind::Discussion => ListKind::Discussion,
        },
        owners: list.owners().iter().take(NAMED).filter_map(named).collect(),
        more_owners: count(list.owners().len().saturating_sub(NAMED)),
        senders: match list.senders().len() {
            0 => WhoSends::Anyone,
            named => WhoSends::Named(count(named)),
        },
        changed: indexed.changed,
        lint: indexed.lint(policy, now),
        suspended: suspended(directory, list),
    }
}

fn contact(directory: &Directory, principal: Principal) -> Option<Contact> {
    match principal {
        Principal::Person(id) => {
            let person = directory.person(id)?;
            let name = (!person.name.is_empty()).then(|| person.name.to_owned());
            Some(Contact { name, address: person.address() })
        }
        Principal::List(id) => {
            let list = directory.list(id)?;
            Some(Contact { name: Some(list.name().to_owned()), address: list.address().clone() })
        }
    }
}

fn link(list: &List) -> ListLink {
    ListLink { address: list.address().clone(), name: list.name().to_owned(), size: list.size() }
}
