//! Days as the organisation lives them: they begin at midnight where it is, and two in a year have 23 or 25 hours.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use levee_contract::UnixSeconds;
use std::fmt;
use std::str::FromStr;

/// Where the organisation is, by the name of the IANA time zone database, as `Europe/London`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(Tz);

/// There is no time zone of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is a name of the time zone database, as Europe/London or UTC")]
pub struct NoSuchTimeZone;

impl Default for TimeZone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl FromStr for TimeZone {
    type Err = NoSuchTimeZone;

    fn from_str(name: &str) -> Result<Self, NoSuchTimeZone> {
        name.parse().map(Self).map_err(|_| NoSuchTimeZone)
    }
}

impl TimeZone {
    fn date(self, at: UnixSeconds) -> NaiveDate {
        let moment = DateTime::from_timestamp(at, 0).unwrap_or(DateTime::UNIX_EPOCH);
        moment.with_timezone(&self.0).date_naive()
    }

    /// The moment at which clocks there showed this: year, month, day; hour, minute, second. The earlier one where
    /// they showed it twice.
    #[must_use]
    pub fn moment(self, [year, month, day]: [i32; 3], [hour, minute, second]: [u32; 3]) -> Option<UnixSeconds> {
        let date = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        let local = date.and_hms_opt(hour, minute, second)?;
        Some(self.0.from_local_datetime(&local).earliest()?.timestamp())
    }

    /// The number of the day that a moment lies in; 0 is 1 January 1970.
    pub(crate) fn day(self, at: UnixSeconds) -> i64 {
        i64::from(self.date(at).num_days_from_ce()) - i64::from(DateTime::UNIX_EPOCH.num_days_from_ce())
    }

    /// When the day began that a moment lies in. Where the clock leaps over midnight, the day begins after the leap.
    pub(crate) fn midnight(self, at: UnixSeconds) -> UnixSeconds {
        let date = self.date(at);
        let first = date.and_time(NaiveTime::MIN);
        // No clock was ever put on by more than a day; leaps are of quarters of an hour.
        let quarters = (0..=96).map(|quarters| first + TimeDelta::minutes(15 * quarters));
        let begins = quarters.into_iter().find_map(|local| self.0.from_local_datetime(&local).earliest());
        begins.map_or(at, |moment| moment.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    /// A moment as RFC 3339.
    fn at(text: &str) -> UnixSeconds {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp()
    }

    #[track_caller]
    fn check(zone: &str, moment: &str, day: &str, begins: &str) {
        let zone: TimeZone = zone.parse().unwrap();
        let number = zone.day(at(moment));
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + Days::new(number.unsigned_abs());
        assert_eq!(date.to_string(), day, "{zone:?} {moment}");
        assert_eq!(zone.midnight(at(moment)), at(begins), "{zone:?} {moment}");
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_organisation_is() {
        check("UTC", "2026-11-22T23:59:59Z", "2026-11-22", "2026-11-22T00:00:00Z");
        check("UTC", "2026-11-23T00:00:00Z", "2026-11-23", "2026-11-23T00:00:00Z");
        check("Europe/London", "2026-07-01T23:00:00Z", "2026-07-02", "2026-07-01T23:00:00Z");
        check("Europe/London", "2026-07-01T22:59:59Z", "2026-07-01", "2026-06-30T23:00:00Z");
        check("Asia/Kolkata", "2026-01-01T18:30:00Z", "2026-01-02", "2026-01-01T18:30:00Z");
        check("Pacific/Auckland", "2026-01-01T11:00:00Z", "2026-01-02", "2026-01-01T11:00:00Z");
    }

    #[test]
    fn a_day_on_which_the_clock_changes_is_one_day() {
        // 29 March 2026 has 23 hours in London, 25 October has 25.
        check("Europe/London", "2026-03-29T00:30:00Z", "2026-03-29", "2026-03-29T00:00:00Z");
        check("Europe/London", "2026-03-29T22:59:59Z", "2026-03-29", "2026-03-29T00:00:00Z");
        check("Europe/London", "2026-03-29T23:00:00Z", "2026-03-30", "2026-03-29T23:00:00Z");
        check("Europe/London", "2026-10-24T23:00:00Z", "2026-10-25", "2026-10-24T23:00:00Z");
        check("Europe/London", "2026-10-25T23:59:59Z", "2026-10-25", "2026-10-24T23:00:00Z");
        check("Europe/London", "2026-10-26T00:00:00Z", "2026-10-26", "2026-10-26T00:00:00Z");
    }

    #[test]
    fn where_there_is_no_midnight_the_day_begins_after_the_leap() {
        // Santiago goes from 23:59:59 on 5 September 2026 to 01:00 on the 6th.
        check("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06", "2026-09-06T04:00:00Z");
        check("America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05", "2026-09-05T04:00:00Z");
    }

    #[test]
    fn a_name_is_one_of_the_database() {
        assert_eq!("Europe/Lundon".parse::<TimeZone>(), Err(NoSuchTimeZone));
        assert_eq!(format!("{:?}", "Europe/London".parse::<TimeZone>().unwrap()), "Europe/London");
    }
}
