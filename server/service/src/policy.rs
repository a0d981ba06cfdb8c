//! The policy: its versions, and what may be changed by whom. Read from the store for each judgement,
//! so that a change holds at once, on SMTP and in open windows too.

use crate::Service;
use crate::audit::given;
use crate::policy_change::{changed, differences, moment, of_organisation, refusal, refused, unfit, unknown_units};
use crate::rights::reader;
use crate::service_error::{OpenError, from_store};
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Field, GuardStanding, Listing, Policies, PolicyChange, PolicyInForce, PolicyRestore,
    PolicyVersion, Replay, Role, UnitNumbers, UnixSeconds,
};
use levee_guard::{Observe, Policy, PolicyKey, validate};
use levee_mail::Contact;
use levee_store::{AuditEntry, PolicyRow, StoreError};
use std::collections::BTreeSet;

/// Seconds of a day.
const DAY: i64 = 86_400;

#[async_trait]
impl Policies for Service {
    async fn policy_in_force(&self, who: &Caller) -> Result<PolicyInForce, AppError> {
        let circumstances = self.circumstances(&self.directory(), &who.account.address).await.map_err(from_store)?;
        let policy = circumstances.policy;
        Ok(PolicyInForce { version: policy.version, policy })
    }

    async fn standing(&self, who: &Caller) -> Result<GuardStanding, AppError> {
        // It stands over every page of the console, whoever may open one.
        if ![Role::Approver, Role::UnitAdministrator].into_iter().any(|role| who.account.has(role)) {
            reader(who)?;
        }
        let policy = self.policy().await.map_err(from_store)?;
        let in_force = self.store.policy_in_force(self.clock.now()).await.map_err(from_store)?;
        let since = self.clock.now() - i64::from(GuardStanding::DAYS) * DAY;
        let mut rulings = self.store.rulings_since(since).await.map_err(from_store)?;
        rulings.sort_unstable();
        let administrators = self.directory().holders(levee_directory::Role::Administrator).len();
        Ok(GuardStanding {
            stop: self.stop_in_force(&policy).await.map_err(from_store)?,
            version: policy.version,
            since: in_force.map(|row| row.at.max(row.holds_from)).unwrap_or_default(),
            next: self.next_version().await.map_err(from_store)?,
            observe: policy.observe,
            rulings,
            administrators: u32::try_from(administrators).unwrap_or(u32::MAX),
        })
    }

    async fn policy_versions(&self, who: &Caller) -> Result<Vec<PolicyVersion>, AppError> {
        reader(who)?;
        self.policy().await.map_err(from_store)?;
        let rows = self.store.policy_versions().await.map_err(from_store)?;
        rows.into_iter().map(|row| version(row).map_err(from_store)).collect()
    }

    async fn change_policy(&self, who: &Caller, change: &PolicyChange) -> Result<u64, AppError> {
        let acting = self.changes_as(who, change).await?;
        // Before the policy: a version that is made in between is then a conflict.
        let next = self.next_version().await.map_err(from_store)?;
        let in_force = self.policy().await.map_err(from_store)?;
        if in_force.version != change.base {
            return Err(AppError::Conflict);
        }
        let directory = self.directory();
        let biggest = directory.lists().map(|list| list.size()).max().unwrap_or_default();
        // A change of the mode or of a unit alone leaves the numbers as they were accepted.
        let biggest = (!change.above_biggest_list && of_organisation(change)).then_some(biggest);
        let changed = changed(&in_force, change, biggest);
        let mut policy = changed.map_err(|fields| AppError::Invalid { fields })?;
        let nobody = |unit: &str| directory.people_within(unit).is_empty();
        let strangers: Vec<Field> = unknown_units(&in_force, &policy, nobody);
        if !strangers.is_empty() {
            return Err(AppError::Invalid { fields: strangers });
        }
        policy.version = next;
        let mut other = policy.clone();
        (other.version, other.observe) = (in_force.version, in_force.observe.clone());
        let act = if other == in_force { "policy.mode" } else { "policy.save" };
        let (act, object) = match change.from {
            None => (act, format!("v{}", policy.version)),
            Some(from) => ("policy.schedule", format!("v{} from {}", policy.version, moment(from))),
        };
        let act = self.act(who, acting, act, object);
        let entry = AuditEntry { detail: differences(&in_force, &policy), reason: given(&change.reason)?, ..act };
        if let Some(problem) = change.from.and_then(|from| unfit(from, entry.at)) {
            return Err(AppError::Invalid { fields: vec![refused("from", problem)] });
        }
        self.add_policy(who, &policy, change.from, &entry).await
    }

    async fn replay(
        &self,
        who: &Caller,
        change: &PolicyChange,
        days: u32,
        listing: Listing,
    ) -> Result<Replay, AppError> {
        reader(who)?;
        let in_force = self.policy().await.map_err(from_store)?;
        // Nothing is saved by it: no reason is asked for, it may be about an older version, and a number above the
        // biggest list may be tried.
        let tried = PolicyChange { reason: "replay".to_owned(), ..change.clone() };
        let proposed = changed(&in_force, &tried, None).map_err(|fields| AppError::Invalid { fields })?;
        let days = Replay::DAYS.into_iter().find(|offered| *offered == days).unwrap_or(30);
        let replay = self.replayed(&in_force, &proposed, days, listing).await.map_err(from_store)?;
        Ok(Replay { next: self.next_version().await.map_err(from_store)?, ..replay })
    }

    async fn restore_policy(&self, who: &Caller, restore: &PolicyRestore) -> Result<u64, AppError> {
        administrator(who)?;
        let reason = given(&restore.reason)?;
        let next = self.next_version().await.map_err(from_store)?;
        let in_force = self.policy().await.map_err(from_store)?;
        if in_force.version != restore.base {
            return Err(AppError::Conflict);
        }
        let rows = self.store.policy_versions().await.map_err(from_store)?;
        let row = rows.iter().find(|row| row.version == restore.version).ok_or(AppError::Gone)?;
        let mut policy = parse(row).map_err(from_store)?;
        policy.version = next;
        // It was accepted once; only what has become impossible since is refused.
        let refused: Vec<Field> = validate(&policy, None).into_iter().map(refusal).collect();
        if !refused.is_empty() {
            return Err(AppError::Invalid { fields: refused });
        }
        let object = format!("v{} as v{}", restore.version, policy.version);
        let act = self.act(who, Role::Administrator, "policy.restore", object);
        let entry = AuditEntry { detail: differences(&in_force, &policy), reason, ..act };
        self.add_policy(who, &policy, None, &entry).await
    }

    async fn unit_numbers(&self, who: &Caller) -> Result<UnitNumbers, AppError> {
        let reach = self.sees(who).await?;
        let mut policy = self.policy().await.map_err(from_store)?;
        // What is set above a unit holds in it too.
        let beyond = |key: &&PolicyKey| key.unit().is_some_and(|unit| !reach.holds(unit) && !reach.is_below(unit));
        let beyond: Vec<PolicyKey> = policy.own_of_units().map(|(key, _)| key).filter(beyond).cloned().collect();
        for key in &beyond {
            policy.put(key, None);
        }
        let directory = self.directory();
        let row = |unit: &str| (unit.to_owned(), directory.people_within(unit).len());
        let known: BTreeSet<&str> =
            directory.units().flat_map(with_those_above).filter(|unit| reach.holds(unit)).collect();
        let mut known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        // The widest first: most of what is set is set for them.
        known.sort_by_cached_key(|unit| (unit.matches('/').count(), unit.clone()));
        known.truncate(UnitNumbers::KNOWN);
        let units = policy.units().into_iter().filter(|unit| reach.holds(unit)).map(row).collect();
        Ok(UnitNumbers { units, known, in_force: PolicyInForce { version: policy.version, policy } })
    }

    async fn withdraw_policy(&self, who: &Caller, version: u64, reason: &str) -> Result<(), AppError> {
        administrator(who)?;
        let act = self.act(who, Role::Administrator, "policy.withdraw", format!("v{version}"));
        let entry = AuditEntry { reason: given(reason)?, ..act };
        self.store.withdraw_policy(version, &entry).await.map_err(from_store)
    }
}

impl Service {
    /// The policy in force at this moment. The first one, with the defaults, is made when there is none: it observes,
    /// so that an organisation sees what would be stopped before anything is.
    pub(crate) async fn policy(&self) -> Result<Policy, StoreError> {
        match self.store.policy_in_force(self.clock.now()).await? {
            Some(row) => parse(&row),
            None => self.first_policy(Observe::All).await,
        }
    }

    /// In which role somebody makes a change: administrators any, unit administrators one of their units' numbers.
    async fn changes_as(&self, who: &Caller, change: &PolicyChange) -> Result<Role, AppError> {
        let (reach, role) = self.governs(who).await?;
        let own = |(name, _): &(String, String)| {
            PolicyKey::parse(name).as_ref().and_then(PolicyKey::unit).is_some_and(|unit| reach.holds(unit))
        };
        let of_own_units = !change.values.is_empty()
            && change.values.iter().all(own)
            && change.observe.is_none()
            && change.approvers_apart.is_none()
            // What comes into force later is the whole policy of today.
            && change.from.is_none();
        if role == Role::Administrator || of_own_units { Ok(role) } else { Err(AppError::Forbidden) }
    }

    /// Makes the first policy one that enforces every rule; a policy that is there already stays.
    ///
    /// # Errors
    /// `OpenError` when the store cannot be written.
    pub async fn begin_enforcing(&self) -> Result<(), OpenError> {
        if self.store.policy_in_force(self.clock.now()).await?.is_none() {
            self.first_policy(Observe::Nothing).await?;
        }
        Ok(())
    }

    async fn first_policy(&self, observe: Observe) -> Result<Policy, StoreError> {
        let mut first = Policy::default();
        first.version = 1;
        first.observe = observe;
        let row = PolicyRow {
            version: 1,
            policy: serde_json::to_string(&first).map_err(|_| StoreError::Corrupt("policy"))?,
            author: String::new(),
            at: self.clock.now(),
            reason: String::new(),
            holds_from: 0,
            withdrawn: 0,
        };
        let act = self.act_of_nobody("levee", "policy.save", "v1");
        let entry = AuditEntry { detail: differences(&Policy::default(), &first), ..act };
        match self.store.add_policy(&row, &entry).await {
            Ok(()) => Ok(first),
            // Another request made it at the same moment.
            Err(StoreError::Conflict) => {
                let now = self.clock.now();
                self.store.policy_in_force(now).await?.as_ref().map_or(Err(StoreError::Conflict), parse)
            }
            Err(error) => Err(error),
        }
    }

    /// The number of the version that is made next: one more than the newest, which may not be in force yet.
    async fn next_version(&self) -> Result<u64, StoreError> {
        Ok(self.store.policy_versions().await?.first().map_or(0, |row| row.version) + 1)
    }

    async fn add_policy(
        &self,
        who: &Caller,
        policy: &Policy,
        from: Option<UnixSeconds>,
        entry: &AuditEntry,
    ) -> Result<u64, AppError> {
        // What is saved now holds over what holds now, also where another node's clock is ahead.
        let in_force = self.store.policy_in_force(entry.at).await.map_err(from_store)?;
        let now = in_force.map_or(entry.at, |row| entry.at.max(row.holds_from));
        let author = Contact { name: Some(who.account.name.clone()), address: who.account.address.clone() };
        let row = PolicyRow {
            version: policy.version,
            policy: serde_json::to_string(policy).map_err(|_| from_store(StoreError::Corrupt("policy")))?,
            author: serde_json::to_string(&author).map_err(|_| from_store(StoreError::Corrupt("author")))?,
            at: entry.at,
            reason: entry.reason.clone(),
            holds_from: from.unwrap_or(now),
            withdrawn: 0,
        };
        self.store.add_policy(&row, entry).await.map_err(from_store)?;
        Ok(policy.version)
    }
}

/// Refuses everybody but administrators.
pub(crate) fn administrator(who: &Caller) -> Result<(), AppError> {
    if who.account.has(Role::Administrator) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// A unit's path and those of the units above it.
fn with_those_above(unit: &str) -> impl Iterator<Item = &str> {
    let ends = unit.match_indices('/').map(|(end, _)| end).chain([unit.len()]);
    ends.filter_map(move |end| unit.get(..end))
}

pub(crate) fn parse(row: &PolicyRow) -> Result<Policy, StoreError> {
    read_policy(row.version, &row.policy)
}

/// A policy as the store keeps it, JSON, under its number.
pub(crate) fn read_policy(version: u64, text: &str) -> Result<Policy, StoreError> {
    let mut policy: Policy = serde_json::from_str(text).map_err(|_| StoreError::Corrupt("policy"))?;
    policy.version = version;
    Ok(policy)
}

fn version(row: PolicyRow) -> Result<PolicyVersion, StoreError> {
    let author = match row.author.as_str() {
        "" => None,
        text => Some(serde_json::from_str(text).map_err(|_| StoreError::Corrupt("author of a policy"))?),
    };
    let policy = parse(&row)?;
    Ok(PolicyVersion {
        in_force: PolicyInForce { version: row.version, policy },
        author,
        at: row.at,
        reason: row.reason,
        from: row.holds_from,
        withdrawn: (row.withdrawn > 0).then_some(row.withdrawn),
    })
}
