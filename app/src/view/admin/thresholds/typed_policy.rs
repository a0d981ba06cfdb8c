//! The numbers of the policy as they are typed: read, and checked as the server will check them.
//! Pure. The server decides; it also knows the biggest list.

use crate::words::en::{typed, written};
use levee_contract::Field;
use levee_guard::{Parameter, Policy, PolicyError, PolicyKey, validate};
use std::collections::BTreeMap;

/// What stands in each field.
pub(crate) type Typed = BTreeMap<Parameter, String>;

/// The fields as the policy fills them.
pub(crate) fn typed_of(policy: &Policy) -> Typed {
    let field = |parameter: &Parameter| (*parameter, field_of(policy, &PolicyKey::Organisation(*parameter)));
    Parameter::ALL.iter().map(field).collect()
}

/// A number as it stands in its field; empty where it is as by itself.
pub(crate) fn field_of(policy: &Policy, key: &PolicyKey) -> String {
    policy.value(key).map(|value| written(key.parameter().row().unit, value)).unwrap_or_default()
}

/// Reads a value as typed.
pub(crate) fn read(parameter: Parameter, text: &str) -> Option<u64> {
    typed(parameter.row().unit, text)
}

/// A value as a server reads it, whatever its unit; what is no value stays as typed.
#[cfg(feature = "ssr")]
pub(crate) fn plain(name: &str, text: &str) -> String {
    let Some(parameter) = PolicyKey::parse(name).map(|key| key.parameter()) else { return text.to_owned() };
    match read(parameter, text) {
        None => text.to_owned(),
        Some(levee_guard::NEVER) => "never".to_owned(),
        Some(value) if parameter.row().unit == levee_guard::Unit::Ratio => written(parameter.row().unit, value),
        Some(value) => value.to_string(),
    }
}

/// What is wrong with what is typed, by field.
pub(crate) fn problems(in_force: &Policy, typed: &Typed) -> Vec<Field> {
    let keys = typed.iter().map(|(parameter, typed)| (PolicyKey::Organisation(*parameter), typed.clone()));
    problems_of(in_force, &keys.collect::<Vec<_>>())
}

/// The same, for any numbers of the policy; what is left empty of units is as by itself.
pub(crate) fn problems_of(in_force: &Policy, typed: &[(PolicyKey, String)]) -> Vec<Field> {
    let field =
        |key: &PolicyKey, problem: &str, detail| Field { name: key.to_string(), problem: problem.to_owned(), detail };
    let range = |key: &PolicyKey, least, most| {
        let unit = key.parameter().row().unit;
        Some(format!("{}..{}", written(unit, least), written(unit, most)))
    };
    let mut policy = in_force.clone();
    let mut problems = Vec::new();
    for (key, typed) in typed {
        match read(key.parameter(), typed) {
            None if !key.is_by_itself(typed) => problems.push(field(key, "not_a_value", None)),
            value => policy.put(key, value),
        }
    }
    for (key, _) in typed.iter().filter(|(key, _)| !policy.is_within_bounds(key)) {
        let bounds = policy.bounds(key.parameter());
        problems.push(field(key, "out_of_range", range(key, *bounds.start(), *bounds.end())));
    }
    let own = PolicyKey::Organisation;
    problems.extend(validate(&policy, None).into_iter().flat_map(|error| match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            vec![field(&own(parameter), "out_of_range", range(&own(parameter), row.min, row.max))]
        }
        PolicyError::OutOfOrder { lower, upper } => vec![
            field(&own(lower), "order", Some(upper.name().to_owned())),
            field(&own(upper), "order_above", Some(lower.name().to_owned())),
        ],
        // At the unit's field and, where it is the organisation that changes, at the organisation's.
        PolicyError::OutOfOrderIn { unit, lower, upper } => vec![
            field(&own(lower), "order_in_unit", Some(unit.clone())),
            field(&PolicyKey::Unit(lower, unit.clone()), "order", Some(upper.name().to_owned())),
            field(&PolicyKey::Unit(upper, unit), "order_above", Some(lower.name().to_owned())),
        ],
        PolicyError::OutOfBounds { key } => {
            let row = key.parameter().row();
            vec![field(&key, "crossed", range(&key, row.min, row.max))]
        }
        PolicyError::AboveBiggestList { biggest } => {
            vec![field(&own(Parameter::AudienceBlock), "above_biggest_list", Some(biggest.to_string()))]
        }
    }));
    problems
}

/// What differs from the policy in force: the parameter, its number now, and what is typed.
pub(crate) fn changed(in_force: &Policy, typed: &Typed) -> Vec<(Parameter, u64, String)> {
    let differs =
        |(parameter, typed): &(&Parameter, &String)| read(**parameter, typed) != Some(in_force.get(**parameter));
    let line = |(parameter, typed): (&Parameter, &String)| (*parameter, in_force.get(*parameter), typed.clone());
    typed.iter().filter(differs).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &[(Parameter, &str)], expected: &[(&str, &str)]) {
        let policy = Policy::default();
        let mut fields = typed_of(&policy);
        fields.extend(typed.iter().map(|(parameter, text)| (*parameter, (*text).to_owned())));
        let found = problems(&policy, &fields);
        let found: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.problem.as_str())).collect();
        assert_eq!(found, expected, "{typed:?}");
    }

    #[test]
    fn what_is_typed_is_checked_as_the_server_checks_it() {
        check(&[], &[]);
        check(&[(Parameter::AudienceHold, "1,000")], &[]);
        check(&[(Parameter::AudiencePermit, "never")], &[]);
        check(&[(Parameter::HoldExpiry, "2h 30m"), (Parameter::HandmadeOverlap, "0.75")], &[]);
        check(&[(Parameter::AudienceHold, "many")], &[("audience.hold", "not_a_value")]);
        check(
            &[(Parameter::AudienceWarn, "501")],
            &[("audience.warn", "out_of_range"), ("audience.warn", "order"), ("audience.confirm", "order_above")],
        );
        check(
            &[(Parameter::AudienceConfirm, "600")],
            &[("audience.confirm", "order"), ("audience.hold", "order_above")],
        );
    }

    #[test]
    fn what_is_typed_for_a_unit_is_checked_against_its_bounds_and_neighbours() {
        let of = |parameter| PolicyKey::Unit(parameter, "North".to_owned());
        let found = |typed: &[(PolicyKey, &str)]| -> Vec<(String, String)> {
            let typed: Vec<_> = typed.iter().map(|(key, text)| (key.clone(), (*text).to_owned())).collect();
            problems_of(&Policy::default(), &typed).into_iter().map(|field| (field.name, field.problem)).collect()
        };
        let said = |name: &str, problem: &str| (name.to_owned(), problem.to_owned());
        assert_eq!(found(&[(of(Parameter::AudienceHold), "250"), (of(Parameter::AudienceWarn), " ")]), []);
        assert_eq!(found(&[(of(Parameter::AudienceHold), "600")]), [said("audience.hold@North", "out_of_range")]);
        let (hold, most) = (of(Parameter::AudienceHold), PolicyKey::Most(Parameter::AudienceHold));
        assert_eq!(found(&[(hold, "600"), (most, "600")]), []);
        let (most, warn) = (PolicyKey::Most(Parameter::AudienceWarn), of(Parameter::AudienceWarn));
        assert_eq!(
            found(&[(most, "60"), (warn, "50"), (of(Parameter::AudienceConfirm), "40")]),
            [
                said("audience.warn", "order_in_unit"),
                said("audience.warn@North", "order"),
                said("audience.confirm@North", "order_above")
            ]
        );
        assert_eq!(found(&[(PolicyKey::Most(Parameter::RateDay), "1")]), [said("most.rate.day", "crossed")]);
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let policy = Policy::default();
        let mut fields = typed_of(&policy);
        assert!(changed(&policy, &fields).is_empty());
        fields.insert(Parameter::HoldExpiry, " 240m".to_owned());
        assert!(changed(&policy, &fields).is_empty(), "the same time in other words");
        fields.insert(Parameter::AudienceHold, " 250".to_owned());
        assert_eq!(changed(&policy, &fields), [(Parameter::AudienceHold, 500, " 250".to_owned())]);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_server_is_handed_what_it_reads() {
        for (name, typed, expected) in [
            ("audience.hold", "1,000", "1000"),
            ("hold.expiry", "2h 30m", "9000"),
            ("handmade.overlap", "0.80", "0.8"),
            ("volume.hold", "2 GB", "2000000000"),
            ("audience.permit", "Never", "never"),
            ("reply_all.default", "on", "1"),
            ("audience.hold", "many", "many"),
            ("audience.wran", "5", "5"),
            ("volume.hold@North", "1 GB", "1000000000"),
            ("audience.hold@North", "", ""),
        ] {
            assert_eq!(plain(name, typed), expected, "{name} {typed}");
        }
    }
}
