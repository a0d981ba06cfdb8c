//! Does something to messages of a mailbox, and takes it back.

use super::ApiError;
use super::json::Json;
use crate::path::MailPath;
use leptos::server;
use levee_contract::{Act, Done, UndoStep};
#[cfg(feature = "ssr")]
use levee_contract::{AppError, Field, MessageRef};

/// Does `act` to the messages `uids` of `page`'s mailbox under `validity`; with none named to the one that is
/// open. `to` is where *Move* goes. A form sent without script is answered with `next`, else with `page`.
#[server(prefix = "/api", endpoint = "act_on_messages", output = Json)]
pub(crate) async fn act_on_messages(
    page: MailPath,
    act: Act,
    #[server(default)] validity: u32,
    #[server(default)] uids: Vec<u32>,
    #[server(default)] to: String,
    next: Option<MailPath>,
) -> Result<Done, ApiError> {
    let (levee, who) = super::ask()?;
    let named = |uid| MessageRef { mailbox: page.mailbox.clone(), uid_validity: validity, uid };
    let messages: Vec<MessageRef> = match uids.as_slice() {
        [] => page.message().into_iter().collect(),
        uids => uids.iter().copied().map(named).collect(),
    };
    let done = match messages.as_slice() {
        [] => Err(AppError::Invalid {
            fields: vec![Field { name: "uids".to_owned(), problem: "none_chosen".to_owned(), detail: None }],
        }),
        messages => levee.act(&who, messages, act, Some(&to)).await,
    };
    let answer = if done.is_ok() { next.unwrap_or(page) } else { page };
    super::answer_form(&crate::path::LocalPath::from(answer).told(&done));
    Ok(done?)
}

/// Takes back what was done, step by step.
#[server(prefix = "/api", endpoint = "undo_act", input = Json, output = Json)]
pub(crate) async fn undo_act(steps: Vec<UndoStep>) -> Result<(), ApiError> {
    let (levee, who) = super::ask()?;
    Ok(levee.undo_act(&who, &steps).await?)
}
