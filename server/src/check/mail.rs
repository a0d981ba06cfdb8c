//! Tries the mail servers: host, connection, TLS, what they offer, and a sign-in where a password was given.

use super::{Report, Trial};
use crate::config::{Config, MailServer, Security};
use crate::run;
use levee_service::{ImapClient, ImapServer, Relay, SmtpSize};

/// What Levee needs of IMAP, and what the lack of the rest costs.
const IMAP_WANTED: [(&str, &str); 8] = [
    ("UIDPLUS", "a moved or filed message is looked for by its Message-ID"),
    ("MOVE", "moving copies a message and marks the old one deleted"),
    ("IDLE", "new mail shows when a page asks, not at once"),
    ("SPECIAL-USE", "Sent, Drafts, Trash and the others are guessed by their names"),
    ("LIST-STATUS", "folders are counted one by one, which is slow with many"),
    ("SORT", "lists are in the order of arrival only"),
    ("THREAD=REFERENCES", "conversations are not joined"),
    ("CONDSTORE", "changes made elsewhere show later"),
];

pub(super) async fn check(config: &Config, trial: Option<&Trial>, report: &mut Report) {
    match run::imap_server(&config.imap) {
        Ok(server) => imap(config, &server, trial, report).await,
        Err(error) => report.wrong("imap", error.to_string()),
    }
    match run::relay(&config.smtp) {
        Ok(relay) => smtp(config, &relay, trial, report).await,
        Err(error) => report.wrong("smtp", error.to_string()),
    }
    release(config, report).await;
    if trial.is_none() {
        report.warning("sign-in", "not tried; name somebody with --account ADDRESS, the password is asked for");
    }
}

/// How Levee hands over in its own name, tried with its own account.
async fn release(config: &Config, report: &mut Report) {
    let Some(settings) = &config.release else {
        let refused = "is not set: what other mail programs send and would be confirmed or approved is refused (550), \
                       and nobody gets a notice of what is held";
        return report.warning("release", refused);
    };
    let release = match run::release(config, settings) {
        Ok(release) => release,
        Err(error) => return report.wrong("release", error.to_string()),
    };
    let place = place(settings.server.as_ref().unwrap_or(&config.smtp));
    let Some(login) = &release.login else {
        return match release.relay.probe().await {
            Ok(_) => {
                report.ok("release", format!("{place} answers; it must take mail from this machine without a sign-in"))
            }
            Err(error) => report.wrong("release", format!("{place}: {error}")),
        };
    };
    match release.relay.try_sign_in(&login.user, &login.password).await {
        Ok(()) => report.ok("release", format!("{place} accepts the own account; it must let it use every sender")),
        Err(error) => report.wrong("release", format!("{place}: {error}; see release.login and release.password_file")),
    }
}

async fn imap(config: &Config, server: &ImapServer, trial: Option<&Trial>, report: &mut Report) {
    let place = place(&config.imap);
    let offer = match server.probe().await {
        Ok(offer) => offer,
        Err(error) => return report.wrong("imap", format!("{place}: {error}")),
    };
    report.ok("imap", format!("{place} answers at {}, {}", offer.peer, protection(&config.imap)));
    let Some(Trial { account, password }) = trial else {
        return wanted("imap", &offer.capabilities, report);
    };
    let signed_in = async { ImapClient::connect(server).await?.login(&user(config, account), password).await }.await;
    match signed_in {
        Ok(session) => {
            report.ok("imap sign-in", "accepted");
            let offered: Vec<String> = session.capabilities().map(str::to_owned).collect();
            wanted("imap", &offered, report);
            // What the server makes of the goodbye changes nothing.
            drop(session.logout().await);
        }
        Err(error) => report.wrong("imap sign-in", error.to_string()),
    }
}

/// Many servers offer more to whoever is signed in, so that this is sure after a sign-in only.
fn wanted(check: &'static str, offered: &[String], report: &mut Report) {
    let lacks = |wanted: &&(&str, &str)| !offered.iter().any(|offer| offer.eq_ignore_ascii_case(wanted.0));
    let missing: Vec<_> = IMAP_WANTED.iter().filter(lacks).collect();
    if missing.is_empty() {
        report.ok(check, "offers all that Levee makes use of");
    }
    for (name, cost) in missing {
        report.warning(check, format!("does not offer {name}: {cost}"));
    }
}

async fn smtp(config: &Config, relay: &Relay, trial: Option<&Trial>, report: &mut Report) {
    let place = place(&config.smtp);
    let offer = match relay.probe().await {
        Ok(offer) => offer,
        Err(error) => return report.wrong("smtp", format!("{place}: {error}")),
    };
    report.ok("smtp", format!("{place} answers at {}, {}", offer.peer, protection(&config.smtp)));
    match offer.extension("AUTH") {
        Some(mechanisms) if mechanisms.split(' ').any(|one| one == "PLAIN" || one == "LOGIN") => {
            report.ok("smtp", format!("offers to sign in by {mechanisms}"));
        }
        Some(mechanisms) => report.wrong("smtp", format!("offers {mechanisms} only; Levee needs AUTH PLAIN or LOGIN")),
        None => report.wrong("smtp", "offers no sign-in there; use the port of submission (465 or 587), not 25"),
    }
    size(offer.size(), config.largest_message, report);
    let Some(Trial { account, password }) = trial else { return };
    match relay.try_sign_in(&user(config, account), password).await {
        Ok(()) => report.ok("smtp sign-in", "accepted"),
        Err(error) => report.wrong("smtp sign-in", error.to_string()),
    }
}

/// The server's limit and the setting; the smaller one holds.
fn size(offered: Option<SmtpSize>, setting: u64, report: &mut Report) {
    let own = megabytes(setting);
    match offered {
        Some(SmtpSize::Limit(limit)) if limit < setting => report.ok(
            "smtp",
            format!("takes messages of up to {}, which is what holds; largest_message is {own}", megabytes(limit)),
        ),
        Some(SmtpSize::Limit(limit)) => report.ok(
            "smtp",
            format!("takes messages of up to {}; largest_message is {own}, which is what holds", megabytes(limit)),
        ),
        Some(SmtpSize::Unlimited) => {
            report.ok("smtp", format!("takes messages of any size; largest_message is {own}, which is what holds"));
        }
        None => report.warning(
            "smtp",
            format!(
                "does not say how large a message may be (SIZE); largest_message is {own}, and what is larger than the \
                 server takes comes back after it was sent"
            ),
        ),
    }
}

/// Millions of bytes, to a tenth.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The user name as Levee signs in: completed with the first domain.
fn user(config: &Config, account: &str) -> String {
    match (account.contains('@'), config.domains.accepted.first()) {
        (false, Some(domain)) => format!("{account}@{domain}"),
        _ => account.to_owned(),
    }
}

fn place(server: &MailServer) -> String {
    format!("{}:{}", server.host, server.port)
}

fn protection(server: &MailServer) -> &'static str {
    match server.security {
        Security::Tls => "TLS with a certificate that is trusted and carries its name",
        Security::StartTls => "STARTTLS with a certificate that is trusted and carries its name",
        Security::Plain => "unprotected, on this machine",
    }
}
