//! What is wrong with a field of the console that governs lists and units. Kept apart from other fields, which the mailbox knows.

use super::error::{field, grouped, range_of};
use crate::words::sentence::{Sentence, say, strong};
use levee_contract::Field;

/// As [`field`], where lists and units are governed.
#[must_use]
pub fn governed(wrong: &Field) -> Sentence {
    let detail = wrong.detail.as_deref().unwrap_or_default();
    match (wrong.problem.as_str(), detail) {
        ("other_number", "") => "This is not the number. Type it as it stands above the field.".into(),
        ("other_number", number) => say!["Type ", strong(grouped(number)), " to confirm."],
        ("not_a_rule", detail) => not_a_rule(detail),
        ("not_ours", _) => "A list made here has an address of a domain of the organisation.".into(),
        ("taken", "") => "This address is taken already.".into(),
        ("taken", address) => say![strong(address), " is the address of a person, or of a list that a source names."],
        ("unknown_address", "") => "Nobody and no list of the directory has this address.".into(),
        ("unknown_address", address) => say![strong(address), " is nobody and no list of the directory."],
        ("senders_required", "") => "A list of this size needs somebody who is named as its sender.".into(),
        ("senders_required", from) => {
            say!["From ", strong(grouped(from)), " people on somebody has to be named who may send to it."]
        }
        ("order_in_unit", unit) => {
            say!["With this, the numbers of ", strong(unit), " would be out of order. Change them first, under Units."]
        }
        ("crossed", range) => {
            say!["The least must be at most the most, and both must lie in ", strong(range_of(range)), "."]
        }
        ("own", _) => "Somebody else has to approve of it.".into(),
        ("not_approved", "1") => "Somebody else has to approve of so many people first.".into(),
        ("not_approved", _) => "Two others have to approve of so many people first.".into(),
        _ => field(wrong),
    }
}

/// Where a rule cannot be read, and what could stand there: three lines, as the directory says it.
fn not_a_rule(detail: &str) -> Sentence {
    let mut lines = detail.split('\n');
    let position = lines.next().unwrap_or_default();
    let (expected, found) = (quoted(lines.next().unwrap_or_default()), quoted(lines.next().unwrap_or_default()));
    match found.as_str() {
        _ if expected.is_empty() => "The rule cannot be read.".into(),
        "" => say!["The rule ends at character ", strong(position), ", where ", expected, " was expected."],
        found => say!["At character ", strong(position), " stands ", found, ", where ", expected, " was expected."],
    }
}

/// Words of a rule, which stand between backticks, in quotation marks.
fn quoted(text: &str) -> String {
    let mut opens = false;
    let mark = |c| match c {
        '`' => {
            opens = !opens;
            if opens { '\u{201C}' } else { '\u{201D}' }
        }
        c => c,
    };
    text.chars().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(problem: &str, detail: &str, expected: &str) {
        let detail = (!detail.is_empty()).then(|| detail.to_owned());
        let wrong = Field { name: "rule".to_owned(), problem: problem.to_owned(), detail };
        assert_eq!(governed(&wrong).to_string(), expected);
    }

    #[test]
    fn a_field_says_what_it_needs_and_a_rule_where_it_breaks() {
        let at = "At character 12 stands \u{201C}tittle\u{201D}, where unit or title was expected.";
        check("not_a_rule", "12\nunit or title\n`tittle`", at);
        check("not_a_rule", "9\na closing \"\n", "The rule ends at character 9, where a closing \" was expected.");
        check("not_a_rule", "", "The rule cannot be read.");
        check("other_number", "840000", "Type 840,000 to confirm.");
        check("crossed", "5..500", "The least must be at most the most, and both must lie in 5 to 500.");
        check("senders_required", "500", "From 500 people on somebody has to be named who may send to it.");
        check("no_such_unit", "", "Nobody works in a unit of this path. Write it as the directory does.");
    }
}
