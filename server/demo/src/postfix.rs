//! Writes what Postfix reads: main.cf, master.cf, maps, and an empty queue. Starts nothing.
//! One way in, submission with AUTH, where the guard judges lists as they are written; what it let pass
//! goes on to a second way in on loopback, which expands them. One way out, LMTP; nothing leaves the machine.

use crate::StackError;
use crate::ports::Ports;
use crate::stack::{Layout, PeopleSource, StackConfig};
use crate::system_user::SystemUser;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

/// Text of main.cf.
pub(crate) fn main_cf(config: &StackConfig, layout: &Layout) -> String {
    let folder = layout.folder.display();
    let own = config.domains.first().map_or("localhost", String::as_str);
    let domains = config.domains.join(", ");
    let largest_message = config.largest_message;
    let (people, lists) = match &config.people {
        PeopleSource::Levee(address) => {
            (format!("socketmap:inet:{address}:people"), format!("socketmap:inet:{address}:lists"))
        }
        PeopleSource::AccountsOnly { .. } => {
            (format!("texthash:{folder}/postfix/etc/people"), format!("texthash:{folder}/postfix/etc/lists"))
        }
    };
    format!(
        "# Written by levee-demo at each start; edits are lost.
compatibility_level = 3.6
config_directory = {folder}/postfix/etc
queue_directory = {folder}/postfix/queue
data_directory = {folder}/postfix/data
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}/log
myhostname = mx.{own}
mydomain = {own}
myorigin = {own}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_tls_security_level = none
append_dot_mydomain = no
biff = no

virtual_mailbox_domains = {domains}
# Else Postfix looks the domain itself up in the lists, at each delivery, and defers while Levee restarts.
virtual_alias_domains =
virtual_mailbox_maps = {people}
virtual_alias_maps = {lists}
virtual_transport = lmtp:unix:private/dovecot-lmtp
default_transport = error:5.7.1 demo: nothing leaves this machine
relay_transport = error:5.7.1 demo: nothing leaves this machine
relay_domains =
lmtp_destination_recipient_limit = 100
lmtp_destination_concurrency_limit = 4
lmtp_connection_cache_on_demand = no
# What could not go on while Levee restarted goes on soon: no other machine is to be spared.
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 60s

# A list of 840,000 arrives as chunk addresses that expand again.
virtual_alias_expansion_limit = 1000000
virtual_alias_recursion_limit = 10000
# Above all limits of the guard, so that its answer is the one that is seen.
smtpd_recipient_limit = 50000
smtpd_soft_error_limit = 60000
smtpd_hard_error_limit = 60001
smtpd_junk_command_limit = 60000
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
header_size_limit = 4194304
message_size_limit = {largest_message}
smtpd_timeout = 300s

smtpd_sasl_type = dovecot
smtpd_sasl_path = private/dovecot-auth
smtpd_sasl_local_domain = {own}
smtpd_sender_login_maps = regexp:{folder}/postfix/etc/senders
smtpd_relay_restrictions = permit_sasl_authenticated, reject

milter_protocol = 6
milter_default_action = tempfail
milter_connect_macros = j {{daemon_name}} {{daemon_addr}} v
milter_mail_macros = i {{auth_type}} {{auth_authen}} {{auth_author}} {{mail_addr}} {{mail_host}} {{mail_mailer}}
milter_end_of_data_macros = i
"
    )
}

/// Text of master.cf.
///
/// Postfix expands lists while recipients arrive, before the milter is asked at the end of the message:
/// a refused message to 840,000 people would be expanded first. Hence two steps.
pub(crate) fn master_cf(config: &StackConfig, ports: Ports) -> String {
    let Ports { submission, inside, .. } = ports;
    let milter = config.milter.map(|address| format!("inet:{address}")).unwrap_or_default();
    format!(
        "# Written by levee-demo at each start; edits are lost. No pickup: mail comes by submission only.
127.0.0.1:{submission} inet n - n - 200 smtpd
  -o syslog_name=postfix/submission
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o smtpd_recipient_restrictions=reject_non_fqdn_recipient,reject_unlisted_recipient,permit_sasl_authenticated,reject
  -o smtpd_milters={milter}
  -o receive_override_options=no_address_mappings
  -o content_filter=expand:[127.0.0.1]:{inside}
127.0.0.1:{inside} inet n - n - 50 smtpd
  -o syslog_name=postfix/inside
  -o mynetworks=127.0.0.1/32
  -o smtpd_relay_restrictions=permit_mynetworks,reject
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
  -o smtpd_milters=
  -o receive_override_options=no_unknown_recipient_checks
expand    unix  -  -  n  -  -  smtp
  -o syslog_name=postfix/expand
  -o smtp_destination_recipient_limit=50000
  -o smtp_send_xforward_command=no
  -o smtp_connection_cache_on_demand=no
cleanup   unix  n  -  n  -  0  cleanup
qmgr      unix  n  -  n  300  1  qmgr
rewrite   unix  -  -  n  -  -  trivial-rewrite
bounce    unix  -  -  n  -  0  bounce
defer     unix  -  -  n  -  0  bounce
trace     unix  -  -  n  -  0  bounce
proxymap  unix  -  -  n  -  -  proxymap
showq     unix  n  -  n  -  -  showq
error     unix  -  -  n  -  -  error
retry     unix  -  -  n  -  -  error
lmtp      unix  -  -  n  -  -  lmtp
anvil     unix  -  -  n  -  1  anvil
postlog   unix-dgram  n  -  n  -  1  postlogd
"
    )
}

/// Text of the regexp(5) map from sender addresses to the logins that may use them: each person's
/// own address in every domain, with or without a `+detail`; for the releaser all of them.
pub(crate) fn senders(config: &StackConfig) -> String {
    let escaped: Vec<String> = config.domains.iter().map(|domain| domain.replace('.', r"\.")).collect();
    let mut logins: Vec<String> = config.domains.iter().map(|domain| format!("$1@{domain}")).collect();
    if let Some((releaser, own)) = config.releaser.as_ref().zip(config.domains.first()) {
        logins.push(format!("{}@{own}", releaser.local));
    }
    format!("/^([^+@]+)(\\+[^@]*)?@({})$/ {}\n", escaped.join("|"), logins.join(", "))
}

/// Texts of the texthash files `people` and `lists`, for a stack without Levee behind it: people are
/// the accounts and whoever stands in a list.
pub(crate) fn maps(config: &StackConfig) -> (String, String) {
    let PeopleSource::AccountsOnly { lists } = &config.people else { return Default::default() };
    let members = lists.iter().flat_map(|(_, members)| members).filter_map(|member| member.split('@').next());
    let shared = config.shared.iter().map(|shared| shared.local.as_str());
    let accounts = config.accounts.iter().map(|account| account.local.as_str());
    let locals: BTreeSet<&str> = accounts.chain(shared).chain(members).collect();
    let (mut people, mut expansions) = (String::new(), String::new());
    for domain in &config.domains {
        for local in &locals {
            let _infallible = writeln!(people, "{local}@{domain} ok");
        }
        for (local, members) in lists {
            let _infallible = writeln!(expansions, "{local}@{domain} {}", members.join(", "));
        }
    }
    (people, expansions)
}

/// Makes the queue as `postfix check` would (postfix-files(5)), only in a millisecond.
pub(crate) fn make_queue(layout: &Layout, postfix: SystemUser, postdrop: u32) -> Result<(), StackError> {
    let queue = layout.queue();
    make(&queue, 0o755, None)?;
    make(&queue.join("pid"), 0o755, None)?;
    for name in ["active", "bounce", "corrupt", "defer", "deferred", "hold", "incoming", "private", "saved", "trace"] {
        make(&queue.join(name), 0o700, Some((postfix.uid, 0)))?;
    }
    make(&queue.join("maildrop"), 0o730, Some((postfix.uid, postdrop)))?;
    make(&queue.join("public"), 0o710, Some((postfix.uid, postdrop)))?;
    make(&layout.folder.join("postfix/data"), 0o700, Some((postfix.uid, postfix.gid)))
}

fn make(path: &Path, mode: u32, owner: Option<(u32, u32)>) -> Result<(), StackError> {
    fs::create_dir_all(path).map_err(StackError::file(path))?;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(StackError::file(path))?;
    let (uid, gid) = owner.unwrap_or((0, 0));
    chown(path, Some(uid), Some(gid)).map_err(StackError::file(path))
}
