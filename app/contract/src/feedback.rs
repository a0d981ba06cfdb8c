//! What senders say of verdicts on their own mail, and how rules fare. Neither changes any ruling.

use crate::UnixSeconds;
use levee_guard::Code;
use serde::{Deserialize, Serialize};

/// That a sender called a verdict wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldWrong {
    /// When.
    pub at: UnixSeconds,
    /// Why, in a few words; empty where none were given.
    pub why: String,
}

impl ToldWrong {
    /// Characters of a reason at most.
    pub const LONGEST: usize = 200;
}

/// What is done about a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// It is called wrong.
    Wrong,
    /// That is taken back.
    TakeBack,
}

/// How rules fared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFigures {
    /// In so many days.
    pub days: u32,
    /// Rules that fired, in the order asked for.
    pub rules: Vec<RuleFigure>,
}

/// How one rule fared, in messages: what is judged several times on its way is one message, and what became of it is
/// what its last judgement says. `ignored` to `waiting` add up to `fired`.
///
/// What was changed before *Send* was pressed is known to nobody: there was no judgement yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFigure {
    /// The rule.
    pub code: Code,
    /// Messages in which it fired.
    pub fired: u64,
    /// Sent all the same: after a warning, or confirmed by their senders.
    pub ignored: u64,
    /// Edited, so that it fired no more.
    pub changed: u64,
    /// Released by approvers, or sent by breaking the glass.
    pub overridden: u64,
    /// Taken back by their senders within the undo window.
    pub undone: u64,
    /// Given up by their senders: asked about and not confirmed, or taken back while they were held.
    pub cancelled: u64,
    /// Blocked, and not sent in another form from the same draft.
    pub blocked: u64,
    /// Held, and rejected by an approver or not decided on in time.
    pub turned_down: u64,
    /// Still held.
    pub waiting: u64,
    /// Those of them of which their senders said that it was wrong.
    pub told: u64,
}

impl RuleFigure {
    /// Nothing of a rule yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        let none = 0;
        Self {
            code,
            fired: none,
            ignored: none,
            changed: none,
            overridden: none,
            undone: none,
            cancelled: none,
            blocked: none,
            turned_down: none,
            waiting: none,
            told: none,
        }
    }
}

/// By which number rules are ordered, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleOrder {
    /// Messages in which they fired.
    Fired,
    /// Sent all the same.
    Ignored,
    /// Edited.
    Changed,
    /// Released, or by breaking the glass.
    Overridden,
    /// Taken back.
    Undone,
    /// Given up.
    Cancelled,
    /// Blocked.
    Blocked,
    /// Rejected or expired.
    TurnedDown,
    /// Still held.
    Waiting,
    /// Told wrong.
    Told,
}

impl RuleOrder {
    /// Every order, as the columns stand.
    pub const ALL: [Self; 10] = [
        Self::Fired,
        Self::Ignored,
        Self::Changed,
        Self::Overridden,
        Self::Undone,
        Self::Cancelled,
        Self::Blocked,
        Self::TurnedDown,
        Self::Waiting,
        Self::Told,
    ];

    /// As a link says it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::Ignored => "ignored",
            Self::Changed => "changed",
            Self::Overridden => "overridden",
            Self::Undone => "undone",
            Self::Cancelled => "cancelled",
            Self::Blocked => "blocked",
            Self::TurnedDown => "turned_down",
            Self::Waiting => "waiting",
            Self::Told => "told_wrong",
        }
    }

    /// The number of a rule.
    #[must_use]
    pub fn of(self, rule: &RuleFigure) -> u64 {
        match self {
            Self::Fired => rule.fired,
            Self::Ignored => rule.ignored,
            Self::Changed => rule.changed,
            Self::Overridden => rule.overridden,
            Self::Undone => rule.undone,
            Self::Cancelled => rule.cancelled,
            Self::Blocked => rule.blocked,
            Self::TurnedDown => rule.turned_down,
            Self::Waiting => rule.waiting,
            Self::Told => rule.told,
        }
    }
}

/// Which figures of rules are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleQuery {
    /// Of so many days.
    pub days: u32,
    /// In which order.
    pub order: RuleOrder,
}

impl RuleQuery {
    /// Reads what a link says; what it cannot mean is left out.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let days = get("days").and_then(|days| days.parse().ok());
        let order = get("sort").and_then(|sort| RuleOrder::ALL.into_iter().find(|order| order.as_str() == sort));
        Self {
            days: days.filter(|days| crate::Replay::DAYS.contains(days)).unwrap_or(30),
            order: order.unwrap_or(RuleOrder::Fired),
        }
    }
}

/// What senders say.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Feedback {
    /// The sender of a judged message calls its verdict wrong, or takes that back.
    ///
    /// # Errors
    /// `Gone` when there is no such verdict on this account's mail, or it found nothing; `Conflict` when it stands
    /// so already; `Invalid` when `why` is longer than [`ToldWrong::LONGEST`].
    async fn tell_wrong(
        &self,
        who: &crate::Caller,
        reference: &str,
        telling: Telling,
        why: &str,
    ) -> Result<(), crate::AppError>;
    /// Judges a draft as *Send* would, accepts nothing, and where it is blocked records the verdict as called wrong:
    /// its reference. `None` when it is not blocked; then nothing is recorded.
    ///
    /// # Errors
    /// As [`Feedback::tell_wrong`], and those of [`crate::Send::send`].
    async fn call_stop_wrong(
        &self,
        who: &crate::Caller,
        request: &crate::SendRequest,
    ) -> Result<Option<String>, crate::AppError>;
}
