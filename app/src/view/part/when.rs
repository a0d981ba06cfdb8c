//! Times as people in the organisation's zone read them. The zone is Europe/London: UTC, and an
//! hour ahead from the last Sunday of March to the last of October, 01:00 UTC (since 1996).

use levee_contract::UnixSeconds;

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A moment on the clock and calendar of London.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    year: i64,
    month: usize,
    day: i64,
    /// Days since 1970-01-01, which was a Thursday.
    number: i64,
    minute: i64,
}

/// Under which heading of the list a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Today,
    Yesterday,
    /// A day of this week before yesterday; 0 is Monday.
    Weekday(i64),
    LastWeek,
    TwoWeeksAgo,
    EarlierThisMonth,
    LastMonth,
    Older,
}

impl Period {
    pub(crate) fn of(at: UnixSeconds, now: UnixSeconds) -> Self {
        let (at, now) = (london(at), london(now));
        let monday = now.number - weekday(now.number);
        let months_ago = (now.year - at.year) * 12 + now.month as i64 - at.month as i64;
        match at.number {
            day if day >= now.number => Self::Today,
            day if day == now.number - 1 => Self::Yesterday,
            day if day >= monday => Self::Weekday(weekday(day)),
            day if day >= monday - 7 => Self::LastWeek,
            day if day >= monday - 14 => Self::TwoWeeksAgo,
            _ if months_ago == 0 => Self::EarlierThisMonth,
            _ if months_ago == 1 => Self::LastMonth,
            _ => Self::Older,
        }
    }

    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Yesterday => "Yesterday",
            Self::Weekday(0) => "Monday",
            Self::Weekday(1) => "Tuesday",
            Self::Weekday(2) => "Wednesday",
            Self::Weekday(3) => "Thursday",
            Self::Weekday(4) => "Friday",
            Self::Weekday(_) => "Earlier this week",
            Self::LastWeek => "Last week",
            Self::TwoWeeksAgo => "Two weeks ago",
            Self::EarlierThisMonth => "Earlier this month",
            Self::LastMonth => "Last month",
            Self::Older => "Older",
        }
    }
}

/// Short, for a list: `10:42` today and yesterday, `Mon 17` this week, `17 Oct`, `17 Oct 2024`.
pub(crate) fn short(at: UnixSeconds, now: UnixSeconds) -> String {
    let moment = london(at);
    match Period::of(at, now) {
        Period::Today | Period::Yesterday => clock(moment),
        Period::Weekday(_) => format!("{} {}", weekday_name(moment), moment.day),
        _ if moment.year == london(now).year => date(moment),
        _ => format!("{} {}", date(moment), moment.year),
    }
}

/// In full: `Tue 18 Nov 10:42`, with the year where it is another one.
pub(crate) fn full(at: UnixSeconds, now: UnixSeconds) -> String {
    let moment = london(at);
    let year = if moment.year == london(now).year { String::new() } else { format!(" {}", moment.year) };
    format!("{} {}{year} {}", weekday_name(moment), date(moment), clock(moment))
}

/// For tables: `10:42` today, else `17 Nov 10:42`, with the year where it is another one.
pub(crate) fn stamp(at: UnixSeconds, now: UnixSeconds) -> String {
    let (moment, today) = (london(at), london(now));
    match moment {
        moment if moment.number == today.number => clock(moment),
        moment if moment.year == today.year => format!("{} {}", date(moment), clock(moment)),
        moment => format!("{} {} {}", date(moment), moment.year, clock(moment)),
    }
}

/// The day alone: `18 Nov`.
pub(crate) fn day(at: UnixSeconds) -> String {
    date(london(at))
}

/// Time of day in London.
pub(crate) fn time_of_day(at: UnixSeconds) -> String {
    clock(london(at))
}

/// A time as somebody else has written it, on whatever clock: `Tue`, `24 Nov`, its year and `14:00`. In seconds from
/// 1970-01-01T00:00 on the same clock.
pub(crate) fn as_written(local: i64) -> (&'static str, String, i64, String) {
    let moment = moment(local);
    (weekday_name(moment), date(moment), moment.year, clock(moment))
}

/// For programs: RFC 3339 in UTC.
pub(crate) fn machine(at: UnixSeconds) -> String {
    let m = moment(at);
    let second = at.rem_euclid(60);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}:{second:02}Z", m.year, m.month, m.day, m.minute / 60, m.minute % 60)
}

fn clock(m: Moment) -> String {
    format!("{:02}:{:02}", m.minute / 60, m.minute % 60)
}

fn date(m: Moment) -> String {
    format!("{} {}", m.day, MONTHS.get(m.month - 1).copied().unwrap_or_default())
}

fn weekday_name(m: Moment) -> &'static str {
    usize::try_from(weekday(m.number)).ok().and_then(|n| WEEKDAYS.get(n)).copied().unwrap_or_default()
}

/// 0 is Monday.
fn weekday(day_number: i64) -> i64 {
    (day_number + 3).rem_euclid(7)
}

/// The zone's distance from UTC in seconds.
pub(crate) fn offset(at: UnixSeconds) -> i32 {
    let year = moment(at).year;
    let turns = |month| {
        let last = days_from_civil(year, month, 31);
        (last - (weekday(last) + 1) % 7) * DAY + 3_600
    };
    if (turns(3)..turns(10)).contains(&at) { 3_600 } else { 0 }
}

/// A time as a field for times has it, on the zone's clock: `2026-11-24T09:00`.
pub(crate) fn local_minute(at: UnixSeconds) -> String {
    let m = london(at);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", m.year, m.month, m.day, m.minute / 60, m.minute % 60)
}

/// Reads what [`local_minute`] writes, with or without seconds. Of an hour that the clock shows twice, the first.
#[cfg(feature = "ssr")]
pub(crate) fn read_local(text: &str) -> Option<UnixSeconds> {
    let (date, clock) = text.trim().split_once('T')?;
    let numbers = |text: &str, by: char| -> Option<Vec<i64>> {
        text.split(by)
            .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten())
            .collect()
    };
    let (date, clock) = (numbers(date, '-')?, numbers(clock, ':')?);
    let (&[year, month, day], &[hour, minute] | &[hour, minute, _]) = (date.as_slice(), clock.as_slice()) else {
        return None;
    };
    let fits = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (0..24).contains(&hour);
    let local = days_from_civil(year, month, day) * DAY + hour * 3_600 + minute * 60;
    let at = local - i64::from(offset(local - 3_600));
    // A day or a minute that there is not, like 31 February, is another one when it is written again.
    let again = local_minute(at);
    (fits && text.trim().starts_with(&again)).then_some(at)
}

fn london(at: UnixSeconds) -> Moment {
    moment(at.saturating_add(i64::from(offset(at))))
}

/// Civil date of a moment in UTC (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn moment(at: UnixSeconds) -> Moment {
    let number = at.div_euclid(DAY);
    let z = number + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Moment { year, month: usize::try_from(month).unwrap_or(1), day, number, minute: at.rem_euclid(DAY) / 60 }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-11-20 11:24 UTC, a Thursday.
    const NOW: UnixSeconds = 1_763_637_840;

    #[test]
    fn a_list_shows_as_little_as_tells_messages_apart() {
        for (ago, expected) in [
            (0, "11:24"),
            (11 * 3_600, "00:24"),
            (19 * 3_600, "16:24"),
            (DAY + 11 * 3_600, "00:24"),
            (2 * DAY, "Tue 18"),
            (3 * DAY, "Mon 17"),
            (4 * DAY, "16 Nov"),
            (365 * DAY, "20 Nov 2024"),
        ] {
            assert_eq!(short(NOW - ago, NOW), expected, "{ago} seconds ago");
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_time_in_a_field_is_the_zones() {
        for at in [NOW - NOW % 60, 1_753_000_020, 1_774_745_940, 1_774_746_000] {
            assert_eq!(read_local(&local_minute(at)), Some(at), "{}", local_minute(at));
        }
        assert_eq!(read_local("2025-11-20T11:24"), Some(NOW));
        assert_eq!(read_local("2025-07-20T09:27:00"), Some(1_753_000_020));
        for wrong in ["", "tomorrow", "2025-02-31T09:00", "2025-11-20T24:00", "2025-11-20", "2026-03-29T01:30"] {
            assert_eq!(read_local(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn messages_stand_under_the_day_or_week_that_people_would_name() {
        for (ago, expected) in [
            (-60, "Today"),
            (11 * 3_600, "Today"),
            (12 * 3_600, "Yesterday"),
            (2 * DAY, "Tuesday"),
            (3 * DAY, "Monday"),
            (4 * DAY, "Last week"),
            (10 * DAY, "Last week"),
            (11 * DAY, "Two weeks ago"),
            (17 * DAY, "Two weeks ago"),
            (18 * DAY, "Earlier this month"),
            (20 * DAY, "Last month"),
            (50 * DAY, "Last month"),
            (51 * DAY, "Older"),
        ] {
            assert_eq!(Period::of(NOW - ago, NOW).heading(), expected, "{ago} seconds ago");
        }
        // On a Sunday, 2025-11-23 12:00 UTC; on a Monday, the 24th; and over the turn of a year.
        assert_eq!(Period::of(1_763_899_200 - 2 * DAY, 1_763_899_200).heading(), "Friday");
        assert_eq!(Period::of(1_763_899_200, 1_763_985_600).heading(), "Yesterday");
        assert_eq!(Period::of(1_764_547_200, 1_767_441_600).heading(), "Last month");
    }

    #[test]
    fn london_is_an_hour_ahead_in_summer() {
        for (at, expected) in [
            // 2025-03-30 00:59:59 and 01:00:00 UTC
            (1_743_296_399, "00:59"),
            (1_743_296_400, "02:00"),
            // 2025-10-26 00:59:59 and 01:00:00 UTC
            (1_761_440_399, "01:59"),
            (1_761_440_400, "01:00"),
            // 2024-03-31, when the last day of the month is itself the Sunday
            (1_711_846_799, "00:59"),
            (1_711_846_800, "02:00"),
        ] {
            assert_eq!(time_of_day(at), expected, "{at}");
        }
    }

    #[test]
    fn dates_are_right_at_the_edges_of_the_calendar() {
        for (at, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(machine(at), expected);
        }
        assert_eq!(full(NOW - 42 * 60, NOW), "Thu 20 Nov 10:42");
        assert_eq!(full(951_782_400, NOW), "Tue 29 Feb 2000 00:00");
    }
}
