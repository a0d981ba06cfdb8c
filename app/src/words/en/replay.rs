//! The words of a replay, for the page and for the command line.

use super::number::count;

/// "+7,412", "−4,588", "0": how many more.
#[must_use]
pub fn difference(before: u64, after: u64) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", count(after - before)),
        std::cmp::Ordering::Less => format!("−{}", count(before - after)),
    }
}

/// What it costs: "1.2 more holds a day".
#[must_use]
pub fn cost(held_before: u64, held_after: u64, days: u32) -> String {
    let more = i64::try_from(held_after).unwrap_or(i64::MAX) - i64::try_from(held_before).unwrap_or(i64::MAX);
    // In tenths, so that one hold a week is not none.
    let tenths = more.unsigned_abs().saturating_mul(10) / u64::from(days.max(1));
    match more {
        0 => "As many holds as now".to_owned(),
        _ => {
            let which = if more > 0 { "more" } else { "fewer" };
            format!("{}.{} {which} holds a day", count(tenths / 10), tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_said_with_its_sign() {
        assert_eq!([(0, 7_412), (7_412, 0), (5, 5)].map(|(b, a)| difference(b, a)), ["+7,412", "−7,412", "0"]);
    }

    #[test]
    fn a_cost_is_said_by_the_day() {
        assert_eq!(cost(10, 10, 30), "As many holds as now");
        assert_eq!(cost(10, 46, 30), "1.2 more holds a day");
        assert_eq!(cost(30, 0, 30), "1.0 fewer holds a day");
    }
}
