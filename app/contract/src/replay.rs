//! The recorded history under a proposed policy (guard specification, section 16): how thresholds are tuned.

use crate::UnixSeconds;
use levee_guard::{Code, Ruling};
use levee_mail::Address;
use serde::{Deserialize, Serialize};

/// What a proposed policy would have done to the messages of some days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// Version that it is compared with: the one in force.
    pub version: u64,
    /// The version that saving it makes; 0 where it is not saved from.
    pub next: u64,
    /// Days looked at.
    pub days: u32,
    /// Messages judged again: those that were accepted, held or blocked.
    pub judged: u64,
    /// Those of them with another ruling.
    pub changed: u64,
    /// Not every message of these days was judged again: there are too many.
    pub cut: bool,
    /// Rules that fired under one of the two, by code.
    pub rules: Vec<RuleReplay>,
    /// Messages by ruling, warned first, under the policy in force and under the proposal.
    pub rulings: Vec<(Ruling, u64, u64)>,
    /// Each day with what is new, oldest first.
    pub daily: Vec<DayReplay>,
    /// Messages with another ruling, or those behind one figure, newest first, no more than were asked for.
    pub examples: Vec<Example>,
    /// How many such there are.
    pub listed: u64,
}

/// Which messages a replay lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Only those on which this rule finds something else.
    pub rule: Option<Code>,
    /// Only those that newly get this ruling.
    pub newly: Option<Ruling>,
    /// At most so many.
    pub most: usize,
}

impl Listing {
    /// Reads what an address says.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>, most: usize) -> Self {
        let rule = get("rule").and_then(|code| Code::parse(&code));
        Self { rule, newly: get("newly").and_then(|ruling| Ruling::parse(&ruling)), most }
    }
}

impl Replay {
    /// Days that may be looked at.
    pub const DAYS: [u32; 2] = [30, 90];
    /// Messages shown on a page.
    pub const EXAMPLES: usize = 50;
    /// Messages of a file at most.
    pub const LISTED: usize = 10_000;
}

/// One rule under both policies: findings that warn, ask, hold and block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReplay {
    /// Which.
    pub code: Code,
    /// Under the policy in force.
    pub before: [u64; 4],
    /// Under the proposal.
    pub after: [u64; 4],
}

/// Messages of one day that would newly be warned about, asked about, held and blocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReplay {
    /// When the day began.
    pub at: UnixSeconds,
    /// In the order of the rulings.
    pub newly: [u64; 4],
}

/// A message that would be ruled on otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// When it was judged.
    pub at: UnixSeconds,
    /// Of its judgement.
    pub reference: String,
    /// Pseudonym of the sender.
    pub sender: String,
    /// Lists that were entered.
    pub lists: Vec<Address>,
    /// A.
    pub people: u64,
    /// E.
    pub external: u64,
    /// `web`, `smtp` or `api`.
    pub channel: String,
    /// Under the policy in force.
    pub before: Ruling,
    /// Under the proposal.
    pub after: Ruling,
    /// The strictest finding of the stricter of the two.
    pub because: Option<Code>,
}
