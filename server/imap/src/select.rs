//! Opens a mailbox and keeps it open: to open a large one anew costs a server far more than to say whether
//! anything in it has changed. What is remembered of it holds until the server tells of a change or we make one; the
//! meaning of UIDs holds longer.

use crate::answer::Answer;
use crate::command::Command;
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::{News, Session};

/// A mailbox that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// UIDs mean the same messages as long as this is the same.
    pub uid_validity: u32,
    /// Messages in it.
    pub exists: u32,
    /// The next message will have at least this UID; `None` if the server does not say.
    pub uid_next: Option<u32>,
    /// Change counter (RFC 7162); `None` if the server keeps none.
    pub highest_modseq: Option<u64>,
}

/// The mailbox that is open, or was to be opened last.
#[derive(Debug)]
pub(crate) struct Opened {
    mailbox: MailboxName,
    state: State,
}

/// What is known of a mailbox that is open.
#[derive(Clone, Copy, Debug)]
enum State {
    /// It is as SELECT showed it.
    AsSelected(Selected),
    /// Something has changed, but UIDs mean what they meant under this UIDVALIDITY.
    Changed(u32),
    /// Nothing, or it cannot be worked in.
    Unknown,
}

impl Session {
    /// Opens a mailbox to see it as it is now. Where it is open already, NOOP asks for changes first, and it is
    /// opened anew only if there are any.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub async fn select(&mut self, mailbox: &MailboxName) -> Result<Selected, ImapError> {
        match self.state_of(mailbox).await? {
            State::AsSelected(selected) => Ok(selected),
            State::Changed(_) | State::Unknown => self.select_anew(mailbox).await,
        }
    }

    /// Opens a mailbox to work in it by UID alone, and gives its UIDVALIDITY. Where it is open already, it stays open
    /// whatever has changed in it.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox.
    pub(crate) async fn select_for_uids(&mut self, mailbox: &MailboxName) -> Result<u32, ImapError> {
        match self.state_of(mailbox).await? {
            State::AsSelected(selected) => Ok(selected.uid_validity),
            State::Changed(uid_validity) => Ok(uid_validity),
            State::Unknown => Ok(self.select_anew(mailbox).await?.uid_validity),
        }
    }

    /// As [`Session::select_for_uids`], where UIDs must mean what they meant.
    ///
    /// # Errors
    /// `Gone` when there is no such mailbox or its UIDVALIDITY is another.
    pub(crate) async fn select_as(&mut self, mailbox: &MailboxName, uid_validity: u32) -> Result<(), ImapError> {
        if self.select_for_uids(mailbox).await? == uid_validity { Ok(()) } else { Err(ImapError::Gone) }
    }

    async fn state_of(&mut self, mailbox: &MailboxName) -> Result<State, ImapError> {
        if self.works_in() != Some(mailbox) {
            return Ok(State::Unknown);
        }
        match self.see_changes().await {
            Err(error) if !self.is_sound() => Err(error),
            // A NOOP that is refused says nothing of the mailbox: SELECT will.
            Ok(()) | Err(_) => Ok(self.opened.as_ref().map_or(State::Unknown, |opened| opened.state)),
        }
    }

    async fn select_anew(&mut self, mailbox: &MailboxName) -> Result<Selected, ImapError> {
        let selected = self.open("SELECT", mailbox).await?;
        self.opened = Some(Opened { mailbox: mailbox.clone(), state: State::AsSelected(selected) });
        Ok(selected)
    }

    /// Opens a mailbox by SELECT or EXAMINE.
    pub(crate) async fn open(&mut self, how: &'static str, mailbox: &MailboxName) -> Result<Selected, ImapError> {
        let mut command = Command::new(how).mailbox(mailbox)?;
        self.opened = Some(Opened { mailbox: mailbox.clone(), state: State::Unknown });
        if self.offers("CONDSTORE") {
            command = command.words("(CONDSTORE)");
        }
        let answer = match self.run(command).await {
            // Dovecot: "Mailbox doesn't exist: x", and like others it gives no code here.
            Err(ImapError::Refused(words)) if !words.starts_with('[') => return Err(ImapError::Gone),
            answer => answer?,
        };
        self.news = News::default();
        let (Some(uid_validity), Some(exists)) = (answer.uid_validity, answer.exists) else {
            return Err(ImapError::Protocol("the server opens a mailbox without UIDVALIDITY or message count"));
        };
        let Answer { uid_next, highest_modseq, .. } = answer;
        Ok(Selected { uid_validity, exists, uid_next, highest_modseq })
    }

    /// The mailbox that is open and can be worked in, as far as we know.
    pub(crate) fn works_in(&self) -> Option<&MailboxName> {
        let open = self.opened.as_ref().filter(|opened| !matches!(opened.state, State::Unknown));
        open.map(|opened| &opened.mailbox)
    }

    /// Whether a mailbox was opened in this session.
    pub(crate) fn has_opened(&self) -> bool {
        self.opened.is_some()
    }

    /// Something may have changed in the mailbox that is open.
    pub(crate) fn note_change(&mut self) {
        if let Some(Opened { state, .. }) = &mut self.opened
            && let State::AsSelected(Selected { uid_validity, .. }) = *state
        {
            *state = State::Changed(uid_validity);
        }
    }

    /// Whether the mailbox is still open, and is the same, is not certain.
    pub(crate) fn doubt_opened(&mut self) {
        if let Some(opened) = &mut self.opened {
            opened.state = State::Unknown;
        }
    }

    /// Asks for changes before the session is lent: the first to work with what is open need not ask again.
    ///
    /// # Errors
    /// That of the line; `Gone` when the server can no longer look at what is open: whatever it would say of it
    /// is out of date.
    pub(crate) async fn look(&mut self) -> Result<(), ImapError> {
        let answer = self.run(Command::looking("NOOP")).await?;
        self.note_marked(&answer);
        // Dovecot, when the mailbox was removed and another made in its name: "* NO Internal error occurred",
        // and then OK to NOOP, and the old numbers to STATUS.
        if answer.complained {
            return Err(ImapError::Gone);
        }
        if !self.is_sound() {
            return Err(ImapError::Lost);
        }
        self.looked = true;
        Ok(())
    }

    /// Before a mailbox is counted that may be open: Dovecot counts that one as this connection saw it last.
    pub(crate) async fn see_now(&mut self, is_counted: impl Fn(&MailboxName) -> bool) -> Result<(), ImapError> {
        if self.opened.as_ref().is_some_and(|opened| is_counted(&opened.mailbox)) {
            self.see_changes().await?;
        }
        Ok(())
    }

    async fn see_changes(&mut self) -> Result<(), ImapError> {
        if std::mem::take(&mut self.looked) { Ok(()) } else { self.look().await }
    }
}
