//! The state of a mailbox that is not open: STATUS (RFC 3501 section 6.3.10).

use crate::command::Command;
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::select::Selected;
use crate::session::Session;

impl Session {
    /// The state of a mailbox as opening it would show it, and how many messages in it are unread.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox; `Protocol` when the server leaves out what was asked for.
    pub async fn status(&mut self, mailbox: &MailboxName) -> Result<(Selected, u32), ImapError> {
        self.see_now(|open| open == mailbox).await?;
        let command = Command::looking("STATUS").mailbox(mailbox)?;
        let command = match self.offers("CONDSTORE") {
            true => command.words("(MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)"),
            false => command.words("(MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"),
        };
        let counted = match self.run(command).await {
            // Dovecot: "Mailbox doesn't exist: x", without a code.
            Err(ImapError::Refused(words)) if !words.starts_with('[') => return Err(ImapError::Gone),
            answer => answer?.counted,
        };
        let incomplete = ImapError::Protocol("the server leaves out what STATUS was asked for");
        let counted = counted.into_iter().find(|counted| counted.raw == mailbox.raw()).ok_or(incomplete.clone())?;
        let (Some(exists), Some(unread), Some(uid_validity)) = (counted.total, counted.unread, counted.uid_validity)
        else {
            return Err(incomplete);
        };
        let (uid_next, highest_modseq) = (counted.uid_next, counted.highest_modseq);
        Ok((Selected { uid_validity, exists, uid_next, highest_modseq }, unread))
    }
}
