//! Conversations that a reader ignores: what there is of one goes to Trash, and what arrives later follows it there when
//! its mailbox is listed. A conversation is known by its first id: the first of References, else In-Reply-To, else the
//! message's own; what names that id belongs to it.

use crate::Service;
use crate::folder_order::role_by_name;
use crate::keys::Purpose;
use crate::mailboxes::{from_imap, mailbox_name, with_role};
use crate::service_error::from_store;
use levee_contract::{Act, AppError, Caller, FolderRole, Ignored, MessageRef};
use levee_imap::{ImapError, Lease, MailboxName, Page, Role, Row, UidSet, Window};
use levee_mail::{Address, MessageId};
use levee_mime::Message;
use std::fmt::Write as _;

/// Messages of one window, and windows looked through for what there is of a conversation: the newest thousand. Storms
/// are young, and a mailbox is never searched as a whole.
const WINDOW: u32 = 200;
const WINDOWS: u32 = 5;

impl Service {
    /// Ignores the conversation of a message. What its mailbox has of it goes to Trash, unless it lies there.
    pub(crate) async fn ignore_conversation_of(&self, who: &Caller, message: &MessageRef) -> Result<Ignored, AppError> {
        let bytes = self.bytes(who, message).await?;
        let root = root_of(&bytes).ok_or(AppError::Gone)?;
        let account = &who.account.address;
        let hash = self.conversation(account, &root);
        self.store.ignore_conversation(&account.to_string(), &hash, self.clock.now()).await.map_err(from_store)?;
        let conversation = in_hex(&hash);
        let name = mailbox_name(&message.mailbox)?;
        if role_by_name(&name) == Some(FolderRole::Trash) {
            return Ok(Ignored { conversation, done: levee_contract::Done::default() });
        }
        let mut found = self.members(who, &name, message.uid_validity, &root).await?;
        if !found.contains(message) {
            found.push(message.clone());
        }
        let done = self.act_on(who, &found, Act::Delete, None).await?;
        Ok(Ignored { conversation, done })
    }

    /// Ignores it no more; what was filed stays where it is.
    pub(crate) async fn stop_ignoring_conversation(&self, who: &Caller, conversation: &str) -> Result<(), AppError> {
        let root = of_hex(conversation).ok_or(AppError::Gone)?;
        self.store.stop_ignoring(&who.account.address.to_string(), &root).await.map_err(from_store)
    }

    /// The conversation of an opened message, where its reader ignores it.
    pub(crate) async fn ignored_as(&self, who: &Caller, parsed: Named) -> Result<Option<String>, AppError> {
        let account = &who.account.address;
        let ignored = self.store.ignored_conversations(&account.to_string()).await.map_err(from_store)?;
        let of = |root: &[u8]| parsed.0.iter().any(|id| self.conversation(account, id) == root);
        Ok(ignored.iter().find(|one| of(&one.root)).map(|one| in_hex(&one.root)))
    }

    /// Files what a window shows of ignored conversations and arrived since they are; whether there was any. A mailbox
    /// is shown all the same when that fails.
    pub(crate) async fn file_ignored(
        &self,
        who: &Caller,
        session: &mut Lease,
        name: &MailboxName,
        window: &Window,
    ) -> bool {
        // Where mail arrives: the inbox, and folders into which rules of a mail server sort it.
        if !matches!(role_by_name(name), None | Some(FolderRole::Inbox)) {
            return false;
        }
        match self.arrived_ignored(who, window).await {
            Ok(Some(uids)) => {
                let filed = file(session, name, window.mailbox.uid_validity, &uids).await;
                filed.inspect_err(|error| tracing::warn!(%error, "an ignored conversation was not filed")).is_ok()
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "what is ignored could not be read");
                false
            }
        }
    }

    async fn arrived_ignored(&self, who: &Caller, window: &Window) -> Result<Option<UidSet>, AppError> {
        let account = &who.account.address;
        let ignored = self.store.ignored_conversations(&account.to_string()).await.map_err(from_store)?;
        if ignored.is_empty() {
            return Ok(None);
        }
        let is_ignored = |row: &&Row| {
            let since = row.internal_date.unwrap_or_default();
            ids(row).any(|id| {
                let hash = self.conversation(account, id);
                ignored.iter().any(|one| one.root == hash && one.at <= since)
            })
        };
        Ok(UidSet::new(window.rows.iter().filter(is_ignored).map(|row| row.uid)))
    }

    /// Messages that name the root among the newest of a mailbox.
    async fn members(
        &self,
        who: &Caller,
        name: &MailboxName,
        uid_validity: u32,
        root: &MessageId,
    ) -> Result<Vec<MessageRef>, AppError> {
        let mut session = self.session_at(who, name).await?;
        let mut found = Vec::new();
        for window in 0..WINDOWS {
            let page = Page { first: window * WINDOW, count: WINDOW };
            let shown = session.window(name, page).await.map_err(from_imap)?;
            if shown.mailbox.uid_validity != uid_validity {
                return Err(AppError::Gone);
            }
            let of_it = shown.rows.iter().filter(|row| ids(row).any(|id| id == root));
            found.extend(of_it.map(|row| MessageRef { mailbox: name.decoded(), uid_validity, uid: row.uid }));
            if (shown.rows.len() as u32) < WINDOW {
                break;
            }
        }
        Ok(found)
    }

    fn conversation(&self, account: &Address, root: &MessageId) -> Vec<u8> {
        self.keys.hash(Purpose::Pseudonym, format!("ignored {account} {}", root.as_str()).as_bytes()).to_vec()
    }
}

/// Every id that a message names, and its own.
pub(crate) struct Named(Vec<MessageId>);

impl Named {
    pub(crate) fn of(parsed: &Message<'_>) -> Self {
        let headers = parsed.headers();
        Self(headers.references.iter().chain(&headers.in_reply_to).chain(&headers.message_id).cloned().collect())
    }
}

fn root_of(bytes: &[u8]) -> Option<MessageId> {
    Named::of(&Message::parse(bytes)).0.into_iter().next()
}

fn ids(row: &Row) -> impl Iterator<Item = &MessageId> {
    row.references.iter().chain(&row.in_reply_to).chain(&row.message_id)
}

async fn file(session: &mut Lease, name: &MailboxName, uid_validity: u32, uids: &UidSet) -> Result<(), ImapError> {
    let trash = match with_role(session, Role::Trash, "Trash").await {
        Ok(trash) if trash != *name => trash,
        // It is listed itself, under another name; or cannot be found now, and what is ignored stays.
        _ => return Err(ImapError::Gone),
    };
    session.move_to(name, uid_validity, uids, &trash).await.map(drop)
}

fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn of_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.1.is_empty().then(|| pairs.0.iter().map(byte).collect()).flatten()
}
