//! Writes what Dovecot 2.3 reads: its configuration and its accounts. Starts nothing.
//! IMAP on one loopback port; LMTP and SASL for Postfix by sockets in Postfix's queue.

use crate::shared;
use crate::stack::{Layout, StackAccount, StackConfig, WrongPassword};
use crate::system_user::SystemUser;

/// Text of dovecot.conf. The users' part before `@` names them, as all domains mean the same people.
pub(crate) fn configuration(config: &StackConfig, layout: &Layout, mail: SystemUser, imap: u16) -> String {
    let folder = layout.folder.display();
    let realm = config.domains.first().map_or("", String::as_str);
    let (delay, penalty) = match config.wrong_password {
        WrongPassword::AnsweredLate => ("2 secs", "0600"),
        // Mode 0 takes away the socket by which login processes learn of earlier failures.
        WrongPassword::AnsweredAtOnce => ("0", "0"),
    };
    let SystemUser { uid, gid } = mail;
    format!(
        r"# Written by levee-demo at each start; edits are lost.
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot/state
log_path = {folder}/log/dovecot.log
instance_name = levee-demo
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no

auth_mechanisms = plain login
auth_default_realm = {realm}
auth_failure_delay = {delay}
passdb {{
  driver = passwd-file
  args = username_format=%Ln {folder}/dovecot/accounts
}}
userdb {{
  driver = passwd-file
  args = username_format=%Ln {folder}/dovecot/accounts
}}
{shared}# Everybody else: Postfix has asked already whether they exist. One mailbox takes it all.
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/sink mail={SINK_FORMAT} allow_all_users=yes
}}

first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_attribute_dict = file:~/dovecot-attributes
# Loses mail of the last seconds when the power fails, not when a process does.
mail_fsync = never
# Nobody but Dovecot writes below Maildir while it runs.
maildir_very_dirty_syncs = yes
mail_plugins = quota acl
protocol imap {{
  mail_plugins = $mail_plugins imap_quota imap_acl imap_zlib
  imap_metadata = yes
  mail_max_userip_connections = 500
}}
# The sink needs neither quota nor rights.
protocol lmtp {{
  mail_plugins =
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  # 2 GB; Dovecot counts in units of 1,024 octets.
  quota_rule = *:storage=1953125k
  acl = vfile
}}
namespace inbox {{
  inbox = yes
  separator = /
{mailboxes}}}

service imap-login {{
  service_count = 0
  process_min_avail = 1
  client_limit = 2000
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  service_count = 100
  process_min_avail = 1
  process_limit = 2000
}}
service lmtp {{
  process_min_avail = 1
  unix_listener {queue}/private/dovecot-lmtp {{
    mode = 0600
    user = postfix
    group = postfix
  }}
}}
service anvil {{
  client_limit = 5000
  unix_listener anvil-auth-penalty {{
    mode = {penalty}
  }}
}}
service auth {{
  client_limit = 5000
  unix_listener {queue}/private/dovecot-auth {{
    mode = 0600
    user = postfix
    group = postfix
  }}
}}
",
        mailboxes = mailboxes(),
        shared = shared::namespace(config, layout),
        queue = layout.queue().display(),
    )
}

/// How the mailbox of everybody else is kept. A list of 4,200 takes 4 s on two cores; as Maildir 7 s,
/// as mdbox 6 s. Copies of one LMTP transaction are hard links.
const SINK_FORMAT: &str = "sdbox:~/sdbox";

/// Folders that every account has, with their RFC 6154 uses.
const SPECIAL_USE: [&str; 5] = ["Drafts", "Sent", "Junk", "Trash", "Archive"];

fn mailboxes() -> String {
    // Dovecot 2.3 wants each brace on its own line.
    let one = |name: &&str| format!("  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}\n");
    SPECIAL_USE.iter().map(one).collect()
}

/// Text of the passwd-file: user:password:uid:gid::home.
pub(crate) fn accounts<'a>(
    accounts: impl Iterator<Item = &'a StackAccount>,
    layout: &Layout,
    mail: SystemUser,
) -> String {
    let SystemUser { uid, gid } = mail;
    accounts
        .map(|StackAccount { local, password }| {
            // base64 keeps colons and line ends of a password out of the file's own syntax.
            let password = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, password);
            let home = layout.home(local);
            format!("{local}:{{PLAIN.b64}}{password}:{uid}:{gid}::{}\n", home.display())
        })
        .collect()
}
