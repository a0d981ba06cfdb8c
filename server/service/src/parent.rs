//! The message that a draft answers, read where its author saw it: by its place in the mailbox.
//! Nobody's mailbox is searched.

use crate::Service;
use crate::handed::Parent;
use crate::headers::Headers;
use crate::mailboxes::{from_imap, mailbox_name};
use levee_contract::{AppError, Caller, MessageRef};
use levee_mail::Draft;
use std::sync::Arc;

impl Service {
    /// The parent of a draft; `None` when it has none, or when it is not there any more: a reply to a
    /// message that was deleted meanwhile is still sent.
    ///
    /// # Errors
    /// `SignedOut`, `MailServerDown`.
    pub(crate) async fn parent_of(&self, who: &Caller, draft: &Draft) -> Result<Option<Parent>, AppError> {
        let Some(message) = &draft.parent else { return Ok(None) };
        match self.raw(who, message).await {
            Ok(bytes) => Ok(Some(self.parent(&bytes))),
            Err(AppError::Gone) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn raw(&self, who: &Caller, message: &MessageRef) -> Result<Arc<[u8]>, AppError> {
        if let Some(bytes) = self.opened.get(&who.account.address, message) {
            return Ok(bytes);
        }
        let name = mailbox_name(&message.mailbox)?;
        let mut session = self.session_of(who).await?;
        let found = session.message(&name, message.uid_validity, message.uid).await.map_err(from_imap)?;
        let bytes: Arc<[u8]> = found.bytes.into();
        self.opened.keep(&who.account.address, message, bytes.clone());
        Ok(bytes)
    }

    fn parent(&self, bytes: &[u8]) -> Parent {
        let headers = Headers::of(bytes);
        Parent {
            message_id: headers.ids("message-id").into_iter().next(),
            refers_to: headers.thread(),
            author: headers.addresses("from"),
            to: headers.addresses("to"),
            cc: headers.addresses("cc"),
            reply_to: headers.addresses("reply-to"),
        }
    }
}
