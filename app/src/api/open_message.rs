//! One message, opened.

use super::{ApiError, Timed};
use leptos::prelude::*;
use leptos::server;
use levee_contract::{MessageRef, MessageView};
use server_fn::codec::Json;

/// Opens a message; does not mark it.
#[server(prefix = "/api", endpoint = "open_message", input = Json)]
pub(crate) async fn open_message(message: MessageRef) -> Result<Timed<MessageView>, ApiError> {
    let (levee, who) = super::ask()?;
    Ok(Timed { now: super::now(), value: levee.open(&who, &message).await? })
}
