//! When a letter was written, told from now: minutes ago, or working days ago at a time of day.
//! Gives times and the words for them. All in UTC; reads no clock.

use time::{Date, Duration, Month, OffsetDateTime, Time, Weekday};

/// A point in time relative to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// This many minutes before now; at most [`MOST_MINUTES`], so that it stays after yesterday's work.
    MinutesAgo(u32),
    /// So many working days before today, at this time of day.
    WorkingDaysAgo { days: u32, hour: u8, minute: u8 },
    /// A time that does not move with now; it counts as today where age decides.
    Fixed(OffsetDateTime),
}

/// Six hours: when it is just past midnight that is 18:00, the end of the last working day.
pub(super) const MOST_MINUTES: u32 = 6 * 60;

impl Moment {
    /// Reads `12m`, `3h` or `2d 09:31`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(minutes) = text.strip_suffix('m') {
            return minutes.parse().ok().filter(|m| *m <= MOST_MINUTES).map(Self::MinutesAgo);
        }
        if let Some(hours) = text.strip_suffix('h') {
            return hours.parse::<u32>().ok().filter(|h| h * 60 <= MOST_MINUTES).map(|h| Self::MinutesAgo(h * 60));
        }
        let (days, clock) = text.split_once("d ")?;
        let (hour, minute) = clock.split_once(':')?;
        let (days, hour, minute) = (days.parse().ok()?, hour.parse().ok()?, minute.parse().ok()?);
        (days > 0 && hour < 18 && minute < 60).then_some(Self::WorkingDaysAgo { days, hour, minute })
    }

    /// The same, so many working days and minutes earlier. Only days ago can be repeated.
    pub(super) fn earlier(self, more_days: u32, jitter: u8) -> Self {
        match self {
            Self::WorkingDaysAgo { days, hour, minute } if more_days > 0 => {
                Self::WorkingDaysAgo { days: days + more_days, hour, minute: (minute + jitter) % 60 }
            }
            same => same,
        }
    }

    /// The time itself.
    pub(super) fn at(self, now: OffsetDateTime) -> OffsetDateTime {
        match self {
            Self::MinutesAgo(minutes) => now - Duration::minutes(i64::from(minutes)),
            Self::WorkingDaysAgo { days, hour, minute } => {
                let date = working_day(now.date(), -i64::from(days));
                let clock = Time::from_hms(hour, minute, 17).unwrap_or(Time::MIDNIGHT);
                OffsetDateTime::new_utc(date, clock)
            }
            Self::Fixed(at) => at,
        }
    }

    /// How many working days ago, 0 for today.
    pub(super) fn days_ago(self) -> u32 {
        match self {
            Self::MinutesAgo(_) | Self::Fixed(_) => 0,
            Self::WorkingDaysAgo { days, .. } => days,
        }
    }
}

/// The date so many working days later, or earlier when negative. A weekend counts as its Monday, so
/// that what one letter calls "in three days" is "in two" a working day later. Holidays are worked.
pub(super) fn working_day(from: Date, days: i64) -> Date {
    let step = Duration::days(days.signum());
    let (mut date, mut left) = (from, days.abs());
    while left > 0 && is_weekend(date) {
        date = date.next_day().unwrap_or(date);
    }
    while left > 0 {
        date = date.checked_add(step).unwrap_or(date);
        if !is_weekend(date) {
            left -= 1;
        }
    }
    date
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// `Tue, 17 Nov 2026 10:42:17 +0000` (RFC 5322 section 3.3).
pub(super) fn rfc5322(at: OffsetDateTime) -> String {
    let (day, month) = (short(&at.weekday().to_string()), short(&at.month().to_string()));
    let (hour, minute, second) = at.to_hms();
    format!("{day}, {:02} {month} {} {hour:02}:{minute:02}:{second:02} +0000", at.day(), at.year())
}

/// `Tuesday 17 November`.
pub(super) fn long_date(date: Date) -> String {
    format!("{} {} {}", date.weekday(), date.day(), date.month())
}

/// `20261117T104217Z` (RFC 5545 section 3.3.5).
pub(super) fn icalendar(date: Date, hour: u8) -> String {
    format!("{}{:02}{:02}T{hour:02}0000Z", date.year(), u8::from(date.month()), date.day())
}

/// The month so many months later, or earlier when negative.
pub(super) fn month(date: Date, later: i64) -> Month {
    date.month().nth_next(later.rem_euclid(12) as u8)
}

fn short(name: &str) -> String {
    name.chars().take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text means at Monday 16 November 2026, 10:00 UTC.
    fn check(text: &str, expect: Option<&str>) {
        let now = OffsetDateTime::from_unix_timestamp(1_794_823_200).expect("in range");
        let at = Moment::parse(text).map(|moment| rfc5322(moment.at(now)));
        assert_eq!(at.as_deref(), expect, "{text}");
    }

    #[test]
    fn moments_are_told_from_now_and_skip_weekends() {
        check("12m", Some("Mon, 16 Nov 2026 09:48:00 +0000"));
        check("3h", Some("Mon, 16 Nov 2026 07:00:00 +0000"));
        check("1d 16:48", Some("Fri, 13 Nov 2026 16:48:17 +0000"));
        check("6d 09:05", Some("Fri, 06 Nov 2026 09:05:17 +0000"));
        check("7h", None);
        check("0d 09:00", None);
        check("1d 19:00", None);
        check("soon", None);
    }

    #[test]
    fn days_add_up_across_every_day_of_the_week() {
        let monday = Date::from_calendar_date(2026, Month::November, 16).expect("a day");
        for today in (0..7).map(|days| monday + Duration::days(days)) {
            assert_eq!(working_day(working_day(today, -3), 5), working_day(today, 2), "{today}");
        }
    }

    #[test]
    fn today_is_after_yesterday_at_every_hour_of_every_day() {
        for hour in 0..24 * 14 {
            let now = OffsetDateTime::from_unix_timestamp(1_794_700_800 + hour * 3600).expect("in range");
            let latest_yesterday = Moment::WorkingDaysAgo { days: 1, hour: 17, minute: 59 }.at(now);
            assert!(Moment::MinutesAgo(MOST_MINUTES).at(now) > latest_yesterday, "{now}");
        }
    }
}
