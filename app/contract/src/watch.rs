//! What happens now: traffic, rulings, storms, held mail, and the emergency stop (guard specification, sections 7,
//! 8 and 16). Numbers and lists, never content.

use crate::UnixSeconds;
use levee_guard::{Code, Ruling, StopScope};
use levee_mail::Contact;
use serde::{Deserialize, Serialize};

/// The emergency stop while it is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// What is stopped; never nothing.
    pub scope: StopScope,
    /// Who stopped it.
    pub by: String,
    /// Since when.
    pub at: UnixSeconds,
    /// Why, as it is told to everybody who writes.
    pub reason: String,
    /// From so many people on.
    pub from: u64,
}

/// The organisation's mail at this moment and lately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// Length of a period in seconds.
    pub period: u32,
    /// The periods, oldest first, the last one not over yet.
    pub traffic: Vec<Traffic>,
    /// Messages warned about, asked about, held and blocked, a number for each period.
    pub rulings: Vec<(Ruling, Vec<u64>)>,
    /// The last ten minutes.
    pub lately: Lately,
    /// People whom blocked messages, and held ones that came back, did not reach in the last 24 hours, less those whom
    /// the same message reached later in another form; by the strictest rule, most first.
    pub refused: Vec<(Code, u64)>,
    /// Storms that are frozen, and those of the time shown, newest first.
    pub storms: Vec<Storm>,
    /// What waits for approvers, the shortest time left first.
    pub held: Vec<HeldLine>,
    /// The emergency stop, while it is on.
    pub stop: Option<Stop>,
    /// From so many people on the stop counts.
    pub stop_from: u64,
}

impl Watch {
    /// Hours that may be looked at.
    pub const HOURS: [u32; 4] = [1, 6, 24, 168];

    /// Seconds of a period when so many hours are looked at: between 60 and 180 periods.
    #[must_use]
    pub fn period(hours: u32) -> u32 {
        match hours {
            0..=1 => 60,
            2..=6 => 180,
            7..=24 => 600,
            _ => 3_600,
        }
    }
}

/// One period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// When it began.
    pub at: UnixSeconds,
    /// Messages accepted.
    pub messages: u64,
    /// Copies that they make.
    pub copies: u64,
    /// Copies of blocked messages, which nobody received.
    pub refused: u64,
}

/// The last ten minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lately {
    /// Messages accepted.
    pub messages: u64,
    /// Copies that they make.
    pub copies: u64,
    /// Replies to as many people as the stop begins with.
    pub replies_to_many: u64,
    /// All messages to so many.
    pub to_many: u64,
}

/// A storm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storm {
    /// Its number.
    pub id: i64,
    /// Names of its lists; none when people were written to singly.
    pub lists: Vec<Contact>,
    /// Whom a reply reaches.
    pub people: u64,
    /// When it tripped.
    pub tripped: UnixSeconds,
    /// Until when it is frozen.
    pub until: UnixSeconds,
    /// When an administrator released it.
    pub released: Option<UnixSeconds>,
    /// Replies that were accepted before.
    pub replies: u64,
    /// People who wrote them.
    pub senders: u64,
    /// Messages blocked in it since.
    pub stopped: u64,
}

impl Storm {
    /// Whether it is frozen at that moment.
    #[must_use]
    pub fn is_frozen(&self, now: UnixSeconds) -> bool {
        self.released.is_none() && now < self.until
    }
}

/// A held message as somebody sees it who does not decide on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// Its biggest list by name; empty when people were written to singly.
    pub list: String,
    /// A.
    pub people: u64,
    /// How many have agreed.
    pub agreed: u32,
    /// How many have to.
    pub needed: u32,
    /// When it goes back to its author.
    pub expires: UnixSeconds,
}

/// A change of the emergency stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopChange {
    /// What is to be stopped from now on.
    pub scope: StopScope,
    /// The words typed in confirmation; empty where something is released.
    pub typed: String,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

impl StopChange {
    /// What has to be typed to stop this much; `None` where nothing has to be.
    #[must_use]
    pub fn words(scope: StopScope) -> Option<&'static str> {
        match scope {
            StopScope::Nothing => None,
            StopScope::Replies => Some("STOP REPLIES"),
            StopScope::Everything => Some("STOP EVERYTHING"),
        }
    }
}

/// A change of a frozen thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StormChange {
    /// Which storm.
    pub id: i64,
    /// Hours for which it stays frozen from now on; `None` releases it.
    pub hours: Option<u32>,
    /// Why, 1 to 500 characters.
    pub reason: String,
}

impl StormChange {
    /// Hours that may be chosen.
    pub const HOURS: [u32; 4] = [6, 12, 24, 72];
}

/// Watching and stopping. Administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Watching {
    /// What happened in the last hours.
    async fn watch(&self, who: &crate::Caller, hours: u32) -> Result<Watch, crate::AppError>;
    /// Stops, or lets go again, on every node within the lease of section 8.
    ///
    /// # Errors
    /// `Invalid` when the words are not those of [`StopChange::words`] or the reason is missing; `Conflict` when it
    /// stands so already.
    async fn set_stop(&self, who: &crate::Caller, change: &StopChange) -> Result<(), crate::AppError>;
    /// Releases or prolongs a frozen thread.
    ///
    /// # Errors
    /// `Gone` when it is not frozen any more; `Invalid`.
    async fn change_storm(&self, who: &crate::Caller, change: &StormChange) -> Result<(), crate::AppError>;
}
