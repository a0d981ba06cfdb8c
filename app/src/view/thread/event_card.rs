//! The event that a message is about: what, when, where, by whom. To be read and saved; what it says of itself is
//! no more than its sender's word.

use crate::view::part::when::{as_written, offset};
use crate::view::part::{Glyph, Icon};
use crate::words::en::people;
use leptos::prelude::*;
use levee_contract::{CalendarEvent, EventStanding, EventTime};

/// The zone that times of the page are in (`when.rs`).
const HERE: &str = "Europe/London";

/// The card over the text.
#[component]
pub(crate) fn EventCard(event: CalendarEvent) -> impl IntoView {
    let CalendarEvent { standing, title, starts, ends, repeats, place, organiser, people: invited, url } = event;
    let cancelled = standing == EventStanding::Cancelled;
    let (starts, ends) = (starts.map(here), ends.map(here));
    let day = starts.as_ref().map(|at| {
        let (_, date, ..) = as_written(at.local);
        let (number, month) = date.split_once(' ').unwrap_or_default();
        view! { <span class="event-day" aria-hidden="true"><b>{number.to_owned()}</b>{month.to_owned()}</span> }
            .into_any()
    });
    let when = starts.map(|at| {
        let repeats = if repeats { "; it repeats" } else { "" };
        format!("{}{repeats}", span(&at, ends.as_ref()))
    });
    let organiser = organiser.map(|(name, address)| match (name.as_str(), address.as_str()) {
        ("", _) => address,
        (_, "") => name,
        _ => format!("{name} <{address}>"),
    });
    let invited = (invited > 0).then(|| people(u64::from(invited)));
    let fact = |name: &'static str, said: Option<String>| {
        let said = said.filter(|said| !said.is_empty());
        said.map(|said| view! { <dt>{name}</dt><dd>{said}</dd> }.into_any())
    };
    let title = if title.is_empty() { "Event without a name".to_owned() } else { title };
    view! {
        <section class="event" class:cancelled=cancelled aria-label="Event">
            {day}
            <div class="event-text">
                <p class="event-standing">{name_of(standing)}</p>
                <h2>{title}</h2>
                <dl>
                    {fact("When", Some(when.unwrap_or_else(|| "Not said in a way that can be read here".to_owned())))}
                    {fact("Where", Some(place))}
                    {fact("Organiser", organiser)}
                    {fact("Invited", invited)}
                </dl>
            </div>
            <a class="button" href=url download="">
                <Icon glyph=Glyph::Download class="small" />
                "Save to calendar (.ics)"
            </a>
        </section>
    }
    .into_any()
}

fn name_of(standing: EventStanding) -> &'static str {
    match standing {
        EventStanding::Invitation => "Invitation",
        EventStanding::Cancelled => "Cancelled",
        EventStanding::Answer => "Answer to an invitation",
        EventStanding::Announcement => "Event",
    }
}

/// What is written in UTC is told on the clock that the other times of the page are told on.
fn here(at: EventTime) -> EventTime {
    if at.zone.as_deref() != Some("UTC") || at.whole_day {
        return at;
    }
    EventTime { local: at.local + i64::from(offset(at.local)), zone: Some(HERE.to_owned()), ..at }
}

/// From when to when, with the zone: `Tue 24 Nov 2026, 14:00 to 15:00 (Europe/London)`.
fn span(starts: &EventTime, ends: Option<&EventTime>) -> String {
    let (weekday, date, year, clock) = as_written(starts.local);
    let first = format!("{weekday} {date} {year}");
    let Some(ends) = ends else {
        return if starts.whole_day {
            format!("{first}, all day")
        } else {
            format!("{first}, {clock}{}", zone(starts))
        };
    };
    let (weekday, date, year, until) = as_written(ends.local);
    let last = format!("{weekday} {date} {year}");
    match (starts.whole_day, starts.zone == ends.zone) {
        (true, _) => format!("{first} to {last}"),
        (false, true) if first == last => format!("{first}, {clock} to {until}{}", zone(starts)),
        (false, true) => format!("{first}, {clock} to {last}, {until}{}", zone(starts)),
        (false, false) => format!("{first}, {clock}{} to {last}, {until}{}", zone(starts), zone(ends)),
    }
}

fn zone(at: &EventTime) -> String {
    at.zone.as_ref().map_or_else(String::new, |zone| format!(" ({zone})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 24 November 2026, 14:00.
    const TWO_O_CLOCK: i64 = 1_795_528_800;
    const HOUR: i64 = 3_600;

    fn at(local: i64, zone: Option<&str>) -> EventTime {
        EventTime { local, whole_day: false, zone: zone.map(str::to_owned) }
    }

    #[track_caller]
    fn check(starts: EventTime, ends: Option<EventTime>, expected: &str) {
        assert_eq!(span(&here(starts), ends.map(here).as_ref()), expected);
    }

    #[test]
    fn a_time_is_told_with_its_zone() {
        let (london, berlin) = (Some("Europe/London"), Some("Europe/Berlin"));
        let start = || at(TWO_O_CLOCK, london);
        check(start(), None, "Tue 24 Nov 2026, 14:00 (Europe/London)");
        check(start(), Some(at(TWO_O_CLOCK + HOUR, london)), "Tue 24 Nov 2026, 14:00 to 15:00 (Europe/London)");
        check(
            start(),
            Some(at(TWO_O_CLOCK + 20 * HOUR, london)),
            "Tue 24 Nov 2026, 14:00 to Wed 25 Nov 2026, 10:00 (Europe/London)",
        );
        check(
            start(),
            Some(at(TWO_O_CLOCK + 3 * HOUR, berlin)),
            "Tue 24 Nov 2026, 14:00 (Europe/London) to Tue 24 Nov 2026, 17:00 (Europe/Berlin)",
        );
        check(at(TWO_O_CLOCK, None), None, "Tue 24 Nov 2026, 14:00");
        // In summer the clocks of London are an hour ahead.
        let july = TWO_O_CLOCK - 140 * 24 * HOUR;
        check(at(july, Some("UTC")), None, "Tue 7 Jul 2026, 15:00 (Europe/London)");
        check(at(TWO_O_CLOCK, Some("UTC")), None, "Tue 24 Nov 2026, 14:00 (Europe/London)");
    }

    #[test]
    fn whole_days_have_no_clock() {
        let day =
            |days: i64| EventTime { local: TWO_O_CLOCK - 14 * HOUR + days * 24 * HOUR, whole_day: true, zone: None };
        check(day(0), None, "Tue 24 Nov 2026, all day");
        check(day(0), Some(day(2)), "Tue 24 Nov 2026 to Thu 26 Nov 2026");
    }
}
