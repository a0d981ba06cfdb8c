//! Makes one very large mailbox: the mail of a person who has had a copy of everything for years.
//! Written as it is made, as it would not fit into memory well.

use super::everyday::{Everyday, Place};
use super::letter::{Letter, Misspelt};
use super::maildir::{self, Filed, Stay};
use super::post::told;
use super::{FOLDERS, Held, maildir_of, misspelt, moment, prepare};
use crate::StackError;
use crate::cast::mailboxes;
use crate::system_user::SystemUser;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use time::OffsetDateTime;

/// Working days of eight years.
const YEARS: i64 = 8 * 250;

/// Replaces the mail of an account of the cast by `count` messages in its inbox, told from `now` (unix
/// seconds) over eight years. The stack must not run; 100,000 take some seconds.
///
/// # Errors
/// Those of a start that concern the folder; `BadName` for an account that is not of the cast.
pub fn bulk(folder: &Path, account: &str, count: u32, now: i64) -> Result<(), StackError> {
    let (layout, owner) = prepare(folder)?;
    let maildir = maildir_of(&layout, account);
    if maildir.exists() {
        fs::remove_dir_all(&maildir).map_err(StackError::file(&maildir))?;
    }
    create(&maildir, account, count as usize, &[], moment(now)?, owner)
}

/// Writes that mailbox, and the mail of the story above it.
pub(super) fn create(
    maildir: &Path,
    account: &str,
    count: usize,
    story: &[&Held<'_>],
    now: OffsetDateTime,
    owner: SystemUser,
) -> Result<(), StackError> {
    let unknown = || StackError::BadName { what: "account", text: account.to_owned() };
    let account = mailboxes().map(|known| known.local).find(|known| *known == account).ok_or_else(unknown)?;
    let everyday = Everyday::read(account, Place::Copied, count, YEARS).map_err(|wrong: Misspelt| misspelt(&wrong))?;
    let mut waiting = BTreeMap::new();
    let mut conversations = everyday.told(now);
    let made = std::iter::from_fn(|| {
        loop {
            // Conversations begin one after the other, so that what is older than the next is complete.
            let Some(letters) = conversations.next() else { return Some(std::mem::take(&mut waiting)) };
            let begins = letters.first().map(|letter| (letter.when.at(now), String::new()));
            let later = begins.map_or_else(BTreeMap::new, |begins| waiting.split_off(&begins));
            let complete = std::mem::replace(&mut waiting, later);
            waiting.extend(filed(&letters, account, now));
            if !complete.is_empty() {
                return Some(complete);
            }
        }
    });
    let made = made.take_while(|complete| !complete.is_empty()).flat_map(BTreeMap::into_values);
    maildir::create(maildir, made.chain(story.iter().map(|held| held.filed(account))), &FOLDERS, owner)
}

/// The messages of a conversation by the order in which they arrive.
fn filed(letters: &[Letter], account: &str, now: OffsetDateTime) -> Vec<((OffsetDateTime, String), Filed)> {
    let message = |posted: super::post::Posted<'_>| {
        let key = posted.letter.key.clone();
        let filed = Filed {
            folder: "INBOX".into(),
            flags: if posted.letter.is_read(account) { "S" } else { "" },
            at: posted.at,
            key: key.clone(),
            stay: Stay::Stays,
            octets: posted.unfilled(),
        };
        ((posted.at, key), filed)
    };
    told(letters, now).into_iter().map(message).collect()
}
