//! Fills the mailboxes of the cast with the mail of the story, and keeps its dates near today.
//! Works on files while Dovecot is stopped; what people did with their mail stays.

mod attachment;
mod bulk;
mod chance;
mod charset;
mod clock;
mod everyday;
mod html;
mod letter;
mod maildir;
mod post;
mod rebase;
mod story;
mod words;

pub use bulk::bulk;

use crate::cast::{self, ARCHIVE, WARD_7};
use crate::stack::Layout;
use crate::system_user::{self, SystemUser};
use crate::{StackError, folder, processes, shared};
use everyday::{Everyday, Place};
use letter::{Misspelt, State};
use maildir::{Filed, Stay};
use post::Posted;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use story::Story;
use time::OffsetDateTime;

/// After how many seconds the dates of seeded messages are moved.
const STALE: i64 = 24 * 60 * 60;
/// Folders that every account has from the start, besides those that hold a letter.
const FOLDERS: [&str; 6] = ["INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"];

/// How much mail there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Amount {
    /// The letters of the story: some hundred for each account.
    Story,
    /// Besides, the days around them: 5,000 messages for the main person, some hundred for each colleague,
    /// and one mailbox of 100,000.
    Everything,
}

/// Whose mail the days are told around, by local part.
const MAIN: &str = "eleanor.whitby";
/// Messages of the main person.
const MAIN_MESSAGES: usize = 5_000;
/// Over how many working days: a year and a bit.
const MAIN_DAYS: i64 = 280;
/// Messages of the archive, besides those of the story.
const ARCHIVE_MESSAGES: usize = 100_000;

/// Gives every mailbox of the cast its mail, told from `now` (unix seconds): new ones get all of it; where
/// it is older than a day, the dates of the story's messages that nobody changed move up to `now`. Stops a
/// stack that runs in the folder. The story takes some 100 ms, everything some ten seconds, once.
///
/// # Errors
/// Those of a start that concern the folder; `BadName` when a letter is misspelt.
pub fn fill(folder: &Path, now: i64, amount: Amount) -> Result<(), StackError> {
    let (layout, owner) = prepare(folder)?;
    let now = moment(now)?;
    let story = Story::read().map_err(|wrong| misspelt(&wrong))?;
    let state = layout.folder.join("seeded.json");
    let told = rebase::last_told(&state);
    let mailboxes: Vec<(&str, PathBuf)> = cast::mailboxes()
        .map(|account| (account.local, maildir_of(&layout, account.local)))
        .chain([(WARD_7.local, shared::maildir(&layout, WARD_7.local))])
        .collect();
    let (there, missing): (Vec<_>, Vec<_>) = mailboxes.iter().partition(|(_, maildir)| maildir.exists());
    let stale = told.last().is_some_and(|last| now.unix_timestamp() - last > STALE);
    if missing.is_empty() && !stale {
        return Ok(());
    }
    let posted = post::told_at(&story, now);
    rebase::note(&state, &[&told[..], &[now.unix_timestamp()]].concat())?;
    for (_, maildir) in there {
        rebase::rebase(maildir, &story, &told, &posted, owner)?;
    }
    create_all(&missing, posted, amount, now, owner)?;
    rebase::note(&state, &[now.unix_timestamp()])
}

/// Writes all that is missing, on two cores: the archive takes as long as all others.
fn create_all(
    missing: &[&(&str, PathBuf)],
    story: Vec<Posted<'_>>,
    amount: Amount,
    now: OffsetDateTime,
    owner: SystemUser,
) -> Result<(), StackError> {
    let of_main = story.iter().filter(|posted| story::holders(posted.letter).contains(&MAIN)).count();
    let everyday = match amount {
        _ if missing.is_empty() => return Ok(()),
        Amount::Story => Vec::new(),
        Amount::Everything => {
            let days = Everyday::read(MAIN, Place::TakesPart, MAIN_MESSAGES - of_main, MAIN_DAYS);
            days.map_err(|wrong| misspelt(&wrong))?.told(now).collect::<Vec<_>>()
        }
    };
    let days = everyday.iter().flat_map(|letters| post::told(letters, now));
    let mut held: Vec<Held<'_>> = held(story, Stay::Moves).chain(held(days, Stay::Stays)).collect();
    held.sort_by_key(|held| held.posted.at);
    let mut answers: HashMap<String, Vec<String>> = HashMap::new();
    for answer in held.iter().map(|held| held.posted.letter).filter(|letter| letter.state == State::Sent) {
        if let Some(key) = &answer.answers {
            answers.entry(key.clone()).or_default().push(answer.from.clone());
        }
    }
    for held in &mut held {
        held.answered_by = answers.remove(&held.posted.letter.key).unwrap_or_default();
    }
    let write = |(account, maildir): &(&str, PathBuf)| {
        let mine: Vec<&Held<'_>> = held.iter().filter(|held| held.holders.contains(account)).collect();
        create(maildir, account, owner, |beside| match amount {
            Amount::Everything if *account == ARCHIVE => {
                bulk::create(beside, account, ARCHIVE_MESSAGES, &mine, now, owner)
            }
            _ => maildir::create(beside, mine.iter().map(|held| held.filed(account)), &FOLDERS, owner),
        })
    };
    let (archive, others): (Vec<_>, Vec<_>) = missing.iter().copied().partition(|(account, _)| *account == ARCHIVE);
    std::thread::scope(|scope| {
        let archive = scope.spawn(|| archive.into_iter().try_for_each(&write));
        others.into_iter().try_for_each(&write)?;
        archive.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A message and who has it.
struct Held<'s> {
    posted: Posted<'s>,
    holders: Vec<&'static str>,
    /// Who has answered it, by local part or whole address.
    answered_by: Vec<String>,
    stay: Stay,
}

fn held<'s>(posted: impl IntoIterator<Item = Posted<'s>>, stay: Stay) -> impl Iterator<Item = Held<'s>> {
    posted.into_iter().map(move |posted| {
        let holders = story::holders(posted.letter);
        Held { posted, holders, answered_by: Vec::new(), stay }
    })
}

impl Held<'_> {
    /// The message as this account keeps it.
    fn filed(&self, account: &str) -> Filed {
        let Posted { letter, at, .. } = &self.posted;
        Filed {
            folder: if account == WARD_7.local { "INBOX".into() } else { letter.folder(account).to_owned() },
            flags: self.flags(account),
            at: *at,
            key: format!("{account}{}", letter.key),
            stay: self.stay,
            octets: match self.stay {
                Stay::Moves => self.posted.octets(),
                Stay::Stays => self.posted.unfilled(),
            },
        }
    }

    /// Maildir flags: Draft, Flagged, Replied, Seen.
    fn flags(&self, account: &str) -> &'static str {
        let letter = self.posted.letter;
        if letter.state == State::Draft {
            return "DS";
        }
        let flagged = letter.flagged.iter().any(|who| who == account || who == "all");
        let answered = self.answered_by.iter().any(|who| who == account);
        match (flagged, answered, letter.is_read(account)) {
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
}

fn misspelt(wrong: &Misspelt) -> StackError {
    StackError::BadName { what: "letter", text: format!("{}: {}", wrong.key, wrong.line) }
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
    account: &str,
    owner: SystemUser,
    write: impl FnOnce(&Path) -> Result<(), StackError>,
) -> Result<(), StackError> {
    let home = maildir.parent().unwrap_or(maildir);
    maildir::make_owned(home, owner)?;
    let beside = home.join(format!("new-{account}"));
    if beside.exists() {
        fs::remove_dir_all(&beside).map_err(StackError::file(&beside))?;
    }
    write(&beside)?;
    fs::rename(&beside, maildir).map_err(StackError::file(maildir))
}
