//! What stands around every screen, in one answer.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{Account, AppError, Folder};
#[cfg(feature = "ssr")]
use levee_contract::{OutboxRow, OutboxState, Role};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};

/// The account, its folders, and what waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub(crate) struct Surroundings {
    pub(crate) account: Account,
    /// In the order shown, with their unread counts; or why the mail server does not say.
    pub(crate) folders: Result<Vec<Folder>, AppError>,
    /// Its drafts.
    pub(crate) drafts: u32,
    /// Its messages that have not left, or not surely.
    pub(crate) outbox: u32,
    /// Held messages that this account can decide.
    pub(crate) waiting: u32,
}

/// Who is signed in and what is there.
#[server(prefix = "/api", endpoint = "read_surroundings", input = Json, output = Json)]
pub(crate) async fn read_surroundings() -> Result<Surroundings, ApiError> {
    let (levee, who) = super::ask()?;
    let folders = levee.folders(&who).await;
    if folders == Err(AppError::SignedOut) {
        return Err(AppError::SignedOut.into());
    }
    // A number that cannot be had now is no reason to show nothing.
    let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let drafts = levee.draft_count(&who).await.unwrap_or_default();
    let waits = |row: &OutboxRow| !matches!(row.state, OutboxState::Sent { .. });
    let outbox = levee.outbox(&who).await.map_or(0, |rows| number(rows.iter().filter(|row| waits(row)).count()));
    let waiting = match who.account.has(Role::Approver) {
        true => levee.waiting(&who).await.map_or(0, |held| number(held.len())),
        false => 0,
    };
    Ok(Surroundings { account: who.account, folders, drafts, outbox, waiting })
}
