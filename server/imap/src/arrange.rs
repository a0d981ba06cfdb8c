//! Changes to a mailbox: marks, moves, removal, new messages. All by UID, under the UIDVALIDITY in
//! which the UIDs were seen.

use crate::command::Command;
use crate::fetch_value::Fetch;
use crate::flags::{Flag, FlagChange, FlagSet, Flags};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;
use crate::uid_set::UidSet;
use levee_mail::MessageId;
use time::OffsetDateTime;

/// Where moved messages are now, so that the move can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// UIDVALIDITY of the target and the UIDs there; `None` if the server does not say (no UIDPLUS).
    pub arrived: Option<(u32, UidSet)>,
}

/// How a message came to be in a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It was put there: UIDVALIDITY and UID, if the server says.
    Now(Option<(u32, u32)>),
    /// It was there already: UIDVALIDITY and UID.
    Before(u32, u32),
}

impl Session {
    /// UIDs and marks of these messages; those that are gone are left out.
    ///
    /// # Errors
    /// `Gone` when the mailbox is gone or its UIDVALIDITY is another.
    pub async fn flags_of(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
    ) -> Result<Vec<(u32, Flags)>, ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        let mut found = Vec::new();
        for part in uids.commands() {
            let answer = self.run(Command::looking("UID FETCH").value(&part).words("(UID FLAGS)")).await?;
            found.extend(answer.fetched.iter().filter_map(|response| {
                let fetch = Fetch::parse(response)?;
                let uid = fetch.item("UID")?.number()?;
                // A server may slip in answers about others.
                part.contains(uid).then(|| (uid, Flags::of(fetch.item("FLAGS"))))
            }));
        }
        Ok(found)
    }

    /// Sets or takes away marks. Messages that are gone are passed over.
    ///
    /// # Errors
    /// `Gone` when the mailbox is gone or its UIDVALIDITY is another.
    pub async fn set_flags(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
        change: FlagChange,
        flags: &FlagSet,
    ) -> Result<(), ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        self.store(uids, change, flags).await
    }

    /// Moves messages: MOVE (RFC 6851), or copy, mark as deleted and expunge just these.
    ///
    /// # Errors
    /// `Gone` when a mailbox is gone or UIDVALIDITY is another.
    pub async fn move_to(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
        target: &MailboxName,
    ) -> Result<Moved, ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        let at_once = self.offers("MOVE");
        let mut arrived: Option<(u32, Vec<u32>)> = None;
        for part in uids.commands() {
            let words = if at_once { "UID MOVE" } else { "UID COPY" };
            let answer = self.run(Command::new(words).value(&part).mailbox(target)?).await?;
            if let Some((validity, uids)) = answer.copied {
                arrived.get_or_insert((validity, Vec::new())).1.extend(uids);
            }
        }
        if !at_once {
            self.remove(uids).await?;
        }
        Ok(Moved { arrived: arrived.and_then(|(validity, uids)| Some((validity, UidSet::new(uids)?))) })
    }

    /// Removes messages for good.
    ///
    /// # Errors
    /// `Gone` when the mailbox is gone or its UIDVALIDITY is another; `Refused` by a server without
    /// UIDPLUS, on which they stay marked: a plain EXPUNGE would take others along.
    pub async fn expunge(&mut self, mailbox: &MailboxName, uid_validity: u32, uids: &UidSet) -> Result<(), ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        self.remove(uids).await
    }

    /// Puts a message into a mailbox. `date` is when it arrived, Unix seconds.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox; `Refused`, as when over quota; `BadText` for a NUL.
    /// After `Lost` it may be there: use [`Session::append_once`].
    pub async fn append(
        &mut self,
        mailbox: &MailboxName,
        bytes: Vec<u8>,
        flags: &FlagSet,
        date: Option<i64>,
    ) -> Result<Option<(u32, u32)>, ImapError> {
        let mut command = Command::new("APPEND").mailbox(mailbox)?.value(flags);
        if let Some(date) = date.and_then(internal_date) {
            command = command.text(&date)?;
        }
        Ok(self.run(command.literal(bytes)?).await?.appended)
    }

    /// Puts a message into a mailbox unless one with this Message-ID is there: the copy in Sent.
    ///
    /// # Errors
    /// As [`Session::append`]; may be called again after `Lost`.
    pub async fn append_once(
        &mut self,
        mailbox: &MailboxName,
        id: &MessageId,
        bytes: Vec<u8>,
        flags: &FlagSet,
        date: Option<i64>,
    ) -> Result<Appended, ImapError> {
        match self.find_by_message_id(mailbox, id).await? {
            Some((uid_validity, uid)) => Ok(Appended::Before(uid_validity, uid)),
            None => self.append(mailbox, bytes, flags, date).await.map(Appended::Now),
        }
    }

    async fn store(&mut self, uids: &UidSet, change: FlagChange, flags: &FlagSet) -> Result<(), ImapError> {
        let how = match change {
            FlagChange::Add => "+FLAGS.SILENT",
            FlagChange::Remove => "-FLAGS.SILENT",
        };
        for part in uids.commands() {
            self.run(Command::new("UID STORE").value(&part).words(how).value(flags)).await?;
        }
        Ok(())
    }

    async fn remove(&mut self, uids: &UidSet) -> Result<(), ImapError> {
        self.store(uids, FlagChange::Add, &FlagSet::from([Flag::Deleted])).await?;
        if !self.offers("UIDPLUS") {
            return Err(ImapError::Refused("the server cannot remove single messages (no UIDPLUS)".to_owned()));
        }
        for part in uids.commands() {
            self.run(Command::new("UID EXPUNGE").value(&part)).await?;
        }
        Ok(())
    }
}

/// `17-Jul-1996 09:44:25 +0000` (RFC 3501 section 9, date-time).
fn internal_date(unix: i64) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = OffsetDateTime::from_unix_timestamp(unix).ok().filter(|at| (0..=9999).contains(&at.year()))?;
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    let (hour, minute, second) = at.to_hms();
    Some(format!("{:02}-{month}-{:04} {hour:02}:{minute:02}:{second:02} +0000", at.day(), at.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates() {
        assert_eq!(internal_date(837_596_665).as_deref(), Some("17-Jul-1996 09:44:25 +0000"));
        assert_eq!(internal_date(0).as_deref(), Some("01-Jan-1970 00:00:00 +0000"));
        assert_eq!(internal_date(i64::MAX), None);
    }
}
