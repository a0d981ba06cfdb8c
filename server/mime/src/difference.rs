//! Whether the plain and the formatted form of one message say the same. A prescription that says
//! 5 mg in one and 50 mg in the other must not be read without a warning.

use std::collections::BTreeSet;

/// Differences named at most.
const MAX_NAMED: usize = 20;

/// Numbers that one text has and the other has not, in order. Numbers inside links and addresses do
/// not count: only one form shows where a link leads.
#[must_use]
pub fn differing_numbers(plain: &str, formatted: &str) -> Vec<String> {
    let (a, b) = (numbers(plain), numbers(formatted));
    a.symmetric_difference(&b).take(MAX_NAMED).cloned().collect()
}

fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '*' | '|'));
    let told = words.filter(|w| !w.contains("://") && !w.contains('@') && !w.starts_with("www."));
    let runs = told.flat_map(|w| w.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))));
    runs.map(|n| n.trim_matches(['.', ','])).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(plain: &str, formatted: &str, expect: &[&str]) {
        assert_eq!(differing_numbers(plain, formatted), expect, "{plain:?} / {formatted:?}");
    }

    #[test]
    fn names_numbers_that_differ() {
        check("Take 5 mg daily", "Take 50 mg daily", &["5", "50"]);
        check("2.5mg", "2,5mg", &["2,5", "2.5"]);
        check("Take 5 mg at 8:00.", "Take *5* mg at 8:00", &[]);
        check("See [1] https://x.example/123?n=9", "See [1]", &[]);
        check("same", "other words", &[]);
    }
}
