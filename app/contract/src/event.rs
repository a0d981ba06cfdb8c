//! An event that a message is about: an invitation, a change, a cancellation (RFC 5545, 5546).

use serde::{Deserialize, Serialize};

/// What its card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEvent {
    /// What its sender wants with it.
    pub standing: EventStanding,
    /// Cleaned, may be empty.
    pub title: String,
    /// When it begins, where that is said in a way that can be read.
    pub starts: Option<EventTime>,
    /// When it ends; of whole days the last one.
    pub ends: Option<EventTime>,
    /// It happens more than once.
    pub repeats: bool,
    /// Cleaned, may be empty.
    pub place: String,
    /// Name and address of who arranges it, as the event names them: no proof of who sent the message.
    pub organiser: Option<(String, String)>,
    /// People invited.
    pub people: u32,
    /// Path that saves it as a file: `/attachment/<capability>`.
    pub url: String,
}

/// What an event is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStanding {
    /// To ask whether one comes.
    Invitation,
    /// It does not take place.
    Cancelled,
    /// Somebody answers an invitation.
    Answer,
    /// To be known.
    Announcement,
}

/// A time as it is written there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTime {
    /// Seconds from 1970-01-01T00:00 to it, both read off the same clock.
    pub local: i64,
    /// Whether it is a day and no time.
    pub whole_day: bool,
    /// `UTC`, or the name of a zone as its sender's program has it; `None`: the clock of whoever reads it.
    pub zone: Option<String>,
}
