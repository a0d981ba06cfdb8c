//! The numbers of the policy as they are typed: read, and checked as the server will check them.
//! Pure. The server decides; it also knows the biggest list.

use crate::words::en::{count, tuned, typed_number};
use levee_contract::Field;
use levee_guard::{NEVER, Parameter, Policy, PolicyError, validate};
use std::collections::BTreeMap;

/// What stands in each field.
pub(crate) type Typed = BTreeMap<Parameter, String>;

/// The fields as the policy fills them.
pub(crate) fn typed_of(policy: &Policy) -> Typed {
    let all = tuned().iter().flat_map(|group| group.parameters);
    all.map(|parameter| (*parameter, written(policy.get(*parameter)))).collect()
}

/// A value as it stands in a field: "5,000", or `never`.
pub(crate) fn written(value: u64) -> String {
    if value == NEVER { "never".to_owned() } else { count(value) }
}

/// A value as a server reads it: digits, or `never`; what is neither stays as typed.
#[cfg(feature = "ssr")]
pub(crate) fn plain(typed: &str) -> String {
    match read(typed) {
        Some(value) => digits(value),
        None => typed.to_owned(),
    }
}

fn digits(value: u64) -> String {
    if value == NEVER { "never".to_owned() } else { value.to_string() }
}

/// Reads a value as typed, commas and spaces allowed.
pub(crate) fn read(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    if typed.eq_ignore_ascii_case("never") { Some(NEVER) } else { typed_number(typed) }
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
        match read(typed) {
            Some(value) => policy.set(*parameter, value),
            None => problems.push(field(*parameter, "not_a_value", None)),
        }
    }
    problems.extend(validate(&policy, None).into_iter().flat_map(|error| match error {
        PolicyError::OutOfRange { parameter, .. } => {
            let row = parameter.row();
            vec![field(parameter, "out_of_range", Some(format!("{}..{}", row.min, digits(row.max))))]
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

/// What differs from the policy in force: name and value as typed.
pub(crate) fn changed(in_force: &Policy, typed: &Typed) -> Vec<(Parameter, String)> {
    let differs = |(parameter, typed): &(&Parameter, &String)| read(typed) != Some(in_force.get(**parameter));
    typed.iter().filter(differs).map(|(parameter, typed)| (*parameter, typed.clone())).collect()
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
        fields.insert(Parameter::AudienceHold, " 250".to_owned());
        assert_eq!(changed(&policy, &fields), [(Parameter::AudienceHold, " 250".to_owned())]);
    }
}
