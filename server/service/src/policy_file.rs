//! A policy as a file (TOML): written whole, with the range of each number beside it; read with every line that
//! cannot be. What a file leaves out is as it is in force.

use crate::policy_change::{beyond_bounds, refusal};
use crate::policy_value::read;
use levee_contract::FileProblem;
use levee_guard::{Code, NEVER, Observe, Parameter, Policy, PolicyKey, RATIO_ONE, Unit, validate};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What stands for every rule among those that are observed.
const EVERY_RULE: &str = "all";
const APART: &str = "two organisations";
const ANYWHERE: &str = "anywhere";

/// Writes it. `about` is a line for its head.
pub(crate) fn write(policy: &Policy, about: &str) -> String {
    let mut text = format!("# {}\n\n", about.replace(['\r', '\n'], " "));
    let approvers = if policy.approvers_apart { APART } else { ANYWHERE };
    let observed: Vec<String> = match &policy.observe {
        Observe::Nothing => Vec::new(),
        Observe::All => vec![format!("\"{EVERY_RULE}\"")],
        Observe::Codes(codes) => codes.iter().map(|code| format!("\"{code}\"")).collect(),
    };
    let _ = writeln!(text, "approvers = \"{approvers}\" # \"{ANYWHERE}\" or \"{APART}\"");
    let _ = writeln!(text, "observe = [{}] # codes, or \"{EVERY_RULE}\"\n\n[policy]", observed.join(", "));
    let of = |key: &PolicyKey, value| written(key.parameter().row().unit, value);
    for parameter in Parameter::ALL {
        let row = parameter.row();
        let of = |value| of(&PolicyKey::Organisation(*parameter), value);
        let line = format!("{parameter} = {}", of(policy.get(*parameter)));
        let _ = match row.unit {
            Unit::Switch => writeln!(text, "{line}"),
            _ => writeln!(text, "{line:<40}# {} to {}", of(row.min).replace('"', ""), of(row.max).replace('"', "")),
        };
    }
    let all = |text: &mut String, wanted: &dyn Fn(&PolicyKey) -> bool| {
        for (key, value) in policy.own_of_units().filter(|(key, _)| wanted(key)) {
            let _ = writeln!(text, "{} = {}", key.parameter(), of(key, value));
        }
    };
    text.push_str("\n[least] # of units; of what is not here, as strict as they like\n");
    all(&mut text, &|key| matches!(key, PolicyKey::Least(_)));
    text.push_str("\n[most] # of units; of what is not here, no looser than the organisation\n");
    all(&mut text, &|key| matches!(key, PolicyKey::Most(_)));
    text.push_str("\n[units] # [units.\"path of a unit\"], and under it its numbers as above\n");
    for unit in policy.units() {
        let _ = writeln!(text, "\n[units.{}]", quoted(unit));
        all(&mut text, &|key| key.unit() == Some(unit));
    }
    text
}

/// A text as a key of TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value as it stands in the file, and as [`read`] reads it.
fn written(unit: Unit, value: u64) -> String {
    match unit {
        _ if value == NEVER => "\"never\"".to_owned(),
        Unit::Switch => (value == 1).to_string(),
        Unit::Ratio => {
            format!("{}.{:06}", value / RATIO_ONE, value % RATIO_ONE).trim_end_matches('0').to_owned() + {
                if value.is_multiple_of(RATIO_ONE) { "0" } else { "" }
            }
        }
        Unit::Seconds => {
            let (mut rest, mut text) = (value, String::new());
            for (of, name) in [(86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')] {
                if rest >= of {
                    let _ = write!(text, "{}{name}", rest / of);
                    rest %= of;
                }
            }
            format!("\"{}\"", if text.is_empty() { "0s" } else { &text })
        }
        Unit::People | Unit::Bytes | Unit::Messages => grouped(value),
    }
}

/// `5_000`, as TOML has it.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// Reads it over the policy in force, whose number it keeps.
///
/// # Errors
/// Every line that cannot be, in the order of the lines.
pub(crate) fn parse(text: &str, in_force: &Policy) -> Result<Policy, Vec<FileProblem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, policy: in_force.clone(), lines: BTreeMap::new(), problems: Vec::new() };
    for error in errors {
        let line = error.span().map_or(0, |span| reader.line(&span));
        reader.refuse(line, "", "syntax", Some(error.message().to_owned()));
    }
    if reader.problems.is_empty() {
        reader.all(table.get_ref());
    }
    let Reader { policy, lines, mut problems, .. } = reader;
    // What is no TOML leaves nothing to compare.
    if problems.iter().all(|problem| problem.line > 0 && problem.problem != "syntax") {
        let beyond = lines.keys().filter_map(|name| beyond_bounds(&policy, &PolicyKey::parse(name)?));
        for field in beyond.chain(validate(&policy, None).into_iter().map(refusal)) {
            let named = |name: &str| lines.get(name);
            let other = || field.detail.as_deref().and_then(named);
            let line = named(&field.name).or_else(other).copied().unwrap_or_default();
            // One thing a line: what is outside its range is out of order too.
            if line == 0 || problems.iter().all(|problem| problem.line != line) {
                problems.push(FileProblem { line, name: field.name, problem: field.problem, detail: field.detail });
            }
        }
    }
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok(policy) } else { Err(problems) }
}

struct Reader<'a> {
    text: &'a str,
    policy: Policy,
    lines: BTreeMap<String, u32>,
    problems: Vec<FileProblem>,
}

impl Reader<'_> {
    /// The line on which a span begins, from 1.
    fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count();
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    fn refuse(&mut self, line: u32, name: &str, problem: &str, detail: Option<String>) {
        self.problems.push(FileProblem { line, name: name.to_owned(), problem: problem.to_owned(), detail });
    }

    fn all(&mut self, table: &DeTable<'_>) {
        if table.is_empty() {
            self.refuse(0, "", "empty", None);
        }
        for (key, value) in table {
            let line = self.line(&key.span());
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("policy", DeValue::Table(numbers)) => self.numbers(numbers, "", ""),
                ("least", DeValue::Table(numbers)) => {
                    self.leave_out(|key| matches!(key, PolicyKey::Least(_)));
                    self.numbers(numbers, "least", "");
                }
                ("most", DeValue::Table(numbers)) => {
                    self.leave_out(|key| matches!(key, PolicyKey::Most(_)));
                    self.numbers(numbers, "most", "");
                }
                ("units", DeValue::Table(units)) => {
                    self.leave_out(|key| key.unit().is_some());
                    self.units(units);
                }
                ("approvers", DeValue::String(text)) if text == APART => self.policy.approvers_apart = true,
                ("approvers", DeValue::String(text)) if text == ANYWHERE => self.policy.approvers_apart = false,
                ("observe", DeValue::Array(_)) => self.observed(line, value.get_ref()),
                (name @ ("policy" | "approvers" | "observe" | "least" | "most" | "units"), _) => {
                    self.refuse(line, name, "not_offered", None)
                }
                (name, _) => {
                    let group = |parameter: &Parameter| parameter.name().split('.').next() == Some(name);
                    let outside = Parameter::ALL.iter().any(group);
                    self.refuse(line, name, if outside { "outside_policy" } else { "unknown" }, None);
                }
            }
        }
    }

    fn observed(&mut self, line: u32, value: &DeValue<'_>) {
        let words: Vec<String> = value.as_array().into_iter().flatten().map(|word| said(word.get_ref())).collect();
        if words == [EVERY_RULE] {
            self.policy.observe = Observe::All;
            return;
        }
        match words.iter().find(|word| Code::parse(word).is_none()) {
            Some(unknown) => self.refuse(line, unknown, "unknown_code", None),
            None if words.is_empty() => self.policy.observe = Observe::Nothing,
            None => self.policy.observe = Observe::Codes(words.iter().filter_map(|word| Code::parse(word)).collect()),
        }
    }

    /// Sets numbers of units back: a file that has a table of them has all of them.
    fn leave_out(&mut self, which: impl Fn(&PolicyKey) -> bool) {
        let keys: Vec<PolicyKey> =
            self.policy.own_of_units().map(|(key, _)| key).filter(|key| which(key)).cloned().collect();
        for key in &keys {
            self.policy.put(key, None);
        }
    }

    fn units(&mut self, table: &DeTable<'_>) {
        for (unit, value) in table {
            match value.get_ref() {
                DeValue::Table(numbers) => self.numbers(numbers, "", &format!("@{}", unit.get_ref())),
                _ => self.refuse(self.line(&unit.span()), unit.get_ref(), "not_offered", None),
            }
        }
    }

    /// Names are dotted, and each part of one is a table. `of`: the end of their keys, where they are a unit's.
    fn numbers(&mut self, table: &DeTable<'_>, above: &str, of: &str) {
        for (key, value) in table {
            let name = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
            if let DeValue::Table(inner) = value.get_ref() {
                self.numbers(inner, &name, of);
                continue;
            }
            let line = self.line(&key.span());
            let typed = said(value.get_ref());
            let name = format!("{name}{of}");
            match PolicyKey::parse(&name).map(|key| (read(key.parameter(), &typed), key)) {
                Some((Some(value), key)) => {
                    self.policy.put(&key, Some(value));
                    self.lines.insert(key.to_string(), line);
                }
                Some((None, _)) => self.refuse(line, &name, "not_a_value", Some(typed)),
                None => self.refuse(line, &name, "unknown", None),
            }
        }
    }
}

/// A value as somebody types it in a form; empty for what stands in no field.
fn said(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().replace('_', ""),
        DeValue::Float(part) => part.as_str().replace('_', ""),
        DeValue::Boolean(on) => if *on { "on" } else { "off" }.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use levee_guard::Preset;

    #[test]
    fn what_is_written_is_read_again() {
        let mut odd = Policy::default();
        for (parameter, value) in [
            (Parameter::AudienceHold, 251),
            (Parameter::AudiencePermit, NEVER),
            (Parameter::HandmadeOverlap, 755_000),
            (Parameter::HoldExpiry, 9_001),
            (Parameter::ReplyAllDefault, 1),
            (Parameter::VolumeHold, 1_234_567_890),
        ] {
            odd.set(parameter, value);
        }
        odd.observe = Observe::Codes([Code::AudHold, Code::Storm].into());
        odd.approvers_apart = true;
        for (key, value) in
            [("least.audience.hold", 60), ("most.audience.hold", 900), ("audience.hold@A \"b\"/c.d", 800)]
        {
            odd.put(&PolicyKey::parse(key).unwrap(), Some(value));
        }
        let mut all = Policy::preset(Preset::Small);
        all.observe = Observe::All;
        for policy in [Policy::default(), odd, all, Policy::preset(Preset::National)] {
            let text = write(&policy, "Hospital, v4\nin force");
            let mut with_units = Policy::preset(Preset::Medium);
            with_units.put(&PolicyKey::parse("audience.warn@Elsewhere").unwrap(), Some(10));
            for over in [Policy::default(), with_units] {
                assert_eq!(parse(&text, &over).as_ref(), Ok(&policy), "{text}");
            }
        }
    }

    #[test]
    fn what_a_file_leaves_out_is_as_it_is_in_force() {
        let mut in_force = Policy::preset(Preset::Small);
        in_force.version = 7;
        let read = parse("[policy]\naudience.hold = 120\n", &in_force).unwrap();
        assert_eq!((read.version, read.get(Parameter::AudienceHold), read.get(Parameter::AudienceWarn)), (7, 120, 15));
    }

    #[track_caller]
    fn check(text: &str, expected: &[(u32, &str, &str)]) {
        let found = parse(text, &Policy::default()).unwrap_err();
        let found: Vec<_> = found.iter().map(|p| (p.line, p.name.as_str(), p.problem.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn each_line_that_cannot_be_is_named() {
        check("", &[(0, "", "empty")]);
        check("audience.hold = 5\n", &[(1, "audience", "outside_policy")]);
        check("prio = 5\nobserve = [\"AUD_HOLT\"]\n", &[(1, "prio", "unknown"), (2, "AUD_HOLT", "unknown_code")]);
        check(
            "approvers = \"both\"\nobserve = \"all\"",
            &[(1, "approvers", "not_offered"), (2, "observe", "not_offered")],
        );
        check(
            "[policy]\naudience.wran = 20\naudience.hold = \"many\"\nhold.expiry = 2020-01-01\n",
            &[(2, "audience.wran", "unknown"), (3, "audience.hold", "not_a_value"), (4, "hold.expiry", "not_a_value")],
        );
        check(
            "[policy]\n\naudience.hold = 20\nfoo = 1\n",
            &[(3, "audience.hold", "out_of_range"), (4, "foo", "unknown")],
        );
        check("[policy]\naudience.confirm = 600\n", &[(2, "audience.confirm", "order")]);
        check(
            "[units.\"North\"]\naudience.hold = 600\nstorm.window = \"5m\"\n[most]\naudience.warn = 600\n",
            &[
                (2, "audience.hold@North", "out_of_range"),
                (3, "storm.window@North", "unknown"),
                (5, "most.audience.warn", "crossed"),
            ],
        );
    }

    #[test]
    fn what_is_no_toml_is_named_by_its_line() {
        let found = parse("[policy]\naudience.hold = 5 people\nrate.day 5\n", &Policy::default()).unwrap_err();
        let found: Vec<_> = found.iter().map(|p| (p.line, p.problem.as_str())).collect();
        assert!(found.contains(&(2, "syntax")) && found.contains(&(3, "syntax")), "{found:?}");
    }
}
