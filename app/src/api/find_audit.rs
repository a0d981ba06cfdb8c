//! A window on the audit.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::{AuditLine, AuditPage, AuditQuery};
use serde::{Deserialize, Serialize};

/// The entries found, and the one that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct AuditShown {
    pub(crate) page: AuditPage,
    pub(crate) open: Option<AuditLine>,
}

/// The entries that a query names, and one opened; administrators only.
#[server(prefix = "/api", endpoint = "find_audit", input = Json, output = Json)]
pub(crate) async fn find_audit(query: AuditQuery, open: Option<i64>) -> Result<Timed<AuditShown>, ApiError> {
    let (levee, who) = super::ask()?;
    let page = levee.audit(&who, &query, AuditQuery::ROWS).await?;
    let open = match open {
        Some(id) => Some(levee.audit_entry(&who, id).await?),
        None => None,
    };
    Ok(Timed { now: super::now(), value: AuditShown { page, open } })
}
