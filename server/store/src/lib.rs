//! What must survive: sessions, people, drafts, the outbox, the guard's history, policies. sqlx over
//! SQLite or PostgreSQL. Knows no IMAP, SMTP or rules; every time is an argument, every multi-step write one transaction.

mod acceptance;
mod alerts;
mod allowed_pairs;
mod audit;
mod changed_people;
mod circumstances;
mod correspondents;
mod decisions;
mod departures;
mod directory_version;
mod draft_copies;
mod draft_files;
mod drafts;
mod emergency_stop;
mod error;
mod figures;
mod governance;
mod history;
mod holds;
mod ignored_conversations;
mod imported;
mod judgements;
mod key_mark;
mod lists;
mod migrations;
mod not_delivered;
mod notices;
mod open;
mod outside;
mod people;
mod permits;
mod place;
mod policies;
mod read_lists;
mod record_sizes;
mod roles;
mod rule_figures;
mod rules;
mod sessions;
mod settle;
mod signatures;
mod spread;
mod storms;
mod submissions;
mod suspensions;
mod sweep;
mod told_wrong;
mod watch;
mod within;
mod worker;

pub use acceptance::{Acceptance, Standing};
pub use alerts::{AlertRow, ClaimedAlert};
pub use audit::{AuditEntry, AuditFilter, AuditRow};
pub use circumstances::Circumstances;
pub use correspondents::Correspondent;
pub use departures::Departure;
pub use directory_version::{DailySizes, DirectoryChanges};
pub use draft_copies::DraftCopy;
pub use draft_files::DraftFileRow;
pub use drafts::DraftRow;
pub use emergency_stop::{StopRow, Stopped};
pub use error::StoreError;
pub use figures::StoreFigures;
pub use history::{AcceptedMessage, History, Reached};
pub use holds::{Approval, Content, Decider, Hold};
pub use ignored_conversations::IgnoredConversation;
pub use judgements::{JudgementFilter, JudgementRow, Recorded, Replayable, Same};
pub use lists::{ListEntry, ListGovernance, ListRow};
pub use notices::Notice;
pub use open::{Found, Snapshot, Store};
pub use people::{PersonEntry, PersonKind, PersonRow};
pub use permits::PermitRow;
pub use place::StorePlace;
pub use policies::PolicyRow;
pub use record_sizes::DayRecorded;
pub use roles::{AtLeast, RoleRow};
pub use rule_figures::RuleFate;
pub use rules::{RuleApprovalRow, RuleRow};
pub use sessions::SessionRow;
pub use signatures::SignatureRow;
pub use spread::{Spread, Spreading};
pub use storms::StormRow;
pub use submissions::{Fate, State, SubmissionRow, Submitted, Via};
pub use suspensions::SuspensionRow;
pub use told_wrong::ToldWrong;
pub use watch::{Accepted, Ruled};
pub use worker::{Cargo, Claim, RecipientRow, Work};

/// Seconds since 1970-01-01T00:00:00Z.
pub type UnixSeconds = i64;

fn one_row(affected: u64, otherwise: StoreError) -> Result<(), StoreError> {
    if affected == 1 { Ok(()) } else { Err(otherwise) }
}

/// Counts are kept as signed 64-bit integers; what does not fit stands for "more than anybody has".
fn to_i64(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("value to be written"))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt(what))
}

/// Numbers as a blob: 4 bytes each, little-endian.
fn pack(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

fn unpack(blob: &[u8]) -> Vec<u32> {
    blob.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect()
}
