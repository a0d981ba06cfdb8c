//! The audit: what is written down of each act, and read again by administrators.

use crate::Service;
use crate::rights::reader;
use crate::service_error::from_store;
use async_trait::async_trait;
use levee_contract::{AppError, Audit, AuditLine, AuditPage, AuditQuery, Caller, Field, Role};
use levee_store::{AuditEntry, AuditFilter, AuditRow};

/// Longest reason for an act, characters.
const LONGEST_REASON: usize = 500;
/// Seconds of a day.
const DAY: i64 = 86_400;

#[async_trait]
impl Audit for Service {
    async fn audit(&self, who: &Caller, query: &AuditQuery, rows: u32) -> Result<AuditPage, AppError> {
        reader(who)?;
        let filter = AuditFilter {
            text: query.text.clone(),
            act: query.act.clone(),
            since: query.days.map(|days| self.clock.now() - i64::from(days) * DAY),
            before: query.before,
            limit: rows.saturating_add(1),
        };
        let found = self.store.count_audit(&filter).await.map_err(from_store)?;
        let mut rows_found = self.store.audit(&filter).await.map_err(from_store)?;
        let more = rows_found.len() > rows as usize;
        rows_found.truncate(rows as usize);
        let next = rows_found.last().filter(|_| more).map(|row| row.id);
        Ok(AuditPage { rows: rows_found.into_iter().map(line).collect(), found, next })
    }

    async fn audit_entry(&self, who: &Caller, id: i64) -> Result<AuditLine, AppError> {
        reader(who)?;
        self.store.audit_entry(id).await.map(line).map_err(from_store)
    }
}

impl Service {
    /// An act of somebody signed in, in one of their roles.
    pub(crate) fn act(&self, who: &Caller, acting: Role, act: &str, object: impl Into<String>) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            who: who.account.address.to_string(),
            name: who.account.name.clone(),
            acting: acting.as_str().to_owned(),
            act: act.to_owned(),
            object: object.into(),
            ..AuditEntry::default()
        }
    }

    /// An act of Levee itself, or of whoever uses its command line: nobody is signed in.
    pub(crate) fn act_of_nobody(&self, acting: &str, act: &str, object: impl Into<String>) -> AuditEntry {
        AuditEntry {
            at: self.clock.now(),
            acting: acting.to_owned(),
            act: act.to_owned(),
            object: object.into(),
            ..AuditEntry::default()
        }
    }
}

/// A reason as it is kept: 1 to 500 characters.
///
/// # Errors
/// `Invalid`, naming the field `reason`.
pub(crate) fn given(reason: &str) -> Result<String, AppError> {
    match missing(reason) {
        Some(field) => Err(AppError::Invalid { fields: vec![field] }),
        None => Ok(reason.trim().to_owned()),
    }
}

/// What is wrong with a reason.
pub(crate) fn missing(reason: &str) -> Option<Field> {
    let problem = match reason.trim().chars().count() {
        0 => "empty",
        length if length > LONGEST_REASON => "too_long",
        _ => return None,
    };
    Some(Field { name: "reason".into(), problem: problem.into(), detail: Some(LONGEST_REASON.to_string()) })
}

fn line(AuditRow { id, entry }: AuditRow) -> AuditLine {
    let AuditEntry { at, who, name, acting, act, object, detail, reason } = entry;
    AuditLine { id, at, who, name, acting, act, object, detail, reason }
}
