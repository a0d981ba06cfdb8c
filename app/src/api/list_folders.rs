//! The folder tree.

use super::ApiError;
use leptos::prelude::*;
use leptos::server;
use levee_contract::Folder;
use server_fn::codec::Json;

/// All folders with their unread counts, in the order shown.
#[server(prefix = "/api", endpoint = "list_folders", input = Json)]
pub(crate) async fn list_folders() -> Result<Vec<Folder>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.folders(&who).await?)
}
