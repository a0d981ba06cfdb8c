//! Fills what a letter leaves open: `{day+2}`, `{date-1}`, `{week}`, `{pick:a|b}`, `{num:3-14}`.
//! A choice may hold further braces. Days are working days from the letter's own date; chance is that of the letter.

use super::chance::Chance;
use super::clock::{long_date, month, working_day};
use time::Date;

/// The text with everything in braces filled. Unknown braces stay, so that CSS may have them.
pub(super) fn fill(text: &str, date: Date, chance: &mut Chance) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let filled = closed(after).and_then(|(inside, after)| Some((one(inside, date, chance)?, after)));
        match filled {
            Some((words, after)) => {
                out.push_str(&words);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands before the brace that closes, and what stands behind it.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1_u32;
    let end = text.find(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The choices of a pick; a bar within further braces belongs to them.
fn choices(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    text.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    })
    .collect()
}

fn one(inside: &str, date: Date, chance: &mut Chance) -> Option<String> {
    if let Some(text) = inside.strip_prefix("pick:") {
        let choice = chance.pick(&choices(text)).copied()?;
        return Some(fill(choice, date, chance));
    }
    if let Some(range) = inside.strip_prefix("num:") {
        let (low, high) = range.split_once('-')?;
        let (low, high): (u64, u64) = (low.parse().ok()?, high.parse().ok()?);
        return Some((low + chance.below(high.saturating_sub(low) + 1)).to_string());
    }
    let at = inside.find(['+', '-']).unwrap_or(inside.len());
    let (name, distance) = inside.split_at_checked(at)?;
    let distance: i64 = if distance.is_empty() { 0 } else { distance.parse().ok()? };
    match name {
        "day" => Some(working_day(date, distance).weekday().to_string()),
        "date" => Some(long_date(working_day(date, distance))),
        "week" => Some(working_day(date, distance * 5).iso_week().to_string()),
        "month" => Some(month(date, distance).to_string()),
        "year" => Some((i64::from(date.year()) + distance).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_filled_from_the_letters_own_date() {
        let friday = Date::from_calendar_date(2026, time::Month::November, 13).expect("a day");
        let check = |text: &str, expect: &str| assert_eq!(fill(text, friday, &mut Chance::for_text("x")), expect);
        check("{day}, {day+1}, {date-5}", "Friday, Monday, Friday 6 November");
        check("weeks {week} to {week+3}", "weeks 46 to 49");
        check("{month} and {month+2}, {year-1}", "November and January, 2025");
        check("{num:7-7} of {pick:one}", "7 of one");
        check("{pick:on {day+3}}, {pick:{pick:x}}", "on Wednesday, x");
        check("p { color: red } {unknown} {", "p { color: red } {unknown} {");
    }
}
