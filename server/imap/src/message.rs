//! One whole message.

use crate::command::Command;
use crate::fetch_value::{Fetch, Value};
use crate::flags::Flags;
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;
use crate::uid_set::UidSet;
use std::fmt;

/// A message as it lies on the server.
#[derive(Clone, PartialEq, Eq)]
pub struct RawMessage {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its marks.
    pub flags: Flags,
}

/// Without the bytes: they are mail.
impl fmt::Debug for RawMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawMessage({} bytes, {:?})", self.bytes.len(), self.flags)
    }
}

impl Session {
    /// Reads a message without marking it as read. Its size is asked first.
    ///
    /// # Errors
    /// `Gone` when it is not there or UIDVALIDITY has changed; `TooLarge`.
    pub async fn message(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uid: u32,
    ) -> Result<RawMessage, ImapError> {
        let uids = UidSet::one(uid).ok_or(ImapError::Gone)?;
        self.select_as(mailbox, uid_validity).await?;
        let sized = self.run(Command::looking("UID FETCH").value(&uids).words("(UID RFC822.SIZE)")).await?;
        let size: u64 = sized
            .fetched
            .iter()
            .filter_map(|response| of_uid(response, uid))
            .find_map(|fetch| fetch.item("RFC822.SIZE").and_then(Value::number))
            .ok_or(ImapError::Gone)?;
        let limit = u64::from(self.server.limits.message);
        if size > limit {
            return Err(ImapError::TooLarge { size, limit });
        }
        let whole = self.run_long(Command::looking("UID FETCH").value(&uids).words("(UID FLAGS BODY.PEEK[])")).await?;
        let message = whole.fetched.iter().filter_map(|response| of_uid(response, uid)).find_map(|fetch| {
            let bytes = fetch.item("BODY")?.bytes()?.to_vec();
            Some(RawMessage { bytes, flags: Flags::of(fetch.item("FLAGS")) })
        });
        message.ok_or(ImapError::Gone)
    }
}

/// The answer if it is about this message: a server may slip in answers about others.
fn of_uid(response: &[u8], uid: u32) -> Option<Fetch<'_>> {
    Fetch::parse(response).filter(|fetch| fetch.item("UID").and_then(Value::number) == Some(uid))
}
