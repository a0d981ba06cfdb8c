//! The message that a draft answers, read where its author saw it: by its place in the mailbox.
//! Nobody's mailbox is searched.

use crate::Service;
use crate::handed::Parent;
use levee_contract::{AppError, Caller};
use levee_mail::{Draft, MessageId};
use levee_mime::{Correspondent, Message};

impl Service {
    /// The parent of a draft; `None` when it has none, or when it is not there any more: a reply to a
    /// message that was deleted meanwhile is still sent.
    ///
    /// # Errors
    /// `SignedOut`, `MailServerDown`.
    pub(crate) async fn parent_of(&self, who: &Caller, draft: &Draft) -> Result<Option<Parent>, AppError> {
        let Some(message) = &draft.parent else { return Ok(None) };
        match self.bytes(who, message).await {
            Ok(bytes) => Ok(Some(parent(&bytes))),
            Err(AppError::Gone) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A received message as its answers are judged by.
fn parent(bytes: &[u8]) -> Parent {
    let message = Message::parse(bytes);
    let headers = message.headers();
    let addresses = |field: &[Correspondent]| field.iter().filter_map(|c| Some(c.contact()?.address)).collect();
    Parent {
        message_id: headers.message_id.clone(),
        refers_to: thread(&headers.references, &headers.in_reply_to),
        author: addresses(&headers.from),
        to: addresses(&headers.to),
        cc: addresses(&headers.cc),
        reply_to: addresses(&headers.reply_to),
    }
}

/// References, then In-Reply-To: a thread, its root first and what is answered last.
pub(crate) fn thread(references: &[MessageId], in_reply_to: &[MessageId]) -> Vec<MessageId> {
    let root = references.first().filter(|root| references.len() > 1 || !in_reply_to.contains(root));
    let others = references.iter().skip(1).filter(|id| !in_reply_to.contains(id));
    root.into_iter().chain(others).chain(in_reply_to).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(references: &[&str], in_reply_to: &[&str], expected: &[&str]) {
        let ids = |texts: &[&str]| -> Vec<MessageId> {
            texts.iter().map(|text| MessageId::parse(&format!("<{text}@x.example>")).unwrap()).collect()
        };
        assert_eq!(thread(&ids(references), &ids(in_reply_to)), ids(expected));
    }

    #[test]
    fn a_thread_begins_at_its_root_and_ends_at_what_is_answered() {
        check(&[], &[], &[]);
        check(&["a"], &["a"], &["a"]);
        check(&["a", "b"], &["b"], &["a", "b"]);
        check(&["a", "b"], &["c"], &["a", "b", "c"]);
        check(&[], &["c"], &["c"]);
        check(&["a", "b"], &["a"], &["a", "b", "a"]);
    }
}
