//! How worlds and cases write addresses, ranges, durations and times.

use crate::error::Wrong;
use levee_mail::{Address, parse_address_list};
use serde::Deserialize;

/// One text or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Texts {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
        .iter()
        .map(String::as_str)
    }

    /// Addresses as a person types them; an element of an array may be a range.
    pub(crate) fn recipients(&self, key: &str, domain: &str) -> Result<Vec<Address>, Wrong> {
        let mut found = Vec::new();
        for named in self.typed(key, domain)? {
            match named {
                Named::One(address) => found.push(address),
                Named::Range(range) => found.extend(range.addresses(key, domain)?),
            }
        }
        Ok(found)
    }

    /// The same, ranges as they are.
    pub(crate) fn typed(&self, key: &str, domain: &str) -> Result<Vec<Named>, Wrong> {
        let mut found = Vec::new();
        for text in self.iter() {
            match (self, range(text)) {
                (Self::Many(_), Some(range)) => found.push(Named::Range(range.completed(domain))),
                _ => {
                    for written in parse_address_list(text, Some(domain)) {
                        let address =
                            written.address.map_err(|e| Wrong::new(key, format!("`{}`: {e}", written.text)))?;
                        found.push(Named::One(address));
                    }
                }
            }
        }
        Ok(found)
    }
}

/// A longer range is a slip of the finger: no world has so many people.
const MOST_ADDRESSES: u32 = 10_000_000;

/// `p1..24` or `x1..30@other.example`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Range {
    pub(crate) stem: String,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) domain: Option<String>,
}

/// Reads a range; `None` when the text is something else.
pub(crate) fn range(text: &str) -> Option<Range> {
    let (left, right) = text.trim().split_once("..")?;
    let (to, domain) = match right.split_once('@') {
        Some((to, domain)) => (to, Some(domain.to_owned())),
        None => (right, None),
    };
    let stem = left.trim_end_matches(|c: char| c.is_ascii_digit());
    let (from, to) = (number(left.strip_prefix(stem)?)?, number(to)?);
    (from <= to && !stem.contains('@')).then(|| Range { stem: stem.to_owned(), from, to, domain })
}

fn number(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok()).flatten()
}

impl Range {
    /// The same with the domain that completes it.
    pub(crate) fn completed(self, domain: &str) -> Self {
        Self { domain: Some(self.domain.unwrap_or_else(|| domain.to_owned())), ..self }
    }

    pub(crate) fn addresses(&self, key: &str, domain: &str) -> Result<Vec<Address>, Wrong> {
        let domain = self.domain.as_deref().unwrap_or(domain);
        if self.to - self.from >= MOST_ADDRESSES {
            let problem = format!("`{}{}..{}` is more than {MOST_ADDRESSES} addresses", self.stem, self.from, self.to);
            return Err(Wrong::new(key, problem));
        }
        let one = |n: u32| {
            Address::from_parts(&format!("{}{n}", self.stem), domain)
                .map_err(|e| Wrong::new(key, format!("`{}{n}@{domain}`: {e}", self.stem)))
        };
        (self.from..=self.to).map(one).collect()
    }
}

/// One address, short or whole, as a person types it.
pub(crate) fn address(text: &str, key: &str, domain: &str) -> Result<Address, Wrong> {
    let mut written = parse_address_list(text, Some(domain)).into_iter();
    match (written.next(), written.next()) {
        (Some(one), None) => one.address.map_err(|e| Wrong::new(key, format!("`{}`: {e}", one.text))),
        _ => Err(Wrong::new(key, format!("`{text}` is not one address"))),
    }
}

/// An address, or a range of them not spelt out: there may be 840,000.
#[derive(Clone, Debug)]
pub(crate) enum Named {
    One(Address),
    Range(Range),
}

/// Addresses and ranges, short or whole, ranges as they are.
pub(crate) fn named<'a>(texts: impl Iterator<Item = &'a str>, key: &str, domain: &str) -> Result<Vec<Named>, Wrong> {
    let one = |text: &str| match range(text) {
        Some(range) => Ok(Named::Range(range.completed(domain))),
        None => address(text, key, domain).map(Named::One),
    };
    texts.map(one).collect()
}

/// Addresses and ranges, short or whole, spelt out.
pub(crate) fn addresses<'a>(
    texts: impl Iterator<Item = &'a str>,
    key: &str,
    domain: &str,
) -> Result<Vec<Address>, Wrong> {
    let mut found = Vec::new();
    for text in texts {
        match range(text) {
            Some(range) => found.extend(range.addresses(key, domain)?),
            None => found.push(address(text, key, domain)?),
        }
    }
    Ok(found)
}

/// Milliseconds of `90s`, `5h59m`, `1d2h3m4s`.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let mut total: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest.get(..end)?.parse().ok()?;
        let mut after = rest.get(end..)?.chars();
        let seconds = match after.next()? {
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(count.checked_mul(seconds)?.checked_mul(1_000)?)?;
        rest = after.as_str();
    }
    Some(total)
}

/// A duration as a world or case gives it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Length {
    /// Milliseconds.
    pub(crate) ms: i64,
}

impl TryFrom<String> for Length {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        duration(&text).map(|ms| Self { ms }).ok_or_else(|| format!("`{text}` is no duration like 90s or 1d2h3m4s"))
    }
}

/// A moment: itself, or so much before or after another one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(crate) enum Time {
    /// Milliseconds since 1970.
    At(i64),
    /// Milliseconds from the moment it is counted from.
    From(i64),
}

impl Time {
    /// The moment, counted from another one where it is relative.
    pub(crate) fn counted_from(self, origin: i64) -> i64 {
        match self {
            Self::At(ms) => ms,
            Self::From(ms) => origin.saturating_add(ms),
        }
    }
}

impl TryFrom<toml::Value> for Time {
    type Error = String;
    fn try_from(value: toml::Value) -> Result<Self, String> {
        match value {
            toml::Value::Datetime(at) => {
                moment(at).map(Self::At).ok_or_else(|| format!("`{at}` needs date, time and offset"))
            }
            toml::Value::String(text) => {
                let trimmed = text.trim();
                let signed = trimmed.strip_prefix('-').map(|length| (length, -1));
                let (length, sign) =
                    signed.or_else(|| trimmed.strip_prefix('+').map(|length| (length, 1))).unwrap_or((trimmed, 1));
                duration(length)
                    .map(|ms| Self::From(sign * ms))
                    .ok_or_else(|| format!("`{text}` is no time like -3h or +10m"))
            }
            other => Err(format!("a time is a date-time with offset or a signed duration, not {}", other.type_str())),
        }
    }
}

fn moment(at: toml::value::Datetime) -> Option<i64> {
    let (date, clock, offset) = (at.date?, at.time?, at.offset?);
    let month = time::Month::try_from(date.month).ok()?;
    let date = time::Date::from_calendar_date(i32::from(date.year), month, date.day).ok()?;
    // A leap second is read as the second before it.
    let second = clock.second.min(59);
    let clock = time::Time::from_hms_nano(clock.hour, clock.minute, second, clock.nanosecond).ok()?;
    let offset = match offset {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => i64::from(minutes),
    };
    let utc = time::PrimitiveDateTime::new(date, clock).assume_utc();
    i64::try_from(utc.unix_timestamp_nanos() / 1_000_000).ok().map(|ms| ms - offset * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges() {
        #[track_caller]
        fn check(text: &str, expected: Option<(&str, u32, u32, Option<&str>)>) {
            let found = range(text);
            let found = found.as_ref().map(|r| (r.stem.as_str(), r.from, r.to, r.domain.as_deref()));
            assert_eq!(found, expected, "{text}");
        }
        check("p1..24", Some(("p", 1, 24, None)));
        check("x1..30@other.example", Some(("x", 1, 30, Some("other.example"))));
        check("bob+1..30@other.example", Some(("bob+", 1, 30, Some("other.example"))));
        check("p0..3", Some(("p", 0, 3, None)));
        check("p01..3", None);
        check("p3..1", None);
        check("p..3", None);
        check("p1.3", None);
        check("p1", None);
    }

    #[test]
    fn reads_durations() {
        #[track_caller]
        fn check(text: &str, seconds: Option<i64>) {
            assert_eq!(duration(text), seconds.map(|s| s * 1_000), "{text}");
        }
        check("90s", Some(90));
        check("10m", Some(600));
        check("5h59m", Some(21_540));
        check("1d2h3m4s", Some(93_784));
        check("", None);
        check("5", None);
        check("5x", None);
        check("m", None);
    }

    #[test]
    fn reads_times() {
        #[track_caller]
        fn check(text: &str, expected: Option<i64>) {
            #[derive(Deserialize)]
            struct Doc {
                t: Time,
            }
            let found = toml::from_str::<Doc>(&format!("t = {text}")).ok().map(|doc| doc.t.counted_from(1_000));
            assert_eq!(found, expected, "{text}");
        }
        check("1970-01-01T00:00:10Z", Some(10_000));
        check("1970-01-01T01:00:00.5+01:00", Some(500));
        check("1970-01-01T01:00:00", None);
        check("\"-1s\"", Some(0));
        check("\"+1s\"", Some(2_000));
        check("5", None);
    }
}
