//! A mailbox that several people read: where it lies, how Dovecot shows it and who may do what.
//! It is a folder below one public namespace, and the inbox of an account nobody can sign in to.

use crate::stack::{Layout, StackConfig};
use crate::system_user::SystemUser;
use crate::{StackError, cast};
use serde::{Deserialize, Serialize};
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

/// A mailbox that several people read, and nobody signs in to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SharedAccount {
    /// Part of the address before the `@`, and its name below `Shared/`.
    pub local: String,
    /// Accounts that may read, mark, file and delete in it, by local part.
    pub members: Vec<String>,
}

impl From<&cast::SharedMailbox> for SharedAccount {
    fn from(shared: &cast::SharedMailbox) -> Self {
        let members = shared.members.iter().map(|member| (*member).to_owned()).collect();
        Self { local: shared.local.to_owned(), members }
    }
}

/// Lookup, read, write flags, seen, deleted, insert, post, expunge (RFC 4314 section 2.1).
const RIGHTS: &str = "lrwstipe";

/// Where all of them are.
pub(crate) fn folder(layout: &Layout) -> PathBuf {
    layout.folder.join("shared")
}

/// The Maildir of one, which is a folder of the namespace by Maildir++.
pub(crate) fn maildir(layout: &Layout, local: &str) -> PathBuf {
    folder(layout).join(format!(".{local}"))
}

/// The namespace in dovecot.conf; nothing where nothing is shared.
pub(crate) fn namespace(config: &StackConfig, layout: &Layout) -> String {
    if config.shared.is_empty() {
        return String::new();
    }
    format!(
        r"namespace shared {{
  type = public
  separator = /
  prefix = Shared/
  location = maildir:{}
  subscriptions = no
  list = children
}}
# Mail for a shared mailbox: no password, so nobody signs in as it.
userdb {{
  driver = passwd-file
  args = username_format=%Ln {}/dovecot/shared
}}
",
        folder(layout).display(),
        layout.folder.display(),
    )
}

/// Makes the mailboxes and writes who may use them, and where their mail goes.
pub(crate) fn write(config: &StackConfig, layout: &Layout, mail: SystemUser) -> Result<(), StackError> {
    let SystemUser { uid, gid } = mail;
    let mut users = String::new();
    for shared in &config.shared {
        let maildir = maildir(layout, &shared.local);
        let below = ["cur", "new", "tmp"].map(|name| maildir.join(name));
        for path in [folder(layout), maildir.clone()].iter().chain(&below) {
            own(path, mail)?;
        }
        // A member may sign in by each of the domains.
        let member = |local: &String| {
            config.domains.iter().map(move |domain| format!("user={local}@{domain} {RIGHTS}\n")).collect::<String>()
        };
        let rights: String = shared.members.iter().map(member).collect();
        put(&maildir.join("dovecot-acl"), &rights, mail)?;
        let (local, home) = (&shared.local, maildir.join("home"));
        users.push_str(&format!(
            "{local}::{uid}:{gid}::{}::userdb_mail=maildir:{}\n",
            home.display(),
            maildir.display()
        ));
    }
    put(&layout.folder.join("dovecot/shared"), &users, mail)
}

fn own(path: &Path, mail: SystemUser) -> Result<(), StackError> {
    fs::create_dir_all(path)
        .and_then(|()| chown(path, Some(mail.uid), Some(mail.gid)))
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o700)))
        .map_err(StackError::file(path))
}

fn put(path: &Path, text: &str, mail: SystemUser) -> Result<(), StackError> {
    fs::write(path, text).and_then(|()| chown(path, Some(mail.uid), Some(mail.gid))).map_err(StackError::file(path))
}
