//! What stands around every screen, in one answer.

use super::ApiError;
use super::json::Json;
use leptos::server;
use levee_contract::{Account, AppError, Folder};
use serde::{Deserialize, Serialize};

/// The account, its folders, and what waits for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Surroundings {
    pub(crate) account: Account,
    /// In the order shown, with their unread counts; or why the mail server does not say.
    pub(crate) folders: Result<Vec<Folder>, AppError>,
    /// Held messages that this account can decide; `None` for those who decide nothing.
    pub(crate) waiting: Option<u32>,
}

/// Who is signed in and what is there.
#[server(prefix = "/api", endpoint = "read_surroundings", input = Json, output = Json)]
pub(crate) async fn read_surroundings() -> Result<Surroundings, ApiError> {
    let (levee, who) = super::ask()?;
    let waiting = if who.account.has(levee_contract::Role::Approver) {
        levee.waiting(&who).await.ok().map(|held| u32::try_from(held.len()).unwrap_or(u32::MAX))
    } else {
        None
    };
    match levee.folders(&who).await {
        Err(AppError::SignedOut) => Err(AppError::SignedOut.into()),
        folders => Ok(Surroundings { account: who.account, folders, waiting }),
    }
}
