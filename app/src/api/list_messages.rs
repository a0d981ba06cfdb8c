//! One window of the message list.

use super::json::Json;
use super::{ApiError, Timed};
use crate::path::MailPath;
use leptos::server;
use levee_contract::MessageList;
#[cfg(feature = "ssr")]
use levee_contract::{Page, Sift};

/// Rows in a window.
pub(crate) const WINDOW: u32 = 50;

/// Messages that are looked through for files when nobody asked for more.
pub(crate) const USUAL_DEPTH: u32 = 2_000;

/// The rows that a page shows: its window, of all messages or of those that its filter and search find.
#[server(prefix = "/api", endpoint = "list_messages", input = Json, output = Json)]
pub(crate) async fn list_messages(page: MailPath) -> Result<Timed<MessageList>, ApiError> {
    let (levee, who) = super::ask()?;
    let window = Page { first: page.first, count: WINDOW };
    let value = if page.is_whole() {
        levee.list(&who, &page.mailbox, window).await?
    } else {
        let depth = if page.depth == 0 { USUAL_DEPTH } else { page.depth };
        let keep = page.open.map(|open| open.uid);
        let MailPath { mailbox, filter, words, scope, .. } = page;
        levee.find(&who, &mailbox, window, &Sift { filter, words, scope, depth, keep }).await?
    };
    Ok(Timed { now: super::now(), value })
}
