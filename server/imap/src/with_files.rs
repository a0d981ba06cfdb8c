//! Which messages carry files. IMAP has no search key for that, so the structure of messages is asked for,
//! newest first and in pieces, up to a bound.

use crate::command::Command;
use crate::fetch_value::{Fetch, Value};
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;
use crate::uid_set::UidSet;
use crate::window::has_attachment;

/// Messages asked about by one command: the answer stays well under a megabyte.
const PIECE: u32 = 500;

/// What was found, and how far it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithFiles {
    /// UIDVALIDITY of the mailbox.
    pub uid_validity: u32,
    /// UIDs of messages that carry files, newest arrivals first.
    pub uids: Vec<u32>,
    /// How many of the newest messages were looked through; `None` when that was all of them.
    pub looked: Option<u32>,
}

impl Session {
    /// Looks through at most `depth` of the newest messages of a mailbox.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub async fn with_files(&mut self, mailbox: &MailboxName, depth: u32) -> Result<WithFiles, ImapError> {
        let selected = self.select(mailbox).await?;
        let last = selected.exists.saturating_sub(depth);
        let (mut high, mut uids) = (selected.exists, Vec::new());
        while high > last {
            let low = high.saturating_sub(PIECE).max(last) + 1;
            uids.extend(self.files_in(Command::looking("FETCH").range(low, high)).await?);
            high = low - 1;
        }
        uids.sort_unstable_by(|a, b| b.cmp(a));
        // News slipped in between may name a message a second time.
        uids.dedup();
        Ok(WithFiles { uid_validity: selected.uid_validity, uids, looked: (last > 0).then_some(depth) })
    }

    /// Which of these messages carry files, newest first.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox or its UIDVALIDITY is another.
    pub async fn files_among(
        &mut self,
        mailbox: &MailboxName,
        uid_validity: u32,
        uids: &UidSet,
    ) -> Result<Vec<u32>, ImapError> {
        self.select_as(mailbox, uid_validity).await?;
        let mut found = Vec::new();
        for part in uids.commands() {
            found.extend(self.files_in(Command::looking("UID FETCH").value(&part)).await?);
        }
        found.retain(|uid| uids.contains(*uid));
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        Ok(found)
    }

    async fn files_in(&mut self, command: Command) -> Result<Vec<u32>, ImapError> {
        let answer = self.run(command.words("(UID BODYSTRUCTURE)")).await?;
        let carries = |response: &Vec<u8>| {
            let fetch = Fetch::parse(response)?;
            let uid = fetch.item("UID").and_then(Value::number)?;
            fetch.item("BODYSTRUCTURE").is_some_and(has_attachment).then_some(uid)
        };
        Ok(answer.fetched.iter().filter_map(carries).collect())
    }
}
