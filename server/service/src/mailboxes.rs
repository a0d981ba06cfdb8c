//! Reading mail: folders, windows of the list, one message, marks.

use crate::Service;
use crate::accounts::from_sign_in;
use crate::capability::Target;
use crate::folder_order::{in_order, role_by_name};
use crate::reading::Purpose;
use async_trait::async_trait;
use levee_contract::{
    Act, AppError, Archive, Caller, Done, Folder, FolderRole, HeaderLine, Ignored, Look, Mailboxes, Marks, MessageList,
    MessageRef, MessageRow, Opened, Page, ServedPart, Sift, UndoStep,
};
use levee_imap::{Flags, ImapError, Lease, LoginError, MailboxName, Role, Row, UidSet};
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
        let mut session = self.session_at(who, &name).await?;
        let page = levee_imap::Page { first: page.first, count: page.count.clamp(1, LARGEST_PAGE) };
        let mut window = session.window(&name, page).await.map_err(from_imap)?;
        if self.file_ignored(who, &mut session, &name, &window).await {
            window = session.window(&name, page).await.map_err(from_imap)?;
        }
        self.live.listed(&who.token, &name, window.mailbox);
        let (validity, role) = (window.mailbox.uid_validity, role_by_name(&name));
        add_previews(&mut session, &name, validity, &mut window.rows).await?;
        let mut rows: Vec<_> = window.rows.into_iter().map(|row| self.row(mailbox, role, validity, row)).collect();
        newest_first(&mut rows);
        Ok(MessageList {
            mailbox: name.decoded(),
            role,
            total: window.mailbox.exists,
            first: page.first,
            rows,
            sifted: None,
        })
    }

    async fn find(&self, who: &Caller, mailbox: &str, page: Page, sift: &Sift) -> Result<MessageList, AppError> {
        let page = Page { count: page.count.clamp(1, LARGEST_PAGE), ..page };
        self.found_window(who, mailbox, page, sift).await
    }

    async fn open(&self, who: &Caller, message: &MessageRef) -> Result<Opened, AppError> {
        self.view(who, message).await
    }

    async fn act(&self, who: &Caller, messages: &[MessageRef], act: Act, to: Option<&str>) -> Result<Done, AppError> {
        self.act_on(who, messages, act, to).await
    }

    async fn undo_act(&self, who: &Caller, steps: &[UndoStep]) -> Result<(), AppError> {
        self.take_back(who, steps).await
    }

    async fn ignore(&self, who: &Caller, message: &MessageRef) -> Result<Ignored, AppError> {
        self.ignore_conversation_of(who, message).await
    }

    async fn stop_ignoring(&self, who: &Caller, conversation: &str) -> Result<(), AppError> {
        self.stop_ignoring_conversation(who, conversation).await
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

    async fn archive(&self, who: &Caller, capability: &str) -> Result<Archive, AppError> {
        match self.honour(who, capability)? {
            (message, Target::Archive) => self.archive_of(who, &message).await,
            _ => Err(AppError::Gone),
        }
    }

    async fn part(&self, who: &Caller, capability: &str) -> Result<ServedPart, AppError> {
        match self.honour(who, capability)? {
            (message, Target::Part(number)) => self.served_part(who, &message, number, Purpose::Save).await,
            (message, Target::Picture(number)) => self.served_part(who, &message, number, Purpose::Look).await,
            (message, Target::Source) => self.source(who, &message).await,
            (message, Target::Whole) => self.whole(who, &message).await,
            (_, Target::Body | Target::EnclosedBody(_) | Target::Archive) => Err(AppError::Gone),
        }
    }
}

impl Service {
    /// A signed-in connection to the account's mail server, ours until it is dropped.
    pub(crate) async fn session_of(&self, who: &Caller) -> Result<Lease, AppError> {
        let credentials = self.credentials(who).await?;
        self.imap.checkout(&credentials).await.map_err(not_signed_in)
    }

    /// The same for work in one mailbox: rather a connection that has it open.
    pub(crate) async fn session_at(&self, who: &Caller, mailbox: &MailboxName) -> Result<Lease, AppError> {
        let credentials = self.credentials(who).await?;
        self.imap.checkout_at(&credentials, mailbox).await.map_err(not_signed_in)
    }

    /// Whether anybody of these is outside the organisation.
    pub(crate) fn any_outside(&self, contacts: &[Contact]) -> bool {
        contacts.iter().any(|c| !self.organisation.domains.is_own(c.address.domain()))
    }

    /// A row as screens get it.
    pub(crate) fn row(&self, mailbox: &str, role: Option<FolderRole>, uid_validity: u32, row: Row) -> MessageRow {
        MessageRow {
            message: MessageRef { mailbox: mailbox.to_owned(), uid_validity, uid: row.uid },
            external: self.any_outside(&row.from),
            people: if role.is_some_and(FolderRole::is_own_mail) { row.to } else { row.from },
            subject: row.subject,
            received: row.internal_date.or(row.date).unwrap_or_default(),
            preview: row.preview.map(|text| text.chars().take(PREVIEW).collect()),
            marks: marks(row.flags),
            attachments: row.has_attachments,
        }
    }
}

/// The beginnings that the server had not at hand: read once, and kept by it from then on.
pub(crate) async fn add_previews(
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

/// By when messages were received: one that was moved here, or back, stands among those of its time. Within
/// a window; windows go by arrival, at a cost that does not grow with the mailbox.
pub(crate) fn newest_first(rows: &mut [MessageRow]) {
    rows.sort_by_key(|row| std::cmp::Reverse(row.received));
}

pub(crate) fn marks(flags: Flags) -> Marks {
    Marks { read: flags.seen, answered: flags.answered, forwarded: flags.forwarded, flagged: flags.flagged }
}

pub(crate) fn mailbox_name(name: &str) -> Result<MailboxName, AppError> {
    MailboxName::parse(name).map_err(|_| AppError::Gone)
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
pub(crate) fn by_mailbox(messages: &[MessageRef]) -> Result<Vec<(MailboxName, u32, UidSet)>, AppError> {
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

fn not_signed_in(error: LoginError) -> AppError {
    match from_sign_in(error) {
        // It worked when the session began: the password was changed since.
        AppError::WrongPassword => AppError::SignedOut,
        other => other,
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
        // Its words may name the account.
        ImapError::TryLater(_) => {
            tracing::warn!("the mail server puts us off");
            AppError::MailServerDown
        }
        error @ (ImapError::Lost | ImapError::Protocol(_)) => {
            tracing::warn!(%error, "the mail server failed");
            AppError::MailServerDown
        }
    }
}
