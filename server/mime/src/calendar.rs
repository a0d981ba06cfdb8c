//! The event that a calendar part is about (RFC 5545, 5546), as far as a reader is shown it. Nothing is expanded
//! and no zone is looked up: times stay as they are written, beside the name of their zone.

use crate::message::Message;
use crate::part::{Part, PartId};
use crate::safe_text::safe_line;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDuration, ICalendarMethod, ICalendarParameterName,
    ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use serde::Serialize;
use std::collections::BTreeSet;
use time::{Date, Month, PrimitiveDateTime, Time};

/// Decoded bytes of a calendar part that is read; an invitation has a few thousand.
const MAX_SIZE: usize = 256 * 1024;
/// Characters kept of each text.
const MAX_TEXT: usize = 300;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The part that it was read from.
    pub part: PartId,
    /// What its sender wants with it.
    pub standing: Standing,
    /// Cleaned, may be empty.
    pub title: String,
    /// When it begins.
    pub starts: Option<Moment>,
    /// When it ends, in the same zone; of whole days the last one.
    pub ends: Option<Moment>,
    /// It happens more than once.
    pub repeats: bool,
    /// Cleaned, may be empty.
    pub place: String,
    /// Name and address of who arranges it; either may be empty.
    pub organiser: Option<(String, String)>,
    /// Different people invited.
    pub people: usize,
}

/// What a calendar part is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// To be asked whether one comes (REQUEST, ADD), or a change of what one was asked.
    Invitation,
    /// It does not take place (CANCEL, or STATUS:CANCELLED).
    Cancelled,
    /// Somebody answers an invitation (REPLY, COUNTER).
    Answer,
    /// To be known (PUBLISH, or nothing said).
    Announcement,
}

/// A time as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// Seconds from 1970-01-01T00:00 to it, both read off the same clock.
    pub local: i64,
    /// Whether it is a day and no time.
    pub whole_day: bool,
    /// `UTC`, or the name of a zone as its sender's program has it; `None`: the clock of whoever reads it.
    pub zone: Option<String>,
}

impl Event {
    /// The event of a message: that of its first calendar part, if this is about one event and not too long.
    #[must_use]
    pub fn of(message: &Message<'_>) -> Option<Self> {
        let part = message.parts().iter().find(|part| is_calendar(part)).filter(|part| part.size <= MAX_SIZE)?;
        Self::read(part.id, &message.text(part.id)?)
    }

    fn read(part: PartId, text: &str) -> Option<Self> {
        let calendar =
            ICalendar::parse(text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace())).ok()?;
        let events = || calendar.components.iter().filter(|c| c.component_type == ICalendarComponentType::VEvent);
        // A calendar of many events is a file, not a message about one.
        let names: BTreeSet<_> = events().map(ICalendarComponent::uid).collect();
        if names.len() != 1 {
            return None;
        }
        let changes_one = |event: &&ICalendarComponent| event.property(&ICalendarProperty::RecurrenceId).is_some();
        let event = events().find(|event| !changes_one(event)).or_else(|| events().next())?;
        let starts = moment(event, &ICalendarProperty::Dtstart);
        let people = event.properties(&ICalendarProperty::Attendee).filter_map(|who| who.calendar_address());
        let people: BTreeSet<String> = people.map(str::to_lowercase).collect();
        Some(Self {
            part,
            standing: standing(&calendar, event),
            title: text_of(event, &ICalendarProperty::Summary),
            ends: end(event, starts.as_ref()),
            repeats: event.is_recurrent(),
            place: text_of(event, &ICalendarProperty::Location),
            organiser: event.property(&ICalendarProperty::Organizer).map(|organiser| {
                let name = organiser.parameter(&ICalendarParameterName::Cn).and_then(|name| name.as_text());
                (shown(name.unwrap_or_default()), shown(organiser.calendar_address().unwrap_or_default()))
            }),
            people: people.len(),
            starts,
        })
    }
}

fn is_calendar(part: &Part) -> bool {
    let named = || part.file_name.as_deref().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics"));
    matches!(part.content_type.as_str(), "text/calendar" | "application/ics")
        || (part.content_type == "application/octet-stream" && named())
}

fn standing(calendar: &ICalendar, event: &ICalendarComponent) -> Standing {
    let first = |of: &ICalendarComponent, name| of.property(name).and_then(|entry| entry.values.first()).cloned();
    let method = calendar.components.first().and_then(|root| first(root, &ICalendarProperty::Method));
    let status = first(event, &ICalendarProperty::Status);
    match (method, status) {
        (Some(ICalendarValue::Method(ICalendarMethod::Cancel)), _)
        | (_, Some(ICalendarValue::Status(ICalendarStatus::Cancelled))) => Standing::Cancelled,
        (Some(ICalendarValue::Method(ICalendarMethod::Request | ICalendarMethod::Add)), _) => Standing::Invitation,
        (Some(ICalendarValue::Method(ICalendarMethod::Reply | ICalendarMethod::Counter)), _) => Standing::Answer,
        _ => Standing::Announcement,
    }
}

fn text_of(event: &ICalendarComponent, name: &ICalendarProperty) -> String {
    let value = event.property(name).and_then(|entry| entry.values.first());
    shown(value.and_then(ICalendarValue::as_text).unwrap_or_default())
}

/// One line of bounded length.
fn shown(text: &str) -> String {
    safe_line(text).chars().take(MAX_TEXT).collect::<String>().trim().to_owned()
}

fn moment(event: &ICalendarComponent, name: &ICalendarProperty) -> Option<Moment> {
    let entry = event.property(name)?;
    let at = entry.values.first()?.as_partial_date_time()?;
    let month = Month::try_from(at.month?).ok()?;
    let date = Date::from_calendar_date(i32::from(at.year?), month, at.day?).ok()?;
    // A leap second is the one before it.
    let time = match at.hour {
        Some(hour) => Time::from_hms(hour, at.minute.unwrap_or(0), at.second.unwrap_or(0).min(59)).ok()?,
        None => Time::MIDNIGHT,
    };
    let named = || entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text()).map(shown);
    let offset = at.tz_hour.map(|hours| i64::from(hours) * 3600 + i64::from(at.tz_minute.unwrap_or(0)) * 60);
    // The format knows UTC and named zones only; some write an offset all the same.
    let ahead = offset.map_or(0, |offset| if at.tz_minus { -offset } else { offset });
    let utc = offset.map(|_| "UTC".to_owned());
    Some(Moment {
        local: PrimitiveDateTime::new(date, time).assume_utc().unix_timestamp() - ahead,
        whole_day: at.hour.is_none(),
        zone: utc.or_else(named).filter(|zone| !zone.is_empty()),
    })
}

/// DTEND, else DTSTART with DURATION (RFC 5545 section 3.6.1). An end in another zone is told as it is written.
fn end(event: &ICalendarComponent, starts: Option<&Moment>) -> Option<Moment> {
    let starts = starts?;
    let ends = moment(event, &ICalendarProperty::Dtend).or_else(|| {
        let value = event.property(&ICalendarProperty::Duration)?.values.first()?;
        let ICalendarValue::Duration(length) = value else { return None };
        Some(Moment { local: starts.local.checked_add(seconds(length)?)?, ..starts.clone() })
    })?;
    // The day after the last is written.
    let last = if ends.whole_day { ends.local - DAY } else { ends.local };
    let sane = ends.zone != starts.zone || last > starts.local;
    (sane && ends.whole_day == starts.whole_day).then_some(Moment { local: last, ..ends })
}

fn seconds(length: &ICalendarDuration) -> Option<i64> {
    let of = |n: u32, unit: i64| i64::from(n).checked_mul(unit);
    let days = of(length.weeks, 7 * DAY)?.checked_add(of(length.days, DAY)?)?;
    let rest = of(length.hours, 3_600)?.checked_add(of(length.minutes, 60)?)?.checked_add(of(length.seconds, 1)?)?;
    days.checked_add(rest).filter(|_| !length.neg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 24 November 2026, 14:00.
    const TWO_O_CLOCK: i64 = 1_795_528_800;

    fn calendar(method: &str, event: &str) -> String {
        let head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n";
        format!("{head}{method}BEGIN:VEVENT\r\nUID:1@hosp.example\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n")
    }

    fn event(method: &str, event: &str) -> Event {
        Event::read(PartId(1), &calendar(method, event)).expect("an event")
    }

    fn at(local: i64, whole_day: bool, zone: Option<&str>) -> Option<Moment> {
        Some(Moment { local, whole_day, zone: zone.map(str::to_owned) })
    }

    #[test]
    fn an_invitation_is_read() {
        let found = event(
            "METHOD:REQUEST\r\n",
            "SUMMARY:Theatre\\, list \\n for\r\n  Tuesday\r\nDTSTART;TZID=Europe/London:20261124T140000\r\n\
             DTEND;TZID=Europe/London:20261124T150000\r\nLOCATION:Room 4\\; left wing\r\n\
             ORGANIZER;CN=\"Whitby, Eleanor\":mailto:eleanor@hosp.example\r\nRRULE:FREQ=WEEKLY\r\n\
             ATTENDEE:mailto:a@hosp.example\r\nATTENDEE;CN=A:MAILTO:A@hosp.example\r\nATTENDEE:mailto:b@hosp.example\r\n",
        );
        assert_eq!((found.standing, found.title.as_str()), (Standing::Invitation, "Theatre, list for Tuesday"));
        assert_eq!(found.place, "Room 4; left wing");
        assert_eq!(found.starts, at(TWO_O_CLOCK, false, Some("Europe/London")));
        assert_eq!(found.ends, at(TWO_O_CLOCK + 3_600, false, Some("Europe/London")));
        assert_eq!(found.organiser, Some(("Whitby, Eleanor".to_owned(), "eleanor@hosp.example".to_owned())));
        assert_eq!((found.people, found.repeats), (2, true));
    }

    #[test]
    fn times_are_told_as_they_are_written() {
        let check = |lines: &str, starts: Option<Moment>, ends: Option<Moment>| {
            let found = event("", &format!("{lines}\r\n"));
            assert_eq!((found.starts, found.ends), (starts, ends), "{lines}");
        };
        let utc = Some("UTC");
        check(
            "DTSTART:20261124T140000Z\r\nDURATION:PT90M",
            at(TWO_O_CLOCK, false, utc),
            at(TWO_O_CLOCK + 5_400, false, utc),
        );
        check("DTSTART:20261124T140000", at(TWO_O_CLOCK, false, None), None);
        check("DTSTART:20261124T193000+0530", at(TWO_O_CLOCK, false, utc), None);
        check("DTSTART:20261124T090000-0500", at(TWO_O_CLOCK, false, utc), None);
        let midnight = TWO_O_CLOCK - 14 * 3_600;
        check("DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261125", at(midnight, true, None), None);
        check(
            "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261127",
            at(midnight, true, None),
            at(midnight + 2 * DAY, true, None),
        );
        check("DTSTART:20261124T140000Z\r\nDTEND:20261124T130000Z", at(TWO_O_CLOCK, false, utc), None);
        check("DTSTART:20261331T140000Z", None, None);
        check("DTSTART:20260230T140000Z\r\nDURATION:P99999999W", None, None);
        check("DTSTART:soon", None, None);
        check("SUMMARY:no time", None, None);
    }

    #[test]
    fn what_it_is_sent_for_is_told() {
        let check =
            |method: &str, lines: &str, expected| assert_eq!(event(method, lines).standing, expected, "{method}");
        check("METHOD:CANCEL\r\n", "", Standing::Cancelled);
        check("METHOD:REQUEST\r\n", "STATUS:CANCELLED\r\n", Standing::Cancelled);
        check("METHOD:REPLY\r\n", "", Standing::Answer);
        check("METHOD:PUBLISH\r\n", "STATUS:CONFIRMED\r\n", Standing::Announcement);
        check("METHOD:X-NEW\r\n", "", Standing::Announcement);
        check("", "", Standing::Announcement);
    }

    #[test]
    fn what_is_no_message_about_one_event_has_no_card() {
        let two = calendar("", "SUMMARY:a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n");
        for text in
            [two.as_str(), "", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "hello", "BEGIN:VCARD\r\nFN:x\r\nEND:VCARD"]
        {
            assert_eq!(Event::read(PartId(1), text), None, "{text}");
        }
        // A change of one among many is about the same event.
        let changed = calendar(
            "",
            "SUMMARY:all\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1@hosp.example\r\nRECURRENCE-ID:20261124T140000Z\r\nSUMMARY:one\r\n",
        );
        assert_eq!(Event::read(PartId(1), &changed).map(|event| event.title), Some("all".to_owned()));
    }

    #[test]
    fn hostile_texts_are_bounded_and_clean() {
        let found = event("", &format!("SUMMARY:{}\r\nLOCATION:a\u{202E}b\r\n", "x".repeat(100_000)));
        assert_eq!((found.title.chars().count(), found.place.as_str()), (MAX_TEXT, "a\u{FFFD}b"));
        let nested = "BEGIN:VEVENT\r\n".repeat(15_000);
        drop(Event::read(PartId(1), &format!("BEGIN:VCALENDAR\r\n{nested}")));
        let people = "ATTENDEE:mailto:a@b\r\n".repeat(10_000);
        assert_eq!(event("", &people).people, 1);
        drop(Event::read(PartId(1), &calendar("", &format!("ATTENDEE{}:x\r\n", ";CN=\"a\"".repeat(25_000)))));
    }

    #[test]
    fn the_part_is_found_and_a_huge_one_is_left_alone() {
        let letter = |content: &str| {
            format!(
                "Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\n\
                 Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n{content}\r\n--b--\r\n"
            )
        };
        let found = |text: &str| Event::of(&Message::parse(text.as_bytes())).map(|event| event.part);
        assert_eq!(found(&letter(&calendar("METHOD:REQUEST\r\n", "SUMMARY:a\r\n"))), Some(PartId(2)));
        assert_eq!(found(&letter(&calendar("", &format!("SUMMARY:{}\r\n", "x".repeat(MAX_SIZE))))), None);
        assert_eq!(found("Subject: x\r\n\r\nBEGIN:VCALENDAR"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(lines in prop::collection::vec("(BEGIN:VEVENT|END:VEVENT|DTSTART|DTEND|DURATION|RRULE:FREQ=|ATTENDEE|;TZID=|;CN=\"|:|P[0-9]{1,12}W|[0-9TZ]{1,20}|[^\u{0}]{0,8}|\r\n ){0,6}", 0..20)) {
            let text = calendar("", &(lines.join("\r\n") + "\r\n"));
            drop(Event::read(PartId(1), &text));
        }
    }
}
