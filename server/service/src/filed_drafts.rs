//! The account's mailbox of drafts: ours are copied there, so that other programs can go on with them;
//! those of other programs are opened here. The store stays the truth of our own.

use crate::Service;
use crate::clock::random;
use crate::deliver_outbox::with_bcc;
use crate::formatted::formatted;
use crate::keys::sha256;
use crate::mailboxes::{from_imap, mailbox_name, with_role};
use crate::outgoing::{Along, build};
use crate::reading::contacts;
use crate::service_error::from_store;
use levee_contract::{AppError, Caller, MessageRef};
use levee_imap::{Flag, FlagSet, ImapError, Lease, MailboxName, Role, Row, UidSet};
use levee_mail::{Draft, DraftId, FileSource, ParentRef};
use levee_mime::Message;
use levee_store::{DraftCopy, DraftRow};
use std::collections::HashSet;

/// Drafts of other programs that are listed: the newest.
const LISTED: u32 = 50;

impl Service {
    /// Copies a draft as it is stored into the mailbox of drafts, in the place of its copy there.
    ///
    /// # Errors
    /// `Gone` when it is no draft (any more); `MailServerDown`, `Refused`, as when over quota.
    pub(crate) async fn file_draft(&self, who: &Caller, id: &DraftId) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let row = self.store.draft(&account, id).await.map_err(from_store)?;
        let before = self.store.draft_copy(&account, id).await.map_err(from_store)?;
        if before.as_ref().is_some_and(|copy| copy.version == row.version) || needs_original(&row.draft) {
            return Ok(());
        }
        let along =
            Along { quote: self.quote_of(who, &row.draft).await?, files: self.gather(who, id, &row.draft).await? };
        let parent = self.parent_of(who, &row.draft).await?;
        let refers_to = parent.map(|parent| parent.thread()).unwrap_or_default();
        let chance = random(&*self.chance);
        let message = build(&who.account, &row.draft, along, &refers_to, chance, self.clock.now())?;
        let bytes = with_bcc(&message.bytes, &message.bcc);

        let mut session = self.session_of(who).await?;
        let drafts = with_role(&mut session, Role::Drafts, "Drafts").await?;
        let flags = FlagSet::from([Flag::Draft, Flag::Seen]);
        let placed = match session.append(&drafts, bytes, &flags, None).await.map_err(from_imap)? {
            Some(placed) => Some(placed),
            None => session.find_by_message_id(&drafts, &message.message_id).await.map_err(from_imap)?,
        };
        let Some((uid_validity, uid)) = placed else { return Err(AppError::Gone) };
        let place = ParentRef { mailbox: drafts.decoded(), uid_validity, uid };
        let copy = DraftCopy { draft: id.clone(), place, version: row.version };
        self.store.set_draft_copy(&account, &copy).await.map_err(from_store)?;
        let older = before.map(|copy| copy.place).into_iter().chain(row.draft.taken_from);
        for place in older {
            remove(&mut session, &drafts, &place).await?;
        }
        Ok(())
    }

    /// Removes what the mailbox of drafts holds of a draft that was sent or thrown away. Best effort:
    /// what stays is removed when the drafts are next listed.
    pub(crate) async fn unfile_draft(&self, who: &Caller, id: &DraftId, draft: Option<&Draft>) {
        if let Err(error) = self.try_unfile(who, id, draft).await {
            tracing::warn!(%error, "the copy of a draft stays in its mailbox for now");
        }
    }

    async fn try_unfile(&self, who: &Caller, id: &DraftId, draft: Option<&Draft>) -> Result<(), AppError> {
        let account = who.account.address.to_string();
        let copy = self.store.draft_copy(&account, id).await.map_err(from_store)?;
        let places: Vec<ParentRef> = copy
            .iter()
            .map(|copy| &copy.place)
            .chain(draft.and_then(|draft| draft.taken_from.as_ref()))
            .cloned()
            .collect();
        if places.is_empty() {
            return Ok(());
        }
        let mut session = self.session_of(who).await?;
        let drafts = with_role(&mut session, Role::Drafts, "Drafts").await?;
        for place in &places {
            remove(&mut session, &drafts, place).await?;
        }
        self.store.forget_draft_copy(&account, id).await.map_err(from_store)
    }

    /// The drafts in the mailbox that are not ours, newest first, with the place of each.
    pub(crate) async fn drafts_elsewhere(
        &self,
        who: &Caller,
        ours: &[DraftRow],
    ) -> Result<Vec<(MessageRef, Row)>, AppError> {
        let account = who.account.address.to_string();
        let copies = self.store.draft_copies(&account).await.map_err(from_store)?;
        let mut session = self.session_of(who).await?;
        let drafts = with_role(&mut session, Role::Drafts, "Drafts").await?;
        let (kept, left): (Vec<_>, Vec<_>) =
            copies.into_iter().partition(|copy| ours.iter().any(|row| row.id == copy.draft));
        for copy in left {
            remove(&mut session, &drafts, &copy.place).await?;
            self.store.forget_draft_copy(&account, &copy.draft).await.map_err(from_store)?;
        }
        let window = session.window(&drafts, levee_imap::Page { first: 0, count: LISTED }).await.map_err(from_imap)?;
        let uid_validity = window.mailbox.uid_validity;
        let taken = ours.iter().filter_map(|row| row.draft.taken_from.as_ref());
        let known: HashSet<u32> = kept
            .iter()
            .map(|copy| &copy.place)
            .chain(taken)
            .filter(|place| place.uid_validity == uid_validity)
            .map(|place| place.uid)
            .collect();
        let place = |uid| MessageRef { mailbox: drafts.decoded(), uid_validity, uid };
        let others = window.rows.into_iter().filter(|row| !known.contains(&row.uid));
        Ok(others.map(|row| (place(row.uid), row)).collect())
    }

    /// A draft of another program as one of ours. Nothing is stored by it.
    ///
    /// # Errors
    /// `Gone`, `MailServerDown`.
    pub(crate) async fn taken_over(&self, who: &Caller, place: &MessageRef) -> Result<Draft, AppError> {
        let bytes = self.bytes(who, place).await?;
        // Pictures in its text become files: only ours have a place in the editor.
        let parsed = Message::parse(&bytes);
        let beside = parsed.parts().iter().filter(|part| part.placing != levee_mime::Placing::Body);
        let files = Self::files_of(place, beside);
        drop(parsed);
        let place = place.clone();
        self.aside(move || {
            let parsed = Message::parse(&bytes);
            let headers = parsed.headers();
            let (html, text) = match parsed.html() {
                Some(html) => formatted(&html),
                None => (String::new(), parsed.plain().unwrap_or_default()),
            };
            Draft {
                to: contacts(&headers.to),
                cc: contacts(&headers.cc),
                bcc: contacts(&headers.bcc),
                subject: headers.subject.clone(),
                text,
                html,
                files,
                importance: headers.importance,
                taken_from: Some(place),
                ..Draft::default()
            }
        })
        .await
    }
}

/// The id of a draft of another program: always the same, so that two windows open one draft.
pub(crate) fn id_of(account: &str, place: &MessageRef) -> DraftId {
    let MessageRef { mailbox, uid_validity, uid } = place;
    let hash = sha256(format!("{account}\n{mailbox}\n{uid_validity}\n{uid}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    DraftId::from_random(bytes)
}

/// Whether a file of the draft lies in the message that it was taken from: that one stays until it is sent.
fn needs_original(draft: &Draft) -> bool {
    let from = |place: &ParentRef| Some(place) == draft.taken_from.as_ref();
    draft.files.iter().any(|file| matches!(&file.source, FileSource::Part(place, _) if from(place)))
}

/// Removes a message of the mailbox of drafts; of no other, whatever a page says.
async fn remove(session: &mut Lease, drafts: &MailboxName, place: &ParentRef) -> Result<(), AppError> {
    let Some(uids) = UidSet::one(place.uid).filter(|_| mailbox_name(&place.mailbox).is_ok_and(|name| name == *drafts))
    else {
        return Ok(());
    };
    match session.expunge(drafts, place.uid_validity, &uids).await {
        Ok(()) | Err(ImapError::Gone) => Ok(()),
        Err(error) => Err(from_imap(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_of_another_program_has_one_id() {
        let place = |uid| MessageRef { mailbox: "Drafts".to_owned(), uid_validity: 1, uid };
        assert_eq!(id_of("a@x.example", &place(2)), id_of("a@x.example", &place(2)));
        assert_ne!(id_of("a@x.example", &place(2)), id_of("a@x.example", &place(3)));
        assert_ne!(id_of("a@x.example", &place(2)), id_of("b@x.example", &place(2)));
    }
}
