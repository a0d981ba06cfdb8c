//! The policy: its versions, and what may be changed by whom. Read from the store for each judgement,
//! so that a change holds at once, on SMTP and in open windows too.

use crate::Service;
use crate::audit::{given, missing};
use crate::policy_value::read;
use crate::rights::reader;
use crate::service_error::{OpenError, from_store};
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Field, GuardStanding, Listing, Policies, PolicyChange, PolicyInForce, PolicyRestore,
    PolicyVersion, Replay, Role, UnixSeconds,
};
use levee_guard::{NEVER, Observe, Parameter, Policy, PolicyError, validate};
use levee_mail::Contact;
use levee_store::{AuditEntry, PolicyRow, StoreError};

/// Seconds of a day.
const DAY: i64 = 86_400;

#[async_trait]
impl Policies for Service {
    async fn policy_in_force(&self, _who: &Caller) -> Result<PolicyInForce, AppError> {
        let policy = self.policy().await.map_err(from_store)?;
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
        administrator(who)?;
        let in_force = self.policy().await.map_err(from_store)?;
        if in_force.version != change.base {
            return Err(AppError::Conflict);
        }
        let biggest = self.directory().lists().map(|list| list.size()).max().unwrap_or_default();
        // A change of the mode alone leaves the numbers as they were accepted.
        let biggest = (!change.above_biggest_list && !change.values.is_empty()).then_some(biggest);
        let mut policy = changed(&in_force, change, biggest).map_err(|fields| AppError::Invalid { fields })?;
        policy.version = self.next_version().await.map_err(from_store)?;
        let mut other = policy.clone();
        (other.version, other.observe) = (in_force.version, in_force.observe.clone());
        let act = if other == in_force { "policy.mode" } else { "policy.save" };
        let (act, object) = match change.from {
            None => (act, format!("v{}", policy.version)),
            Some(from) => ("policy.schedule", format!("v{} from {}", policy.version, moment(from))),
        };
        let act = self.act(who, Role::Administrator, act, object);
        let entry = AuditEntry { detail: differences(&in_force, &policy), reason: given(&change.reason)?, ..act };
        if let Some(problem) = change.from.and_then(|from| unfit(from, entry.at)) {
            return Err(AppError::Invalid { fields: vec![field("from", problem, None)] });
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
        let in_force = self.policy().await.map_err(from_store)?;
        if in_force.version != restore.base {
            return Err(AppError::Conflict);
        }
        let rows = self.store.policy_versions().await.map_err(from_store)?;
        let row = rows.iter().find(|row| row.version == restore.version).ok_or(AppError::Gone)?;
        let mut policy = parse(row).map_err(from_store)?;
        policy.version = self.next_version().await.map_err(from_store)?;
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

/// What one policy has that the other has not: `audience.hold 500 -> 250, all observed -> enforced`.
fn differences(before: &Policy, after: &Policy) -> String {
    let value = |policy: &Policy, parameter: Parameter| match policy.get(parameter) {
        NEVER => "never".to_owned(),
        value => value.to_string(),
    };
    let differs = |parameter: &&Parameter| before.get(**parameter) != after.get(**parameter);
    let number = |p: &Parameter| format!("{p} {} -> {}", value(before, *p), value(after, *p));
    let mut lines: Vec<String> = Parameter::ALL.iter().filter(differs).map(number).collect();
    if before.observe != after.observe {
        lines.push(format!("observed {} -> {}", observed(&before.observe), observed(&after.observe)));
    }
    if before.approvers_apart != after.approvers_apart {
        let apart = |policy: &Policy| if policy.approvers_apart { "two organisations" } else { "any" };
        lines.push(format!("approvers {} -> {}", apart(before), apart(after)));
    }
    lines.join(", ")
}

fn observed(observe: &Observe) -> String {
    match observe {
        Observe::Nothing => "nothing".to_owned(),
        Observe::All => "everything".to_owned(),
        Observe::Codes(codes) => codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(" "),
    }
}

/// Refuses everybody but administrators.
pub(crate) fn administrator(who: &Caller) -> Result<(), AppError> {
    if who.account.has(Role::Administrator) { Ok(()) } else { Err(AppError::Forbidden) }
}

pub(crate) fn parse(row: &PolicyRow) -> Result<Policy, StoreError> {
    let mut policy: Policy = serde_json::from_str(&row.policy).map_err(|_| StoreError::Corrupt("policy"))?;
    policy.version = row.version;
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

/// Why a version cannot come into force then.
fn unfit(from: UnixSeconds, now: UnixSeconds) -> Option<&'static str> {
    match from - now {
        ..=0 => Some("has_passed"),
        ahead if ahead > PolicyChange::AHEAD_DAYS * DAY => Some("too_far_ahead"),
        _ => None,
    }
}

/// RFC 3339, UTC.
fn moment(at: UnixSeconds) -> String {
    let moment = time::OffsetDateTime::from_unix_timestamp(at).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    moment.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

/// The next policy, or every field that is refused.
fn changed(in_force: &Policy, change: &PolicyChange, biggest: Option<u64>) -> Result<Policy, Vec<Field>> {
    let mut policy = in_force.clone();
    policy.version += 1;
    if let Some(observe) = &change.observe {
        policy.observe = match observe {
            Observe::Codes(codes) if codes.is_empty() => Observe::Nothing,
            observe => observe.clone(),
        };
    }
    policy.approvers_apart = change.approvers_apart.unwrap_or(policy.approvers_apart);
    let mut refused = Vec::new();
    for (name, typed) in &change.values {
        match Parameter::parse(name) {
            None => refused.push(field(name, "unknown", None)),
            Some(parameter) => match read(parameter, typed) {
                Some(value) => policy.set(parameter, value),
                None => refused.push(field(name, "not_a_value", Some(typed.clone()))),
            },
        }
    }
    refused.extend(missing(&change.reason));
    refused.extend(validate(&policy, biggest).into_iter().map(refusal));
    if refused.is_empty() { Ok(policy) } else { Err(refused) }
}

/// What a page says at its field.
pub(crate) fn refusal(error: PolicyError) -> Field {
    match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            let most = if row.max == NEVER { "never".to_owned() } else { row.max.to_string() };
            field(parameter.name(), "out_of_range", Some(format!("{}..{most}", row.min)))
        }
        PolicyError::OutOfOrder { lower, upper } => field(lower.name(), "order", Some(upper.name().to_owned())),
        PolicyError::AboveBiggestList { biggest } => {
            field(Parameter::AudienceBlock.name(), "above_biggest_list", Some(biggest.to_string()))
        }
    }
}

fn field(name: &str, problem: &str, detail: Option<String>) -> Field {
    Field { name: name.to_owned(), problem: problem.to_owned(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[(&str, &str)], biggest: Option<u64>, expected: Result<u64, &[(&str, &str)]>) {
        let change = PolicyChange {
            base: 1,
            values: values.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect(),
            reason: "quarterly review".to_owned(),
            above_biggest_list: biggest.is_none(),
            ..PolicyChange::default()
        };
        let mut first = Policy::default();
        first.version = 1;
        let found = changed(&first, &change, biggest);
        match (found, expected) {
            (Ok(policy), Ok(value)) => {
                let (name, _) = values[0];
                assert_eq!((policy.version, policy.get(Parameter::parse(name).unwrap())), (2, value), "{values:?}");
            }
            (Err(fields), Err(expected)) => {
                let fields: Vec<_> = fields.iter().map(|f| (f.name.as_str(), f.problem.as_str())).collect();
                assert_eq!(fields, expected, "{values:?}");
            }
            (found, expected) => panic!("{values:?}: {found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn values_are_read_as_typed_and_checked_together() {
        check(&[("audience.warn", "30")], None, Ok(30));
        check(&[("audience.block", "20,000")], None, Ok(20_000));
        check(&[("hold.expiry", "2h30m")], None, Ok(9000));
        check(&[("hold.expiry", "7200")], None, Ok(7200));
        check(&[("handmade.overlap", "0.75")], None, Ok(750_000));
        check(&[("reply_all.default", "on")], None, Ok(1));
        check(&[("audience.permit", "never")], None, Ok(NEVER));
        check(&[("audience.block", "never")], None, Err(&[("audience.block", "not_a_value")]));
        check(&[("hold.expiry", "2x")], None, Err(&[("hold.expiry", "not_a_value")]));
        check(&[("audience.wran", "30")], None, Err(&[("audience.wran", "unknown")]));
        check(&[("audience.warn", "4")], None, Err(&[("audience.warn", "out_of_range"), ("reply_all.warn", "order")]));
        check(&[("audience.warn", "200")], None, Err(&[("audience.warn", "order")]));
        check(&[("audience.warn", "30")], Some(4_999), Err(&[("audience.block", "above_biggest_list")]));
        check(&[("audience.warn", "30")], Some(5_000), Ok(30));
    }
}
