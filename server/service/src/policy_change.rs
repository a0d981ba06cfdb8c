//! A change of the policy: what was typed, read and checked; what is wrong with it; what it changes, in words for the
//! audit.

use crate::audit::missing;
use crate::policy_value::read;
use levee_contract::{Field, PolicyChange, UnixSeconds};
use levee_guard::{NEVER, Observe, Policy, PolicyError, PolicyKey, validate};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What one policy has that the other has not: `audience.hold 500 -> 250, all observed -> enforced`.
pub(crate) fn differences(before: &Policy, after: &Policy) -> String {
    let value = |policy: &Policy, key: &PolicyKey| match policy.value(key) {
        None => "as it is by itself".to_owned(),
        Some(NEVER) => "never".to_owned(),
        Some(value) => value.to_string(),
    };
    let number = |key: &PolicyKey| format!("{key} {} -> {}", value(before, key), value(after, key));
    let mut lines: Vec<String> = before.differences(after).iter().map(number).collect();
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

/// Why a version cannot come into force then.
pub(crate) fn unfit(from: UnixSeconds, now: UnixSeconds) -> Option<&'static str> {
    match from - now {
        ..=0 => Some("has_passed"),
        ahead if ahead > PolicyChange::AHEAD_DAYS * DAY => Some("too_far_ahead"),
        _ => None,
    }
}

/// RFC 3339, UTC.
pub(crate) fn moment(at: UnixSeconds) -> String {
    let moment = time::OffsetDateTime::from_unix_timestamp(at).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    moment.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

/// The next policy, or every field that is refused.
pub(crate) fn changed(in_force: &Policy, change: &PolicyChange, biggest: Option<u64>) -> Result<Policy, Vec<Field>> {
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
    let mut set = Vec::new();
    for (name, typed) in &change.values {
        let Some(key) = PolicyKey::parse(name) else {
            refused.push(field(name, "unknown", None));
            continue;
        };
        match read(key.parameter(), typed) {
            None if !key.is_by_itself(typed) => refused.push(field(name, "not_a_value", Some(typed.clone()))),
            value => {
                policy.put(&key, value);
                set.push(key);
            }
        }
    }
    refused.extend(set.iter().filter_map(|key| beyond_bounds(&policy, key)));
    refused.extend(missing(&change.reason));
    refused.extend(validate(&policy, biggest).into_iter().map(refusal));
    if refused.is_empty() { Ok(policy) } else { Err(refused) }
}

/// What a page says at its field.
pub(crate) fn refusal(error: PolicyError) -> Field {
    match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            field(parameter.name(), "out_of_range", Some(range(row.min, row.max)))
        }
        PolicyError::OutOfOrder { lower, upper } => field(lower.name(), "order", Some(upper.name().to_owned())),
        PolicyError::OutOfOrderIn { unit, lower, upper } => {
            field(&PolicyKey::Unit(lower, unit).to_string(), "order", Some(upper.name().to_owned()))
        }
        PolicyError::OutOfBounds { key } => {
            let row = key.parameter().row();
            field(&key.to_string(), "crossed", Some(range(row.min, row.max)))
        }
        PolicyError::AboveBiggestList { biggest } => {
            field(levee_guard::Parameter::AudienceBlock.name(), "above_biggest_list", Some(biggest.to_string()))
        }
    }
}

/// A unit's number, where it is not one that units may have.
pub(crate) fn beyond_bounds(policy: &Policy, key: &PolicyKey) -> Option<Field> {
    let bounds = policy.bounds(key.parameter());
    let told = || field(&key.to_string(), "out_of_range", Some(range(*bounds.start(), *bounds.end())));
    (!policy.is_within_bounds(key)).then(told)
}

/// Units that newly have a number, and nobody in them.
pub(crate) fn unknown_units(before: &Policy, after: &Policy, nobody: impl Fn(&str) -> bool) -> Vec<Field> {
    let new = after.differences(before).into_iter().filter(|key| after.value(key).is_some());
    let unknown = new.filter(|key| key.unit().is_some_and(&nobody));
    unknown.map(|key| field(&key.to_string(), "no_such_unit", None)).collect()
}

/// Whether it names a number of the organisation.
pub(crate) fn of_organisation(change: &PolicyChange) -> bool {
    let keys = change.values.iter().filter_map(|(name, _)| PolicyKey::parse(name));
    keys.into_iter().any(|key| matches!(key, PolicyKey::Organisation(_)))
}

fn range(least: u64, most: u64) -> String {
    let most = if most == NEVER { "never".to_owned() } else { most.to_string() };
    format!("{least}..{most}")
}

/// A field that is refused for a reason of its own.
pub(crate) fn refused(name: &str, problem: &str) -> Field {
    field(name, problem, None)
}

fn field(name: &str, problem: &str, detail: Option<String>) -> Field {
    Field { name: name.to_owned(), problem: problem.to_owned(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::Parameter;

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
        check(&[("audience.hold@North", "501")], None, Err(&[("audience.hold@North", "out_of_range")]));
        check(&[("audience.hold@North", "many")], None, Err(&[("audience.hold@North", "not_a_value")]));
        check(
            &[("most.audience.warn", "60"), ("audience.warn@North", "50"), ("audience.confirm@North", "40")],
            None,
            Err(&[("audience.warn@North", "order")]),
        );
        check(&[("storm.window@North", "90")], None, Err(&[("storm.window@North", "unknown")]));
        check(&[("least.audience.hold", "20")], None, Err(&[("least.audience.hold", "crossed")]));
    }

    #[test]
    fn a_unit_goes_as_far_as_it_may_and_comes_back() {
        let change = |values: &[(&str, &str)]| PolicyChange {
            values: values.iter().map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned())).collect(),
            reason: "a trial".to_owned(),
            ..PolicyChange::default()
        };
        let looser = [("most.audience.hold", "800"), ("audience.hold@North", "700")];
        let policy = changed(&Policy::default(), &change(&looser), None).expect("it may");
        assert_eq!(policy.for_unit("North/Ward 4").get(Parameter::AudienceHold), 700);
        assert!(differences(&Policy::default(), &policy).contains("audience.hold@North as it is by itself -> 700"));
        assert_eq!(unknown_units(&Policy::default(), &policy, |_| true).len(), 1);
        assert_eq!(unknown_units(&policy, &policy, |_| true), []);
        assert!(!of_organisation(&change(&looser)), "the biggest list is no matter of units");
        let back = changed(&policy, &change(&[("audience.hold@North", " "), ("most.audience.hold", "-")]), None);
        assert_eq!(differences(&Policy::default(), &back.expect("it may")), "");
    }
}
