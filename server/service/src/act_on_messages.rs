//! What is done to messages of a list, and taking it back: by UID, exactly what was changed.

use crate::Service;
use crate::mailboxes::{by_mailbox, from_imap, mailbox_name, with_role};
use levee_contract::{Act, AppError, Back, Caller, Done, Field, MessageRef, UndoMark, UndoStep};
use levee_imap::{Flag, FlagChange, FlagSet, Lease, MailboxName, Moved, Role, UidSet};

/// Steps of one undo at most; what a page hands back has a few.
const STEPS: usize = 100;

impl Service {
    /// Does something to messages and says how it is taken back.
    pub(crate) async fn act_on(
        &self,
        who: &Caller,
        messages: &[MessageRef],
        act: Act,
        to: Option<&str>,
    ) -> Result<Done, AppError> {
        let mut done = Done::default();
        for (name, uid_validity, uids) in by_mailbox(messages)? {
            let mut session = self.session_at(who, &name).await?;
            let place = Place { session: &mut session, name, uid_validity, uids };
            match act {
                Act::Read => place.mark(UndoMark::Seen, FlagChange::Add, &mut done).await?,
                Act::Unread => place.mark(UndoMark::Seen, FlagChange::Remove, &mut done).await?,
                Act::Flag => place.mark(UndoMark::Flagged, FlagChange::Add, &mut done).await?,
                Act::Unflag => place.mark(UndoMark::Flagged, FlagChange::Remove, &mut done).await?,
                Act::Archive => place.file(Role::Archive, "Archive", &mut done).await?,
                Act::Junk => place.file_as(UndoMark::Junk, &mut done).await?,
                Act::NotJunk => place.file_as(UndoMark::NotJunk, &mut done).await?,
                Act::Delete => place.delete(&mut done).await?,
                Act::Erase => place.erase().await?,
                Act::Move => {
                    let target = mailbox_name(to.filter(|to| !to.is_empty()).ok_or(AppError::Gone)?)?;
                    place.move_to(&target, &mut done).await?;
                }
            }
        }
        // The last thing done is the first to be taken back.
        done.undo.reverse();
        Ok(done)
    }

    /// Takes back what was done, step by step.
    pub(crate) async fn take_back(&self, who: &Caller, steps: &[UndoStep]) -> Result<(), AppError> {
        if steps.len() > STEPS {
            return Err(field("steps", "too_many"));
        }
        for UndoStep { mailbox, uid_validity, uids, back } in steps {
            let name = mailbox_name(mailbox)?;
            let Some(uids) = UidSet::new(uids.iter().copied()) else { continue };
            let mut session = self.session_at(who, &name).await?;
            let done = match back {
                Back::Set(mark) => {
                    session.set_flags(&name, *uid_validity, &uids, FlagChange::Add, &FlagSet::from([flag(*mark)])).await
                }
                Back::Clear(mark) => {
                    let marks = FlagSet::from([flag(*mark)]);
                    session.set_flags(&name, *uid_validity, &uids, FlagChange::Remove, &marks).await
                }
                Back::Move(to) => session.move_to(&name, *uid_validity, &uids, &mailbox_name(to)?).await.map(drop),
            };
            done.map_err(from_imap)?;
        }
        Ok(())
    }
}

/// Messages of one mailbox, and the session in which something is done to them.
struct Place<'a> {
    session: &'a mut Lease,
    name: MailboxName,
    uid_validity: u32,
    uids: UidSet,
}

impl Place<'_> {
    /// Marks those that are not marked so already: the undo touches no others.
    async fn mark(self, mark: UndoMark, change: FlagChange, done: &mut Done) -> Result<(), AppError> {
        let flag = flag(mark);
        let before = self.session.flags_of(&self.name, self.uid_validity, &self.uids).await.map_err(from_imap)?;
        let differs = |has: bool| has != (change == FlagChange::Add);
        let uids: Vec<u32> =
            before.into_iter().filter(|(_, flags)| differs(flags.has(flag))).map(|(uid, _)| uid).collect();
        let Some(set) = UidSet::new(uids.iter().copied()) else { return Ok(()) };
        let marks = FlagSet::from([flag]);
        self.session.set_flags(&self.name, self.uid_validity, &set, change, &marks).await.map_err(from_imap)?;
        let back = match change {
            FlagChange::Add => Back::Clear(mark),
            FlagChange::Remove => Back::Set(mark),
        };
        done.undo.push(UndoStep { mailbox: self.name.decoded(), uid_validity: self.uid_validity, uids, back });
        Ok(())
    }

    async fn delete(self, done: &mut Done) -> Result<(), AppError> {
        let trash = with_role(self.session, Role::Trash, "Trash").await?;
        if trash == self.name {
            // Nothing is removed for good by a command that elsewhere can be taken back.
            return Err(field("act", "deleted_already"));
        }
        self.move_to(&trash, done).await
    }

    async fn erase(self) -> Result<(), AppError> {
        let trash = with_role(self.session, Role::Trash, "Trash").await?;
        if trash != self.name {
            return Err(field("act", "not_deleted"));
        }
        self.session.expunge(&self.name, self.uid_validity, &self.uids).await.map_err(from_imap)
    }

    async fn file(self, role: Role, otherwise: &str, done: &mut Done) -> Result<(), AppError> {
        let target = with_role(self.session, role, otherwise).await?;
        self.move_to(&target, done).await
    }

    /// Junk, or none: moved there and marked there, so that filters learn from either.
    async fn file_as(mut self, mark: UndoMark, done: &mut Done) -> Result<(), AppError> {
        let (target, other) = match mark {
            UndoMark::Junk => (with_role(self.session, Role::Junk, "Junk").await?, UndoMark::NotJunk),
            _ => (MailboxName::inbox(), UndoMark::Junk),
        };
        let Some((uid_validity, uids)) = self.moved(&target, done).await? else { return Ok(()) };
        for (mark, change) in [(mark, FlagChange::Add), (other, FlagChange::Remove)] {
            let (name, uids) = (target.clone(), uids.clone());
            let there = Place { session: &mut *self.session, name, uid_validity, uids };
            // Not every server keeps such marks; the messages are where they belong all the same.
            there.mark(mark, change, done).await.ok();
        }
        Ok(())
    }

    async fn move_to(mut self, target: &MailboxName, done: &mut Done) -> Result<(), AppError> {
        self.moved(target, done).await.map(drop)
    }

    /// Moves them; UIDVALIDITY and UIDs there, if the server says.
    async fn moved(&mut self, target: &MailboxName, done: &mut Done) -> Result<Option<(u32, UidSet)>, AppError> {
        if *target == self.name {
            return Ok(None);
        }
        let moved = self.session.move_to(&self.name, self.uid_validity, &self.uids, target).await;
        let Moved { arrived } = moved.map_err(from_imap)?;
        done.moved_to = Some(target.decoded());
        if let Some((uid_validity, uids)) = &arrived {
            done.undo.push(UndoStep {
                mailbox: target.decoded(),
                uid_validity: *uid_validity,
                uids: uids.iter().collect(),
                back: Back::Move(self.name.decoded()),
            });
        }
        Ok(arrived)
    }
}

fn flag(mark: UndoMark) -> Flag {
    match mark {
        UndoMark::Seen => Flag::Seen,
        UndoMark::Flagged => Flag::Flagged,
        UndoMark::Junk => Flag::Junk,
        UndoMark::NotJunk => Flag::NotJunk,
    }
}

fn field(name: &str, problem: &str) -> AppError {
    AppError::Invalid { fields: vec![Field { name: name.to_owned(), problem: problem.to_owned(), detail: None }] }
}
