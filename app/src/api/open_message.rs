//! One message, opened.

use super::json::Json;
use super::{ApiError, Timed};
use crate::words::Sentence;
use leptos::server;
use levee_contract::{MessageRef, MessageView, Particulars};
use serde::{Deserialize, Serialize};

/// A message that was opened, as far as the mailbox around it reads it. The rest is text that the mailbox passes
/// on: the program that reads it comes with the part that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opened {
    pub(crate) message: MessageRef,
    /// Decoded, cleaned, may be empty.
    pub(crate) subject: String,
    letter: String,
}

impl Opened {
    #[cfg(feature = "ssr")]
    fn of(letter: &Letter) -> Self {
        let (message, subject) = (letter.message.message.clone(), letter.message.subject.clone());
        // Plain structs of numbers and text are always written.
        Self { message, subject, letter: serde_json::to_string(letter).unwrap_or_default() }
    }

    /// All of it.
    ///
    /// # Errors
    /// `Unreachable` where a server of another version has written it.
    pub(crate) fn read(&self) -> Result<Letter, ApiError> {
        serde_json::from_str(&self.letter).map_err(|_| ApiError::Unreachable)
    }
}

/// A message, the answers to it, and what only the open message shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) message: MessageView,
    /// `None` when it would be the same as *Reply*.
    pub(crate) reply_all: Option<ReplyAllState>,
    pub(crate) particulars: Particulars,
}

/// What *Reply all* looks like. In words already: the facts and findings behind it are many times
/// the size, and the mailbox shows no more of them than this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ReplyAllState {
    /// It can be pressed.
    On { label: String },
    /// It would be blocked.
    Off { label: String, why: Sentence },
}

/// Opens a message; does not mark it.
#[server(prefix = "/api", endpoint = "open_message", input = Json, output = Json)]
pub(crate) async fn open_message(message: MessageRef) -> Result<Timed<Opened>, ApiError> {
    let (levee, who) = super::ask()?;
    let levee_contract::Opened { message, reply_all, particulars } = levee.open(&who, &message).await?;
    let reply_all = reply_all.map(|all| reply_all_state(&all, &who.account.organisation));
    Ok(Timed { now: super::now(), value: Opened::of(&Letter { message, reply_all, particulars }) })
}

#[cfg(feature = "ssr")]
fn reply_all_state(all: &levee_contract::ReplyAll, organisation: &str) -> ReplyAllState {
    use crate::words::{Context, en};
    let people = en::count(all.audience.people);
    let label =
        if all.audience.exact { format!("Reply all ({people})") } else { format!("Reply all (at least {people})") };
    match all.verdict.strictest() {
        Some(finding) if all.verdict.ruling() == levee_guard::Ruling::Block => {
            let context = Context::of_audience(&all.audience, organisation);
            ReplyAllState::Off { label, why: en::sentence(finding, &context) }
        }
        _ => ReplyAllState::On { label },
    }
}
