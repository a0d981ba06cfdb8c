//! A value of the policy as somebody types it, in a form or in a file.

use levee_guard::{NEVER, Parameter, RATIO_ONE, Unit};

/// A value as typed: a number, a duration like `1h30m`, a part of 1 like `0.8`, `on`, `off`, `never`.
pub(crate) fn read(parameter: Parameter, typed: &str) -> Option<u64> {
    let typed = typed.trim();
    match parameter.row().unit {
        _ if typed.eq_ignore_ascii_case("never") => (parameter.row().max == NEVER).then_some(NEVER),
        Unit::Switch if typed.eq_ignore_ascii_case("on") => Some(1),
        Unit::Switch if typed.eq_ignore_ascii_case("off") => Some(0),
        Unit::Ratio => ratio(typed),
        Unit::Seconds => typed.parse().ok().or_else(|| duration(typed)),
        Unit::People | Unit::Bytes | Unit::Messages | Unit::Switch => typed.replace([',', ' '], "").parse().ok(),
    }
}

/// `0.8` in millionths.
fn ratio(typed: &str) -> Option<u64> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, ""));
    if part.len() > 6 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(RATIO_ONE)?.checked_add(part)
}

/// `1d2h3m4s` in seconds; each unit at most once, none missing.
fn duration(typed: &str) -> Option<u64> {
    let mut rest = typed;
    let mut seconds = 0_u64;
    for (unit, length) in [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(length)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !typed.is_empty()).then_some(seconds)
}
