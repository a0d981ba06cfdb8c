//! What is wrong with a policy's file, line by line.

use levee_contract::FileProblem;
use levee_guard::{NEVER, PolicyKey, Unit};

use super::parameter::value;

/// "Line 3: audience.hold must lie in 50 to 10,000."
#[must_use]
pub fn file_problem(problem: &FileProblem) -> String {
    let FileProblem { line, name, problem, detail } = problem;
    let detail = detail.as_deref().unwrap_or_default();
    let of = PolicyKey::parse(name).map_or(Unit::People, |key| key.parameter().row().unit);
    let says = match problem.as_str() {
        "empty" => "There is nothing in it. Export the policy in force to see how one is written.".to_owned(),
        "syntax" => format!("This is no TOML: {detail}."),
        "unknown" => format!("There is nothing named {name}."),
        "unknown_code" => format!("{name} is the code of no rule."),
        "outside_policy" => format!("{name} belongs below a line [policy]."),
        "not_offered" => format!("{name} cannot be this."),
        "not_a_value" if detail.is_empty() => format!("{name} needs {}.", wanted(of)),
        "not_a_value" => format!("{name} needs {}, not {detail}.", wanted(of)),
        "out_of_range" => format!("{name} must lie in {}.", range(of, detail)),
        "crossed" => format!("{name} must lie in {}, the least at most the most.", range(of, detail)),
        "order" => format!("{name} must be at most {detail}."),
        _ => format!("{name} cannot be accepted as it is."),
    };
    if *line == 0 { says } else { format!("Line {line}: {says}") }
}

/// What is written for a value.
fn wanted(of: Unit) -> &'static str {
    match of {
        Unit::People | Unit::Messages => "a whole number",
        Unit::Bytes => "a number of bytes",
        Unit::Seconds => "a length of time, like \"4h\" or \"1d12h\"",
        Unit::Ratio => "a part of 1, like 0.8",
        Unit::Switch => "true or false",
    }
}

/// "50..10000" as "50 to 10,000".
fn range(of: Unit, bounds: &str) -> String {
    let said = |bound: &str| match bound {
        "never" => value(of, NEVER),
        bound => bound.parse().map_or_else(|_| bound.to_owned(), |bound| value(of, bound)),
    };
    match bounds.split_once("..") {
        Some((least, most)) => format!("{} to {}", said(least), said(most)),
        None => bounds.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_it_needs() {
        for (line, name, problem, detail, expected) in [
            (3, "audience.hold", "out_of_range", "50..10000", "Line 3: audience.hold must lie in 50 to 10,000."),
            (
                4,
                "hold.expiry",
                "out_of_range",
                "1440..144000",
                "Line 4: hold.expiry must lie in 24 minutes to 40 hours.",
            ),
            (
                5,
                "audience.permit",
                "out_of_range",
                "5000..never",
                "Line 5: audience.permit must lie in 5,000 to never.",
            ),
            (6, "rate.day", "not_a_value", "many", "Line 6: rate.day needs a whole number, not many."),
            (0, "audience.warn", "order", "audience.hold", "audience.warn must be at most audience.hold."),
            (1, "audience.wran", "unknown", "", "Line 1: There is nothing named audience.wran."),
        ] {
            let detail = (!detail.is_empty()).then(|| detail.to_owned());
            let problem = FileProblem { line, name: name.into(), problem: problem.into(), detail };
            assert_eq!(file_problem(&problem), expected);
        }
    }
}
