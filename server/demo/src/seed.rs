//! Fills the mailboxes of the cast with the mail of the story, and keeps its dates near today.
//! Works on files while Dovecot is stopped; what people did with their mail stays.

mod attachment;
mod bulk;
mod chance;
mod charset;
mod clock;
mod html;
mod letter;
mod maildir;
mod post;
mod rebase;
mod story;
mod words;

pub use bulk::bulk;

use crate::StackError;
use crate::cast::ACCOUNTS;
use crate::stack::Layout;
use crate::system_user::{self, SystemUser};
use crate::{folder, processes};
use maildir::Filed;
use post::Posted;
use std::fs;
use std::path::Path;
use story::Story;
use time::OffsetDateTime;

/// After how many seconds the dates of seeded messages are moved.
const STALE: i64 = 24 * 60 * 60;
/// Folders that every account has from the start, besides those that hold a letter.
const FOLDERS: [&str; 6] = ["INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"];

/// Gives every account of the cast its mail, told from `now` (unix seconds): new accounts get all of
/// it; where it is older than a day, the dates of messages that nobody changed move up to `now`.
/// Stops a stack that runs in the folder. Takes some 100 ms.
///
/// # Errors
/// Those of a start that concern the folder; `BadName` when a letter of the story is misspelt.
pub fn fill(folder: &Path, now: i64) -> Result<(), StackError> {
    let (layout, owner) = prepare(folder)?;
    let now = moment(now)?;
    let story = Story::read().map_err(|misspelt| StackError::BadName {
        what: "letter",
        text: format!("{}: {}", misspelt.key, misspelt.line),
    })?;
    let state = layout.folder.join("seeded.json");
    let told = rebase::last_told(&state);
    let missing: Vec<&str> =
        ACCOUNTS.iter().map(|account| account.local).filter(|local| !maildir_of(&layout, local).exists()).collect();
    let stale = told.last().is_some_and(|last| now.unix_timestamp() - last > STALE);
    if missing.is_empty() && !stale {
        return Ok(());
    }
    let posted = post::told_at(&story, now);
    rebase::note(&state, &[&told[..], &[now.unix_timestamp()]].concat())?;
    for account in &ACCOUNTS {
        let maildir = maildir_of(&layout, account.local);
        if missing.contains(&account.local) {
            create(&maildir, &story, &posted, account.local, owner)?;
        } else {
            rebase::rebase(&maildir, &story, &told, &posted, owner)?;
        }
    }
    rebase::note(&state, &[now.unix_timestamp()])
}

/// The folder ready for mail, with no server running in it.
fn prepare(folder: &Path) -> Result<(Layout, SystemUser), StackError> {
    let layout = Layout { folder: folder::prepare(folder)? };
    processes::end_all(&layout.folder)?;
    let owner = system_user::mail_user()?;
    maildir::make_owned(&layout.mail(), owner)?;
    Ok((layout, owner))
}

fn moment(now: i64) -> Result<OffsetDateTime, StackError> {
    OffsetDateTime::from_unix_timestamp(now).map_err(|_| StackError::BadName { what: "time", text: now.to_string() })
}

fn maildir_of(layout: &Layout, local: &str) -> std::path::PathBuf {
    layout.home(local).join("Maildir")
}

/// Writes an account's mail beside its place and moves it there, so that it is there whole or not at all.
fn create(
    maildir: &Path,
    story: &Story,
    posted: &[Posted<'_>],
    account: &str,
    owner: SystemUser,
) -> Result<(), StackError> {
    let beside = maildir.with_extension("new");
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(StackError::file(&beside))?;
    }
    let mine = posted.iter().filter(|posted| story.holders(posted.letter).contains(&account)).map(|posted| Filed {
        folder: posted.letter.folder(account).to_owned(),
        flags: flags(story, posted, account),
        at: posted.at,
        key: format!("{account}{}", posted.letter.key),
        octets: posted.octets(),
    });
    maildir::create(&beside, mine, &FOLDERS, owner)?;
    fs::rename(&beside, maildir).map_err(StackError::file(maildir))
}

/// Maildir flags: Draft, Flagged, Replied, Seen.
fn flags(story: &Story, posted: &Posted<'_>, account: &str) -> &'static str {
    let letter = posted.letter;
    if letter.state == letter::State::Draft {
        return "DS";
    }
    let flagged = letter.flagged.iter().any(|who| who == account || who == "all");
    match (flagged, story.answered_by(letter, account), letter.is_read(account)) {
        (false, false, false) => "",
        (false, false, true) => "S",
        (false, true, false) => "R",
        (false, true, true) => "RS",
        (true, false, false) => "F",
        (true, false, true) => "FS",
        (true, true, false) => "FR",
        (true, true, true) => "FRS",
    }
}
