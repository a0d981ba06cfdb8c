//! Finding messages, on the server. Keys are a closed set; their texts are encoded, never pasted.

use crate::command::{BadText, Command};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;
use crate::uid_set::UidSet;
use levee_mail::MessageId;

/// One condition (RFC 3501 section 6.4.4). Texts match as part of the field, whatever their case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchKey {
    /// Anywhere in header or body; slow on a server without a full-text index.
    Anywhere(String),
    /// In the subject.
    Subject(String),
    /// In From.
    From(String),
    /// In To.
    To(String),
    /// Not read.
    Unread,
    /// Starred.
    Flagged,
    /// In Message-ID.
    MessageId(MessageId),
    /// In References or In-Reply-To: answers to this message.
    AnswerTo(MessageId),
    /// One of these.
    Uids(UidSet),
    /// At least one of two.
    Either(Box<Self>, Box<Self>),
}

impl SearchKey {
    fn add_to(&self, command: Command) -> Result<Command, BadText> {
        match self {
            Self::Anywhere(text) => command.words("TEXT").text(text),
            Self::Subject(text) => command.words("SUBJECT").text(text),
            Self::From(text) => command.words("FROM").text(text),
            Self::To(text) => command.words("TO").text(text),
            Self::Unread => Ok(command.words("UNSEEN")),
            Self::Flagged => Ok(command.words("FLAGGED")),
            Self::MessageId(id) => command.words("HEADER MESSAGE-ID").text(&id.to_string()),
            Self::AnswerTo(id) => {
                let id = id.to_string();
                command.words("OR HEADER REFERENCES").text(&id)?.words("HEADER IN-REPLY-TO").text(&id)
            }
            Self::Uids(uids) => Ok(command.words("UID").value(uids)),
            Self::Either(one, other) => other.add_to(one.add_to(command.words("OR"))?),
        }
    }

    /// Whether the server may have to read every message for it.
    fn is_slow(&self) -> bool {
        match self {
            Self::Anywhere(_) => true,
            Self::Either(one, other) => one.is_slow() || other.is_slow(),
            _ => false,
        }
    }
}

impl Session {
    /// UIDVALIDITY and the UIDs of the messages that meet all keys, newest arrivals first. No key
    /// means all.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox; `BadText`.
    pub async fn search(&mut self, mailbox: &MailboxName, keys: &[SearchKey]) -> Result<(u32, Vec<u32>), ImapError> {
        let uid_validity = self.select_for_uids(mailbox).await?;
        let mut command = Command::looking("UID SEARCH CHARSET UTF-8 ALL");
        for key in keys {
            command = key.add_to(command)?;
        }
        let slow = keys.iter().any(SearchKey::is_slow);
        let answer = if slow { self.run_long(command).await? } else { self.run(command).await? };
        let mut found = answer.found;
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        Ok((uid_validity, found))
    }

    /// UIDVALIDITY and UID of the newest message with this Message-ID.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub async fn find_by_message_id(
        &mut self,
        mailbox: &MailboxName,
        id: &MessageId,
    ) -> Result<Option<(u32, u32)>, ImapError> {
        let (uid_validity, found) = self.search(mailbox, &[SearchKey::MessageId(id.clone())]).await?;
        Ok(found.first().map(|uid| (uid_validity, *uid)))
    }
}
