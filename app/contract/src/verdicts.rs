//! The record of judgements (guard specification, section 16): no content, senders as pseudonyms.

use crate::{ToldWrong, UnixSeconds};
use levee_guard::{Code, Finding, Ruling};
use levee_mail::Address;
use serde::{Deserialize, Serialize};

/// Which judgements are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictQuery {
    /// A reference, a code, or part of a list's address; empty for all.
    pub text: String,
    /// Only this ruling, as it is when nothing is only observed.
    pub ruling: Option<Ruling>,
    /// Only with a finding of this code.
    pub code: Option<Code>,
    /// `web`, `smtp` or `api`; empty for all.
    pub channel: String,
    /// Only those that their senders called wrong.
    #[serde(default)]
    pub told: bool,
    /// Of so many days.
    pub days: u32,
    /// Not before this moment, instead of so many days: what a figure counts.
    #[serde(default)]
    pub since: Option<UnixSeconds>,
    /// Before this moment.
    #[serde(default)]
    pub until: Option<UnixSeconds>,
    /// Only older ones than this number: the next page.
    pub before: Option<i64>,
}

impl VerdictQuery {
    /// Rows of one page.
    pub const ROWS: u32 = 50;
    /// Periods offered, in days.
    pub const DAYS: [u32; 4] = [1, 7, 30, 90];

    /// Reads what a link says; what it cannot mean is left out.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key: &str| get(key).unwrap_or_default();
        let channel = word("channel");
        Self {
            text: word("q").trim().to_owned(),
            ruling: Ruling::parse(&word("ruling")),
            code: Code::parse(&word("code")),
            channel: if ["web", "smtp", "api"].contains(&channel.as_str()) { channel } else { String::new() },
            told: word("told") == "wrong",
            days: word("days").parse().ok().filter(|days| Self::DAYS.contains(days)).unwrap_or(7),
            since: word("since").parse().ok(),
            until: word("until").parse().ok(),
            before: word("before").parse().ok(),
        }
    }
}

/// One judgement of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRow {
    /// Number in the record.
    pub id: i64,
    /// What people quote, e.g. `LV-7K3F-20QD`.
    pub reference: String,
    /// When.
    pub at: UnixSeconds,
    /// Pseudonym of the sender, e.g. `s-d1c7e8`.
    pub sender: String,
    /// Kind of message: `new`, `reply_all`, ...
    pub kind: String,
    /// `web`, `smtp` or `api`.
    pub channel: String,
    /// People reached.
    pub people: u64,
    /// Those outside.
    pub external: u64,
    /// Lists entered, with their sizes.
    pub lists: Vec<(Address, Option<u64>)>,
    /// What it was told.
    pub ruling: Ruling,
    /// What it would have been told if nothing were only observed.
    pub enforced: Ruling,
    /// Codes of the findings, strictest first.
    pub codes: Vec<Code>,
    /// What became of it.
    pub outcome: String,
    /// That its sender called it wrong.
    pub told: Option<ToldWrong>,
    /// Version of the policy.
    pub policy: u64,
}

/// A window on the judgements found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictPage {
    /// The rows, newest first.
    pub rows: Vec<VerdictRow>,
    /// How many there are, counted no further than [`VerdictPage::COUNTED`].
    pub found: u64,
    /// The number that the next page begins before; `None` on the last one.
    pub next: Option<i64>,
}

impl VerdictPage {
    /// Where counting ends.
    pub const COUNTED: u32 = 10_000;
}

/// One judgement, opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictView {
    /// Its row.
    pub row: VerdictRow,
    /// Encoded size of one copy in bytes.
    pub size: u64,
    /// Addresses shown to everybody who received it.
    pub disclosed: u64,
    /// What the rules saw, with the rulings that they have when nothing is only observed.
    pub findings: Vec<Finding>,
    /// Pseudonym of its thread.
    pub thread: Option<String>,
}

/// The record, for administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Verdicts {
    /// At most so many judgements that a query names.
    async fn verdicts(
        &self,
        who: &crate::Caller,
        query: &VerdictQuery,
        rows: u32,
    ) -> Result<VerdictPage, crate::AppError>;
    /// The judgement of a reference. `Gone` when there is none.
    async fn verdict(&self, who: &crate::Caller, reference: &str) -> Result<VerdictView, crate::AppError>;
    /// How each rule fared. Administrators and auditors.
    async fn rule_figures(
        &self,
        who: &crate::Caller,
        query: &crate::RuleQuery,
    ) -> Result<crate::RuleFigures, crate::AppError>;
}
