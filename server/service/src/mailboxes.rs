//! Reading mail: folders, windows of the list, one message, marks, deleting.

use crate::Service;
use crate::accounts::from_sign_in;
use crate::capability::Target;
use crate::reading::Purpose;
use async_trait::async_trait;
use levee_contract::{
    AppError, Caller, Folder, FolderRole, HeaderLine, Look, Mailboxes, Mark, Marks, MessageList, MessageRef,
    MessageRow, Opened, Page, ServedPart,
};
use levee_imap::{Flag, FlagChange, FlagSet, Flags, ImapError, Lease, MailboxName, Role, Row, UidSet};
use levee_mail::Contact;
use std::collections::BTreeMap;

/// Characters of a preview, of a message or a draft: more than the widest list shows. Each row carries it
/// twice, as text and for the script.
pub(crate) const PREVIEW: usize = 120;

/// Rows that one window holds at most.
const LARGEST_PAGE: u32 = 200;

#[async_trait]
impl Mailboxes for Service {
    async fn folders(&self, who: &Caller) -> Result<Vec<Folder>, AppError> {
        let found = self.session_of(who).await?.folders().await.map_err(from_imap)?;
        Ok(in_order(found))
    }

    async fn list(&self, who: &Caller, mailbox: &str, page: Page) -> Result<MessageList, AppError> {
        let name = mailbox_name(mailbox)?;
        let mut session = self.session_of(who).await?;
        let page = levee_imap::Page { first: page.first, count: page.count.clamp(1, LARGEST_PAGE) };
        let mut window = session.window(&name, page).await.map_err(from_imap)?;
        let validity = window.mailbox.uid_validity;
        add_previews(&mut session, &name, validity, &mut window.rows).await?;
        let rows = window.rows.into_iter().map(|row| self.row(mailbox, validity, row)).collect();
        Ok(MessageList {
            mailbox: name.decoded(),
            role: role_by_name(&name),
            total: window.mailbox.exists,
            first: page.first,
            rows,
        })
    }

    async fn open(&self, who: &Caller, message: &MessageRef) -> Result<Opened, AppError> {
        self.view(who, message).await
    }

    async fn mark(&self, who: &Caller, messages: &[MessageRef], mark: Mark) -> Result<(), AppError> {
        let change = match mark {
            Mark::Read => FlagChange::Add,
            Mark::Unread => FlagChange::Remove,
        };
        let mut session = self.session_of(who).await?;
        for (name, validity, uids) in by_mailbox(messages)? {
            let seen = FlagSet::from([Flag::Seen]);
            session.set_flags(&name, validity, &uids, change, &seen).await.map_err(from_imap)?;
        }
        Ok(())
    }

    async fn delete(&self, who: &Caller, messages: &[MessageRef]) -> Result<(), AppError> {
        let mut session = self.session_of(who).await?;
        let trash = trash(&mut session).await?;
        for (name, validity, uids) in by_mailbox(messages)? {
            if name == trash {
                session.expunge(&name, validity, &uids).await.map_err(from_imap)?;
            } else {
                session.move_to(&name, validity, &uids, &trash).await.map_err(from_imap)?;
            }
        }
        Ok(())
    }

    async fn body(&self, who: &Caller, capability: &str, look: Look) -> Result<String, AppError> {
        match self.honour(who, capability)? {
            (message, Target::Body) => self.body_document(who, &message, look).await,
            (message, Target::EnclosedBody(number)) => self.enclosed_document(who, &message, number, look).await,
            _ => Err(AppError::Gone),
        }
    }

    async fn headers(&self, who: &Caller, message: &MessageRef) -> Result<Vec<HeaderLine>, AppError> {
        self.header_lines(who, message).await
    }

    async fn part(&self, who: &Caller, capability: &str) -> Result<ServedPart, AppError> {
        match self.honour(who, capability)? {
            (message, Target::Part(number)) => self.served_part(who, &message, number, Purpose::Save).await,
            (message, Target::Picture(number)) => self.served_part(who, &message, number, Purpose::Look).await,
            (message, Target::Source) => self.source(who, &message).await,
            (message, Target::Whole) => self.whole(who, &message).await,
            (_, Target::Body | Target::EnclosedBody(_)) => Err(AppError::Gone),
        }
    }
}

impl Service {
    /// A signed-in connection to the account's mail server, ours until it is dropped.
    pub(crate) async fn session_of(&self, who: &Caller) -> Result<Lease, AppError> {
        let credentials = self.credentials(who).await?;
        let lease = self.imap.checkout(&credentials).await;
        lease.map_err(|error| match from_sign_in(error) {
            // It worked when the session began: the password was changed since.
            AppError::WrongPassword => AppError::SignedOut,
            other => other,
        })
    }

    /// Whether anybody of these is outside the organisation.
    pub(crate) fn any_outside(&self, contacts: &[Contact]) -> bool {
        contacts.iter().any(|c| !self.organisation.domains.is_own(c.address.domain()))
    }

    fn row(&self, mailbox: &str, uid_validity: u32, row: Row) -> MessageRow {
        MessageRow {
            message: MessageRef { mailbox: mailbox.to_owned(), uid_validity, uid: row.uid },
            external: self.any_outside(&row.from),
            from: row.from,
            to: row.to,
            subject: row.subject,
            received: row.internal_date.or(row.date).unwrap_or_default(),
            preview: row.preview.map(|text| text.chars().take(PREVIEW).collect()),
            marks: marks(row.flags),
            attachments: row.has_attachments,
        }
    }
}

/// The beginnings that the server had not at hand: read once, and kept by it from then on.
async fn add_previews(
    session: &mut Lease,
    name: &MailboxName,
    uid_validity: u32,
    rows: &mut [Row],
) -> Result<(), AppError> {
    let missing = rows.iter().filter(|row| row.preview.is_none()).map(|row| row.uid);
    let Some(uids) = UidSet::new(missing) else { return Ok(()) };
    let found = session.previews(name, uid_validity, &uids).await.map_err(from_imap)?;
    let mut found: BTreeMap<u32, String> = found.into_iter().collect();
    for row in rows.iter_mut().filter(|row| row.preview.is_none()) {
        row.preview = found.remove(&row.uid);
    }
    Ok(())
}

pub(crate) fn marks(flags: Flags) -> Marks {
    Marks { read: flags.seen, answered: flags.answered, forwarded: flags.forwarded, flagged: flags.flagged }
}

pub(crate) fn mailbox_name(name: &str) -> Result<MailboxName, AppError> {
    MailboxName::parse(name).map_err(|_| AppError::Gone)
}

/// Where deleted messages go; made where the server has no such mailbox.
async fn trash(session: &mut Lease) -> Result<MailboxName, AppError> {
    with_role(session, Role::Trash, "Trash").await
}

/// The mailbox with a role; made under a customary name where there is none.
pub(crate) async fn with_role(session: &mut Lease, role: Role, otherwise: &str) -> Result<MailboxName, AppError> {
    let folders = session.folders().await.map_err(from_imap)?;
    if let Some(folder) = folders.into_iter().find(|folder| folder.role == Some(role)) {
        return Ok(folder.name);
    }
    let name = mailbox_name(otherwise)?;
    session.create(&name).await.map_err(from_imap)?;
    Ok(name)
}

/// Messages by mailbox, as commands take them.
fn by_mailbox(messages: &[MessageRef]) -> Result<Vec<(MailboxName, u32, UidSet)>, AppError> {
    let mut uids: BTreeMap<(&str, u32), Vec<u32>> = BTreeMap::new();
    for message in messages {
        uids.entry((&message.mailbox, message.uid_validity)).or_default().push(message.uid);
    }
    uids.into_iter()
        .map(|((mailbox, validity), uids)| {
            Ok((mailbox_name(mailbox)?, validity, UidSet::new(uids).ok_or(AppError::Gone)?))
        })
        .collect()
}

/// Those with a role first, in the order people know; then the tree by name, children below parents.
fn in_order(found: Vec<levee_imap::Folder>) -> Vec<Folder> {
    let mut keyed: Vec<_> = found
        .into_iter()
        .map(|folder| {
            let name = folder.name.decoded();
            let path: Vec<String> = match folder.delimiter {
                Some(delimiter) => name.split(delimiter).map(str::to_owned).collect(),
                None => vec![name.clone()],
            };
            let role = folder.role.map(shown_role);
            let place = role.map_or(FolderRole::Trash as u32 + 1, |role| role as u32);
            let sorted: Vec<String> = path.iter().map(|part| part.to_lowercase()).collect();
            let folder = Folder {
                label: path.last().cloned().unwrap_or_default(),
                depth: if role.is_some() { 0 } else { u32::try_from(path.len() - 1).unwrap_or(u32::MAX) },
                name,
                role,
                selectable: folder.selectable,
                unread: folder.unread,
            };
            ((place, sorted), folder)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|(_, folder)| folder).collect()
}

fn shown_role(role: Role) -> FolderRole {
    match role {
        Role::Inbox => FolderRole::Inbox,
        Role::Drafts => FolderRole::Drafts,
        Role::Sent => FolderRole::Sent,
        Role::Archive => FolderRole::Archive,
        Role::Junk => FolderRole::Junk,
        Role::Trash => FolderRole::Trash,
    }
}

/// The role of a mailbox whose name says it; the folder pane has asked the server, a list need not wait for that.
fn role_by_name(name: &MailboxName) -> Option<FolderRole> {
    match name.decoded().to_ascii_lowercase().as_str() {
        "inbox" => Some(FolderRole::Inbox),
        "drafts" => Some(FolderRole::Drafts),
        "sent" | "sent items" | "sent messages" => Some(FolderRole::Sent),
        "archive" | "archives" => Some(FolderRole::Archive),
        "junk" | "spam" | "junk email" => Some(FolderRole::Junk),
        "trash" | "deleted items" | "deleted messages" => Some(FolderRole::Trash),
        _ => None,
    }
}

/// What screens are told of an error in a session.
pub(crate) fn from_imap(error: ImapError) -> AppError {
    match error {
        ImapError::SignIn(error) => from_sign_in(error),
        ImapError::Gone => AppError::Gone,
        ImapError::Refused(said) => AppError::Refused { said },
        ImapError::TooLarge { size, limit } => {
            AppError::Refused { said: format!("the message has {size} bytes, the limit is {limit}") }
        }
        ImapError::BadText => AppError::Gone,
        error @ (ImapError::Lost | ImapError::TryLater(_) | ImapError::Protocol(_)) => {
            tracing::warn!(%error, "the mail server failed");
            AppError::MailServerDown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, role: Option<Role>) -> levee_imap::Folder {
        let name = MailboxName::parse(name).unwrap();
        levee_imap::Folder { name, delimiter: Some('/'), role, selectable: true, unread: None, total: None }
    }

    #[test]
    fn folders_are_in_the_order_people_know() {
        let found = vec![
            folder("Rotas and leave", None),
            folder("Clinics/Knee class", None),
            folder("Trash", Some(Role::Trash)),
            folder("Clinics", None),
            folder("INBOX", Some(Role::Inbox)),
            folder("Sent", Some(Role::Sent)),
        ];
        let shown: Vec<_> = in_order(found).into_iter().map(|f| (f.label, f.depth)).collect();
        let expected =
            [("INBOX", 0), ("Sent", 0), ("Trash", 0), ("Clinics", 0), ("Knee class", 1), ("Rotas and leave", 0)];
        assert_eq!(shown, expected.map(|(label, depth)| (label.to_owned(), depth)));
    }
}
