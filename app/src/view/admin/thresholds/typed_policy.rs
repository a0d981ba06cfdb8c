//! The numbers of the policy as they are typed: read, and checked as the server will check them.
//! Pure. The server decides; it also knows the biggest list.

use crate::words::en::{typed, written};
use levee_contract::Field;
use levee_guard::{Parameter, Policy, PolicyError, validate};
use std::collections::BTreeMap;

/// What stands in each field.
pub(crate) type Typed = BTreeMap<Parameter, String>;

/// The fields as the policy fills them.
pub(crate) fn typed_of(policy: &Policy) -> Typed {
    Parameter::ALL.iter().map(|parameter| (*parameter, field_of(policy, *parameter))).collect()
}

/// A number as it stands in its field.
pub(crate) fn field_of(policy: &Policy, parameter: Parameter) -> String {
    written(parameter.row().unit, policy.get(parameter))
}

/// Reads a value as typed.
pub(crate) fn read(parameter: Parameter, text: &str) -> Option<u64> {
    typed(parameter.row().unit, text)
}

/// A value as a server reads it, whatever its unit; what is no value stays as typed.
#[cfg(feature = "ssr")]
pub(crate) fn plain(name: &str, text: &str) -> String {
    let Some(parameter) = Parameter::parse(name) else { return text.to_owned() };
    match read(parameter, text) {
        None => text.to_owned(),
        Some(levee_guard::NEVER) => "never".to_owned(),
        Some(value) if parameter.row().unit == levee_guard::Unit::Ratio => written(parameter.row().unit, value),
        Some(value) => value.to_string(),
    }
}

/// What is wrong with what is typed, by field.
pub(crate) fn problems(in_force: &Policy, typed: &Typed) -> Vec<Field> {
    let field = |parameter: Parameter, problem: &str, detail| Field {
        name: parameter.name().to_owned(),
        problem: problem.to_owned(),
        detail,
    };
    let mut policy = in_force.clone();
    let mut problems = Vec::new();
    for (parameter, typed) in typed {
        match read(*parameter, typed) {
            Some(value) => policy.set(*parameter, value),
            None => problems.push(field(*parameter, "not_a_value", None)),
        }
    }
    problems.extend(validate(&policy, None).into_iter().flat_map(|error| match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            let range = format!("{}..{}", written(row.unit, row.min), written(row.unit, row.max));
            vec![field(parameter, "out_of_range", Some(range))]
        }
        PolicyError::OutOfOrder { lower, upper } => vec![
            field(lower, "order", Some(upper.name().to_owned())),
            field(upper, "order_above", Some(lower.name().to_owned())),
        ],
        PolicyError::AboveBiggestList { biggest } => {
            vec![field(Parameter::AudienceBlock, "above_biggest_list", Some(biggest.to_string()))]
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
        ] {
            assert_eq!(plain(name, typed), expected, "{name} {typed}");
        }
    }
}
