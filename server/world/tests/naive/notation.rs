//! Durations, times, ranges and addresses as worlds and cases write them (FORMAT 1).

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use toml::{Table, Value};

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// Seconds of `1d2h3m4s`.
pub(crate) fn duration(text: &str) -> i64 {
    let (mut seconds, mut number) = (0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' => number = number * 10 + i64::from(c as u32 - '0' as u32),
            'd' | 'h' | 'm' | 's' => {
                seconds +=
                    number * [('d', DAY), ('h', HOUR), ('m', MINUTE), ('s', 1)].iter().find(|u| u.0 == c).unwrap().1;
                number = 0;
            }
            _ => panic!("no duration: {text}"),
        }
    }
    seconds
}

/// Seconds since 1970 of a date-time, or of a signed duration from `base`.
pub(crate) fn instant(value: &Value, base: i64) -> i64 {
    match value {
        Value::Datetime(at) => OffsetDateTime::parse(&at.to_string(), &Rfc3339).unwrap().unix_timestamp(),
        Value::String(text) => match text.strip_prefix('-') {
            Some(ago) => base - duration(ago),
            None => base + duration(text.trim_start_matches('+')),
        },
        _ => panic!("no time: {value}"),
    }
}

/// The addresses of `p1..24` or `x1..3@other.example`; none when the text is no range.
pub(crate) fn range(text: &str) -> Option<Vec<String>> {
    let (before, after) = text.split_once("..")?;
    let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let (last, domain) = after.split_once('@').map_or((after, None), |(last, domain)| (last, Some(domain)));
    let (from, to) = (before[stem.len()..].parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    let at = domain.map_or_else(String::new, |d| format!("@{d}"));
    Some((from..=to).map(|n| format!("{stem}{n}{at}")).collect())
}

/// The texts of a string or of an array of strings; none when the field is absent.
pub(crate) fn texts(table: &Table, key: &str) -> Vec<String> {
    match table.get(key) {
        None => Vec::new(),
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(all)) => all.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
        Some(other) => panic!("no text: {other}"),
    }
}

pub(crate) fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).map(|v| v.as_str().unwrap_or_else(|| panic!("{key} is no text")).to_owned())
}

pub(crate) fn number(table: &Table, key: &str) -> Option<i64> {
    table.get(key).map(|v| v.as_integer().unwrap_or_else(|| panic!("{key} is no number")))
}

pub(crate) fn yes(table: &Table, key: &str) -> bool {
    table.get(key).is_some_and(|v| v.as_bool().unwrap())
}

pub(crate) fn seconds(table: &Table, key: &str) -> Option<i64> {
    text(table, key).map(|text| duration(&text))
}

/// The tables of an array of tables.
pub(crate) fn tables<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().map(|v| v.as_table().unwrap()).collect()
}
