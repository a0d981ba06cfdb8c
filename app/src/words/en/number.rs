//! Numbers, sizes, lengths of time and countdowns as they are written in English.

/// 4,200; 840,000. Never "840k".
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "nobody", "1 person", "4,200 people".
#[must_use]
pub fn people(n: u64) -> String {
    match n {
        0 => "nobody".to_owned(),
        1 => "1 person".to_owned(),
        _ => format!("{} people", count(n)),
    }
}

/// "1 list", "2 lists": the plural by adding an s.
#[must_use]
pub fn counted(n: u64, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(n))
}

/// Decimal sizes (1 MB = 10^6 bytes): "250 KB", "1.1 GB", "51 MB"; a decimal below 10 MB or 10 GB only.
#[must_use]
pub fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| bytes >= *unit) else {
        return counted(bytes, "byte");
    };
    let tenths = (bytes + unit / 20) / (unit / 10);
    if unit > 1_000 && tenths < 100 && !tenths.is_multiple_of(10) {
        return format!("{}.{} {name}", tenths / 10, tenths % 10);
    }
    format!("{} {name}", count((bytes + unit / 2) / unit))
}

/// How much of the room for files is taken: "1.2 MB of 17 MB".
#[must_use]
pub fn files_room(used: u64, room: u64) -> String {
    format!("{} of {}", size(used), size(room))
}

/// A length of time in words: "24 hours", "10 minutes", "30 seconds"; the biggest unit that divides it.
#[must_use]
pub fn length(seconds: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let fits = |unit: u64| seconds >= unit && seconds.is_multiple_of(unit);
    match UNITS.into_iter().find(|(unit, _)| fits(*unit)) {
        // "24 hours" is how people say it in a sentence about mail; days begin at two.
        Some((86_400, _)) if seconds == 86_400 => "24 hours".to_owned(),
        Some((unit, name)) => counted(seconds / unit, name),
        None => counted(seconds, "second"),
    }
}

/// A countdown: "0:58", "2:35:07". Nothing is shown below zero.
#[must_use]
pub fn countdown(seconds: i64) -> String {
    let left = seconds.max(0);
    let (hours, minutes, seconds) = (left / 3_600, left / 60 % 60, left % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Reads a number of people as typed, with or without commas and spaces.
#[must_use]
pub fn typed_number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{A0}' | '\u{202F}')).collect();
    let ok = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    ok.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cases: &[(String, &str)]) {
        for (written, expected) in cases {
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn numbers_as_people_read_them() {
        check(&[
            (count(7), "7"),
            (count(4_200), "4,200"),
            (count(840_000), "840,000"),
            (count(1_000_000), "1,000,000"),
        ]);
        check(&[(people(0), "nobody"), (people(1), "1 person"), (people(840_000), "840,000 people")]);
        check(&[
            (length(86_400), "24 hours"),
            (length(14_400), "4 hours"),
            (length(90), "90 seconds"),
            (length(60), "1 minute"),
        ]);
        check(&[(countdown(58), "0:58"), (countdown(9_307), "2:35:07"), (countdown(-3), "0:00")]);
    }

    #[test]
    fn sizes_are_decimal() {
        check(&[(size(1), "1 byte"), (size(999), "999 bytes"), (size(250_000), "250 KB"), (size(2_021), "2 KB")]);
        check(&[(size(1_062_000_000), "1.1 GB"), (size(51_000_000), "51 MB"), (size(9_900_000_000), "9.9 GB")]);
        check(&[(size(2_000_000_000), "2 GB"), (size(16_800_000_000_000), "17 TB")]);
    }

    #[test]
    fn a_typed_number_may_hold_commas_and_nothing_else() {
        for (typed, expected) in [
            ("4,248", Some(4_248)),
            (" 4 248 ", Some(4_248)),
            ("4248", Some(4_248)),
            ("", None),
            ("4k", None),
            ("-1", None),
        ] {
            assert_eq!(typed_number(typed), expected, "{typed}");
        }
    }
}
