//! One window of the message list.

use super::json::Json;
use super::{ApiError, Timed};
use leptos::server;
use levee_contract::MessageList;

/// Rows in a window.
pub(crate) const WINDOW: u32 = 50;

/// The rows of a mailbox from `first`, counted from the newest.
#[server(prefix = "/api", endpoint = "list_messages", input = Json, output = Json)]
pub(crate) async fn list_messages(mailbox: String, first: u32) -> Result<Timed<MessageList>, ApiError> {
    let (levee, who) = super::ask()?;
    let page = levee_contract::Page { first, count: WINDOW };
    Ok(Timed { now: super::now(), value: levee.list(&who, &mailbox, page).await? })
}
