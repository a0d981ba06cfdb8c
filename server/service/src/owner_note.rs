//! New messages that a list's mail leads to: to its owner alone, never to the list; and to where the list of
//! another organisation is left.

use crate::Service;
use crate::membership::who_answers;
use levee_contract::{AppError, Caller, MessageRef, OwnerNote};
use levee_mail::{Address, Contact, Draft};
use levee_mime::{MailingList, Message};

impl Service {
    /// To who answers for a list, about a message that came by it: its subject and Message-ID, by which an
    /// administrator finds it.
    ///
    /// # Errors
    /// `Gone` when there is no such list or nobody answers for it; `MailServerDown`, `SignedOut`.
    pub(crate) async fn note_to_owner(
        &self,
        who: &Caller,
        message: &MessageRef,
        list: &Address,
        note: OwnerNote,
    ) -> Result<Draft, AppError> {
        let bytes = self.bytes(who, message).await?;
        let directory = self.directory();
        let list = directory.list_by_address(list).ok_or(AppError::Gone)?;
        let to = who_answers(&directory, list);
        if to.is_empty() {
            return Err(AppError::Gone);
        }
        let parsed = Message::parse(&bytes);
        let headers = parsed.headers();
        let id = headers.message_id.as_ref().map(|id| format!("Message-ID: {id}\n")).unwrap_or_default();
        let about = format!("Subject: {}\n{id}", headers.subject);
        let name = list.name();
        let (subject, text) = match note {
            OwnerNote::Leave => (
                format!("Please take me off {name}"),
                format!("Please take me off {name} ({}).\n\nI got this message by it:\n{about}", list.address()),
            ),
            OwnerNote::Tell => (format!("A message to {name}"), format!("\n\nThis message went to {name}:\n{about}")),
        };
        Ok(Draft { to, subject, text, ..Draft::default() })
    }

    /// To where a list elsewhere is left, as its message says. It goes out like any other: when it is sent.
    ///
    /// # Errors
    /// `Gone` when the message names no such address; `MailServerDown`, `SignedOut`.
    pub(crate) async fn unsubscribing(&self, who: &Caller, message: &MessageRef) -> Result<Draft, AppError> {
        let bytes = self.bytes(who, message).await?;
        let list = MailingList::of(Message::parse(&bytes).headers());
        let mail = list.and_then(|list| list.unsubscribe).ok_or(AppError::Gone)?;
        let subject = if mail.subject.is_empty() { "unsubscribe".to_owned() } else { mail.subject };
        Ok(Draft { to: vec![Contact { name: None, address: mail.to }], subject, text: mail.text, ..Draft::default() })
    }
}
