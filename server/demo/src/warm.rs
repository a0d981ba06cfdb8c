//! Has Dovecot read a very large mailbox once, in the background, so that its first reader need not wait.

use crate::cast::ARCHIVE;
use crate::stack::Layout;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const DOVEADM: &str = "/usr/bin/doveadm";
/// What lists and threads are made of; Dovecot keeps it in the mailbox's cache.
const FIELDS: &str = "hdr.subject hdr.from hdr.to hdr.date hdr.message-id hdr.in-reply-to hdr.references \
                      imap.envelope imap.bodystructure size.virtual date.received body.preview";

/// Starts reading the archive of the cast where nobody has read it yet.
pub(crate) fn begin(folder: &Path) -> Option<Child> {
    let maildir = Layout { folder: folder.to_owned() }.home(ARCHIVE).join("Maildir");
    if !maildir.join("dovecot-uidlist").exists() || maildir.join("dovecot.index.cache").exists() {
        return None;
    }
    let mut command = Command::new(DOVEADM);
    command.arg("-c").arg(folder.join("dovecot/dovecot.conf"));
    command.args(["fetch", "-u", ARCHIVE, FIELDS, "mailbox", "INBOX", "ALL"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Without it the first look takes longer, and that is all.
    command.spawn().ok()
}
