//! The mailboxes of an account, with what they are for and how much is unread in them.

use crate::answer::{Counted, Listed};
use crate::command::Command;
use crate::imap_error::ImapError;
use crate::mailbox_name::MailboxName;
use crate::session::Session;

/// What a mailbox is for (RFC 6154).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Where mail arrives.
    Inbox,
    /// Copies of what was sent.
    Sent,
    /// What is being written.
    Drafts,
    /// What was deleted.
    Trash,
    /// Junk.
    Junk,
    /// What was put away.
    Archive,
}

/// A mailbox in the list of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name; `decoded()` is what people read, `raw()` is the key.
    pub name: MailboxName,
    /// What parts the levels of its name; `None` in a flat list.
    pub delimiter: Option<char>,
    /// What it is for.
    pub role: Option<Role>,
    /// Whether it can be opened: some only hold others.
    pub selectable: bool,
    /// Unread messages, if asked.
    pub unread: Option<u32>,
    /// All messages, if asked.
    pub total: Option<u32>,
}

/// Where the server cannot count all at once, so many are counted one by one.
const COUNTED_SINGLY: usize = 100;

impl Session {
    /// All mailboxes, in the server's order: one command where LIST-STATUS is offered (RFC 5819),
    /// else one STATUS for each of the first 100.
    ///
    /// # Errors
    /// `Lost`, `TryLater`, `Protocol`.
    pub async fn folders(&mut self) -> Result<Vec<Folder>, ImapError> {
        self.see_now(|_| true).await?;
        let extended = self.offers("LIST-EXTENDED") && self.offers("SPECIAL-USE");
        let counts = extended && self.offers("LIST-STATUS");
        let command = Command::looking("LIST \"\" \"*\"");
        let command = match (extended, counts) {
            (_, true) => command.words("RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN))"),
            (true, false) => command.words("RETURN (SPECIAL-USE)"),
            (false, false) => command,
        };
        let answer = self.run(command).await?;
        let mut folders: Vec<Folder> = answer.listed.iter().map(folder).collect();
        guess_roles(&mut folders);
        count(&mut folders, &answer.counted);
        if !counts {
            for folder in folders.iter_mut().filter(|f| f.selectable).take(COUNTED_SINGLY) {
                let status = Command::looking("STATUS").mailbox(&folder.name)?.words("(MESSAGES UNSEEN)");
                match self.run(status).await {
                    Ok(answer) => count(std::slice::from_mut(folder), &answer.counted),
                    // Listed a moment ago, and not ours to read: it stays in the list, uncounted.
                    Err(ImapError::Gone | ImapError::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(folders)
    }

    /// Makes a mailbox.
    ///
    /// # Errors
    /// `Refused`, as when it is there already.
    pub async fn create(&mut self, mailbox: &MailboxName) -> Result<(), ImapError> {
        self.run(Command::new("CREATE").mailbox(mailbox)?).await.map(drop)
    }
}

fn folder(listed: &Listed) -> Folder {
    let has = |name: &str| listed.attributes.iter().any(|a| a == name);
    let name = MailboxName::from_server(&listed.raw);
    let role = match () {
        () if name == MailboxName::inbox() => Some(Role::Inbox),
        () if has("sent") => Some(Role::Sent),
        () if has("drafts") => Some(Role::Drafts),
        () if has("trash") => Some(Role::Trash),
        () if has("junk") => Some(Role::Junk),
        () if has("archive") => Some(Role::Archive),
        () => None,
    };
    let selectable = !has("noselect") && !has("nonexistent");
    Folder { name, delimiter: listed.delimiter, role, selectable, unread: None, total: None }
}

/// Servers without SPECIAL-USE tell roles by customary names only.
fn guess_roles(folders: &mut [Folder]) {
    const CUSTOM: [(Role, &[&str]); 5] = [
        (Role::Sent, &["sent", "sent items", "sent messages"]),
        (Role::Drafts, &["drafts"]),
        (Role::Trash, &["trash", "deleted items", "deleted messages"]),
        (Role::Junk, &["junk", "spam", "junk email", "junk e-mail"]),
        (Role::Archive, &["archive", "archives"]),
    ];
    for (role, names) in CUSTOM {
        if folders.iter().any(|f| f.role == Some(role)) {
            continue;
        }
        let customary = |f: &&mut Folder| {
            let name = f.name.decoded().to_lowercase();
            // Some servers keep everything below the inbox.
            let name = f.delimiter.and_then(|d| name.strip_prefix(&format!("inbox{d}"))).unwrap_or(&name);
            f.role.is_none() && f.selectable && names.contains(&name)
        };
        if let Some(folder) = folders.iter_mut().find(customary) {
            folder.role = Some(role);
        }
    }
}

fn count(folders: &mut [Folder], counted: &[Counted]) {
    for numbers in counted {
        if let Some(folder) = folders.iter_mut().find(|f| f.name.raw() == numbers.raw) {
            folder.total = numbers.total;
            folder.unread = numbers.unread;
        }
    }
}
