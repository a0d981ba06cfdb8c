//! The audit: every act of an administrator or approver, with its reason.

use crate::UnixSeconds;
use serde::{Deserialize, Serialize};

/// Acts by the name under which they are written down; `policy.` stands for all that begin so.
pub const ACTS: [&str; 19] = [
    "policy.save",
    "policy.schedule",
    "policy.withdraw",
    "policy.restore",
    "policy.mode",
    "role.grant",
    "role.withdraw",
    "list.acknowledge",
    "message.approve",
    "message.reject",
    "glass.break",
    "directory.import",
    "stop.replies",
    "stop.everything",
    "stop.release",
    "storm.release",
    "storm.prolong",
    "permit.grant",
    "permit.withdraw",
];

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Part of a name, an address, an object or a reason; empty for all.
    pub text: String,
    /// One of [`ACTS`]; empty for all.
    pub act: String,
    /// Of so many days; `None` for all.
    pub days: Option<u32>,
    /// Only older ones than this number: the next page.
    pub before: Option<i64>,
}

impl AuditQuery {
    /// Rows of one page.
    pub const ROWS: u32 = 50;
    /// Periods offered, in days.
    pub const DAYS: [u32; 3] = [7, 30, 365];

    /// Reads what a link says; what it cannot mean is left out.
    #[must_use]
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key: &str| get(key).unwrap_or_default();
        let act = word("act");
        Self {
            text: word("q").trim().to_owned(),
            act: if ACTS.contains(&act.as_str()) { act } else { String::new() },
            days: word("days").parse().ok().filter(|days| Self::DAYS.contains(days)),
            before: word("before").parse().ok(),
        }
    }
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: UnixSeconds,
    /// Canonical address; empty when nobody was signed in.
    pub who: String,
    /// Name at that time; may be empty.
    pub name: String,
    /// In which role.
    pub acting: String,
    /// What was done.
    pub act: String,
    /// To what.
    pub object: String,
    /// What was changed; may be empty.
    pub detail: String,
    /// Why; empty where no reason is asked for.
    pub reason: String,
}

/// A window on the entries found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The entries, newest first.
    pub rows: Vec<AuditLine>,
    /// How many there are.
    pub found: u64,
    /// The number that the next page begins before; `None` on the last one.
    pub next: Option<i64>,
}

/// The audit, for administrators.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Audit {
    /// At most so many entries that a query names.
    async fn audit(&self, who: &crate::Caller, query: &AuditQuery, rows: u32) -> Result<AuditPage, crate::AppError>;
    /// One entry. `Gone` when there is none of this number.
    async fn audit_entry(&self, who: &crate::Caller, id: i64) -> Result<AuditLine, crate::AppError>;
}
