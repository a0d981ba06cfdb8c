//! The event that a message is about, for its card.

use crate::Service;
use crate::capability::Target;
use levee_contract::{CalendarEvent, Caller, EventStanding, EventTime, MessageRef};
use levee_mime::Message;
use levee_mime::calendar::{Event, Moment, Standing};
use std::sync::Arc;

impl Service {
    /// What the card shows; nothing where there is no event, or none that can be read: the file itself is among
    /// the message's files in any case.
    pub(crate) async fn event_of(&self, who: &Caller, message: &MessageRef, bytes: Arc<[u8]>) -> Option<CalendarEvent> {
        let event = self.aside(move || Event::of(&Message::parse(&bytes))).await.ok()??;
        Some(CalendarEvent {
            standing: match event.standing {
                Standing::Invitation => EventStanding::Invitation,
                Standing::Cancelled => EventStanding::Cancelled,
                Standing::Answer => EventStanding::Answer,
                Standing::Announcement => EventStanding::Announcement,
            },
            title: event.title,
            starts: event.starts.map(time),
            ends: event.ends.map(time),
            repeats: event.repeats,
            place: event.place,
            organiser: event.organiser,
            people: u32::try_from(event.people).unwrap_or(u32::MAX),
            url: format!("/attachment/{}", self.grant(who, message, Target::Part(event.part.0))),
        })
    }
}

fn time(moment: Moment) -> EventTime {
    EventTime { local: moment.local, whole_day: moment.whole_day, zone: moment.zone }
}
