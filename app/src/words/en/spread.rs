//! The words of what was recorded, by what thresholds stand on.

use super::number::{count, counted, size};
use levee_contract::Measure;

/// Above a chart: what it shows.
#[must_use]
pub fn spread_title(measure: Measure) -> &'static str {
    match measure {
        Measure::NewMail => "Your own audiences",
        Measure::ReplyAll => "Your own replies to all",
        Measure::Disclosed => "Addresses that you showed outside",
        Measure::Volume => "Your own volumes",
        Measure::CopiesADay => "Copies of one sender in a day",
        Measure::MessagesAMinute => "Messages of one sender in a minute",
        Measure::ListSize => "Your own lists",
    }
}

/// Under a chart: what its values are.
#[must_use]
pub fn spread_axis(measure: Measure) -> &'static str {
    match measure {
        Measure::NewMail => "people reached by one message",
        Measure::ReplyAll => "people reached by one reply to all",
        Measure::Disclosed => "addresses shown by one message",
        Measure::Volume => "people times size of one message",
        Measure::CopiesADay => "copies of one sender in one day",
        Measure::MessagesAMinute => "messages of one sender in one minute",
        Measure::ListSize => "people in one list",
    }
}

/// What is counted: "message", or "messages".
#[must_use]
pub fn spread_noun(measure: Measure, n: u64) -> &'static str {
    let (one, many) = match measure {
        Measure::NewMail | Measure::Volume => ("message", "messages"),
        Measure::ReplyAll => ("reply to all", "replies to all"),
        Measure::Disclosed => ("message to somebody outside", "messages to somebody outside"),
        Measure::CopiesADay => ("sender's day", "senders' days"),
        Measure::MessagesAMinute => ("sender's minute", "senders' minutes"),
        Measure::ListSize => ("list", "lists"),
    };
    if n == 1 { one } else { many }
}

/// A value of it beside an axis or a line: "500", "10 M", "250 MB".
#[must_use]
pub fn spread_value(measure: Measure, value: u64) -> String {
    match measure {
        Measure::Volume => size(value),
        _ if value >= 1_000_000 && value.is_multiple_of(1_000_000) => format!("{} M", count(value / 1_000_000)),
        _ => count(value),
    }
}

/// "4,310 messages in 90 days", "35,000 lists".
#[must_use]
pub fn spread_total(measure: Measure, total: u64, days: u32) -> String {
    let all = format!("{} {}", count(total), spread_noun(measure, total));
    match measure {
        Measure::ListSize => all,
        _ => format!("{all} in {}", counted(u64::from(days), "day")),
    }
}

/// How many are from a value up, at least and at most: "12 of 4,310 messages in 90 days went to 500 people or more."
#[must_use]
pub fn spread_from(measure: Measure, value: u64, (least, most): (u64, u64), total: u64, days: u32) -> String {
    let all = spread_total(measure, total, days);
    if total == 0 {
        return match measure {
            Measure::ListSize => "There is no list yet.".to_owned(),
            _ => format!("No {} in {} yet.", spread_noun(measure, 0), counted(u64::from(days), "day")),
        };
    }
    let number = match (least, most) {
        (0, 0) => "None".to_owned(),
        (least, most) if least == most => count(least),
        (least, most) => format!("{} to {}", count(least), count(most)),
    };
    let value = spread_value(measure, value);
    let reached = match measure {
        Measure::NewMail | Measure::ReplyAll => format!("went to {value} people or more"),
        Measure::Disclosed => format!("showed {value} addresses or more"),
        Measure::Volume => format!("made {value} or more in all"),
        Measure::CopiesADay => format!("had {value} copies or more"),
        Measure::MessagesAMinute => format!("had {value} messages or more"),
        Measure::ListSize => format!("have {value} people or more"),
    };
    format!("{number} of {all} {reached}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_says_how_much_it_would_have_met() {
        for (measure, value, found, total, expected) in [
            (Measure::NewMail, 500, (12, 12), 4_310, "12 of 4,310 messages in 90 days went to 500 people or more."),
            (Measure::NewMail, 510, (9, 12), 4_310, "9 to 12 of 4,310 messages in 90 days went to 510 people or more."),
            (Measure::ReplyAll, 100, (0, 0), 1, "None of 1 reply to all in 90 days went to 100 people or more."),
            (Measure::ReplyAll, 100, (0, 0), 0, "No replies to all in 90 days yet."),
            (Measure::Volume, 250_000_000, (3, 3), 9, "3 of 9 messages in 90 days made 250 MB or more in all."),
            (Measure::ListSize, 500, (40, 40), 35_000, "40 of 35,000 lists have 500 people or more."),
        ] {
            assert_eq!(spread_from(measure, value, found, total, 90), expected);
        }
        assert_eq!(spread_value(Measure::NewMail, 10_000_000), "10 M");
    }
}
