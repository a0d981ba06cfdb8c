//! The policy: its versions, and what may be changed by whom. Read from the store for each judgement,
//! so that a change holds at once, on SMTP and in open windows too.

use crate::Service;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Caller, Field, Policies, PolicyChange, PolicyInForce, PolicyVersion, Role};
use levee_guard::{NEVER, Parameter, Policy, PolicyError, RATIO_ONE, Unit, validate};
use levee_mail::Contact;
use levee_store::{PolicyRow, StoreError};

/// Longest reason for a change, characters.
pub(crate) const LONGEST_REASON: usize = 500;

#[async_trait]
impl Policies for Service {
    async fn policy_in_force(&self, _who: &Caller) -> Result<PolicyInForce, AppError> {
        let policy = self.policy().await.map_err(from_store)?;
        Ok(PolicyInForce { version: policy.version, policy })
    }

    async fn policy_versions(&self, who: &Caller) -> Result<Vec<PolicyVersion>, AppError> {
        administrator(who)?;
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
        let biggest = (!change.above_biggest_list).then_some(biggest);
        let policy = changed(&in_force, change, biggest).map_err(|fields| AppError::Invalid { fields })?;
        let author = Contact { name: Some(who.account.name.clone()), address: who.account.address.clone() };
        let row = PolicyRow {
            version: policy.version,
            policy: serde_json::to_string(&policy).map_err(|_| from_store(StoreError::Corrupt("policy")))?,
            author: serde_json::to_string(&author).map_err(|_| from_store(StoreError::Corrupt("author")))?,
            at: self.clock.now(),
            reason: change.reason.trim().to_owned(),
        };
        self.store.add_policy(&row).await.map_err(from_store)?;
        Ok(policy.version)
    }
}

impl Service {
    /// The policy in force. The first one, with the defaults, is made when there is none.
    pub(crate) async fn policy(&self) -> Result<Policy, StoreError> {
        if let Some(row) = self.store.policy_in_force().await? {
            return parse(&row);
        }
        let mut first = Policy::default();
        first.version = 1;
        let row = PolicyRow {
            version: 1,
            policy: serde_json::to_string(&first).map_err(|_| StoreError::Corrupt("policy"))?,
            author: String::new(),
            at: self.clock.now(),
            reason: String::new(),
        };
        match self.store.add_policy(&row).await {
            // Another request made it at the same moment.
            Ok(()) | Err(StoreError::Conflict) => Ok(first),
            Err(error) => Err(error),
        }
    }
}

fn administrator(who: &Caller) -> Result<(), AppError> {
    if who.account.has(Role::Administrator) { Ok(()) } else { Err(AppError::Forbidden) }
}

fn parse(row: &PolicyRow) -> Result<Policy, StoreError> {
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
    })
}

/// The next policy, or every field that is refused.
fn changed(in_force: &Policy, change: &PolicyChange, biggest: Option<u64>) -> Result<Policy, Vec<Field>> {
    let mut policy = in_force.clone();
    policy.version += 1;
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
    let reason = change.reason.trim().chars().count();
    if reason == 0 {
        refused.push(field("reason", "empty", None));
    } else if reason > LONGEST_REASON {
        refused.push(field("reason", "too_long", Some(LONGEST_REASON.to_string())));
    }
    refused.extend(validate(&policy, biggest).into_iter().map(|error| match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            let most = if row.max == NEVER { "never".to_owned() } else { row.max.to_string() };
            field(parameter.name(), "out_of_range", Some(format!("{}..{most}", row.min)))
        }
        PolicyError::OutOfOrder { lower, upper } => field(lower.name(), "order", Some(upper.name().to_owned())),
        PolicyError::AboveBiggestList { biggest } => {
            field(Parameter::AudienceBlock.name(), "above_biggest_list", Some(biggest.to_string()))
        }
    }));
    if refused.is_empty() { Ok(policy) } else { Err(refused) }
}

fn field(name: &str, problem: &str, detail: Option<String>) -> Field {
    Field { name: name.to_owned(), problem: problem.to_owned(), detail }
}

/// A value as typed: a number, a duration like `1h30m`, a part of 1 like `0.8`, `on`, `off`, `never`.
fn read(parameter: Parameter, typed: &str) -> Option<u64> {
    let typed = typed.trim();
    match parameter.row().unit {
        _ if typed.eq_ignore_ascii_case("never") => (parameter.row().max == NEVER).then_some(NEVER),
        Unit::Switch if typed.eq_ignore_ascii_case("on") => Some(1),
        Unit::Switch if typed.eq_ignore_ascii_case("off") => Some(0),
        Unit::Ratio => ratio(typed),
        Unit::Seconds => typed.parse().ok().or_else(|| duration(typed)),
        Unit::People | Unit::Bytes | Unit::Messages | Unit::Switch => typed.replace([',', ' '], "").parse().ok(),
    }
}

/// `0.8` in millionths.
fn ratio(typed: &str) -> Option<u64> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, ""));
    if part.len() > 6 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(RATIO_ONE)?.checked_add(part)
}

/// `1d2h3m4s` in seconds; each unit at most once, none missing.
fn duration(typed: &str) -> Option<u64> {
    let mut rest = typed;
    let mut seconds = 0_u64;
    for (unit, length) in [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(length)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !typed.is_empty()).then_some(seconds)
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
