//! Makes one very large mailbox for benches: plain and HTML mail, replies, attachments, 2.9 kB each
//! on average. Nobody is meant to read it.

use super::attachment::Attachment;
use super::chance::Chance;
use super::charset::base64_lines;
use super::clock::rfc5322;
use super::maildir::{self, Filed};
use super::{FOLDERS, maildir_of, moment, prepare};
use crate::StackError;
use crate::cast::{CORRESPONDENTS, DOMAIN};
use std::fs;
use std::path::Path;
use time::{Duration, OffsetDateTime};

const TOPICS: [&str; 16] = [
    "Rota",
    "Falls clinic",
    "Discharge plan",
    "Budget",
    "Stock check",
    "Hoist service",
    "Knee class",
    "Room change",
    "Referral",
    "Annual leave",
    "Audit return",
    "Ward round",
    "Training day",
    "Parking",
    "Equipment loan",
    "Minutes",
];
const WORDS: [&str; 24] = [
    "please", "the", "ward", "before", "Friday", "therapy", "list", "patient", "notes", "budget", "room", "thank",
    "meeting", "moved", "attached", "week", "team", "referral", "clinic", "confirm", "stairs", "walking", "frame",
    "new",
];

/// Replaces the mail of an account by `count` messages in its inbox, the newest at `now` (unix
/// seconds), one every ten minutes. The stack must not run; 100,000 take some seconds.
///
/// # Errors
/// Those of a start that concern the folder.
pub fn bulk(folder: &Path, account: &str, count: u32, now: i64) -> Result<(), StackError> {
    let (layout, owner) = prepare(folder)?;
    let now = moment(now)?;
    let maildir = maildir_of(&layout, account);
    if maildir.exists() {
        fs::remove_dir_all(&maildir).map_err(StackError::file(&maildir))?;
    }
    let sheet = Attachment::parse("pdf Report.pdf").map(|pdf| base64_lines(&pdf.octets(now.date(), "Report")));
    let sheet = sheet.unwrap_or_default();
    let mut chance = Chance::for_text(account);
    let messages = (0..count).map(|number| {
        let at = now - Duration::minutes(10 * i64::from(count - 1 - number));
        Filed {
            folder: "INBOX".into(),
            // One in twenty is unread.
            flags: if number % 20 == 7 { "" } else { "S" },
            at,
            key: number.to_string(),
            octets: message(number, account, at, &sheet, &mut chance),
        }
    });
    maildir::create(&maildir, messages, &FOLDERS, owner)
}

fn message(number: u32, account: &str, at: OffsetDateTime, sheet: &str, chance: &mut Chance) -> Vec<u8> {
    let id = |number: u32| format!("<bulk.{number}.{account}@mail.{DOMAIN}>");
    // Two in five answer the message some places before; a thread's subject is that of its first.
    let answered = (number % 5 < 2 && number > 40).then(|| number - number % 5 - 5);
    let first = answered.map_or(number, |first| first);
    let topic = TOPICS.get(first as usize % TOPICS.len()).copied().unwrap_or_default();
    let from = CORRESPONDENTS.get(chance.below(10) as usize).map_or((DOMAIN, DOMAIN), |c| (c.name, c.address));
    let mut head = format!(
        "Date: {}\r\nFrom: {} <{}>\r\nTo: {account}@{DOMAIN}\r\nSubject: {}{topic} {first}\r\nMessage-ID: {}\r\n",
        rfc5322(at),
        from.0,
        from.1,
        if answered.is_some() { "Re: " } else { "" },
        id(number)
    );
    if let Some(parent) = answered {
        head.push_str(&format!("In-Reply-To: {0}\r\nReferences: {0}\r\n", id(parent)));
    }
    let text = prose(chance);
    let plain = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
    let parts = match number % 10 {
        0..6 => return format!("{head}MIME-Version: 1.0\r\n{plain}").into_bytes(),
        6..9 => ("alternative", format!("Content-Type: text/html; charset=utf-8\r\n\r\n<p>{text}</p>\r\n")),
        _ => (
            "mixed",
            format!(
                "Content-Type: application/pdf; name=\"Report.pdf\"\r\nContent-Disposition: attachment; \
                 filename=\"Report.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{sheet}\r\n"
            ),
        ),
    };
    format!(
        "{head}MIME-Version: 1.0\r\nContent-Type: multipart/{}; boundary=\"=_b\"\r\n\r\n--=_b\r\n{plain}\r\n--=_b\r\n{}\r\n--=_b--\r\n",
        parts.0, parts.1
    )
    .into_bytes()
}

fn prose(chance: &mut Chance) -> String {
    let mut text = String::new();
    for number in 0..120 + chance.below(320) {
        text.push_str(chance.pick(&WORDS).copied().unwrap_or_default());
        text.push_str(if number % 12 == 11 { ".\r\n" } else { " " });
    }
    text
}
