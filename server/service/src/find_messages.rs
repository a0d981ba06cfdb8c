//! Finding messages of a folder: by filter, by words, by both. The mail server finds; rows are read for one
//! window of what it found.

use crate::Service;
use crate::folder_order::role_by_name;
use crate::found_lists::{Asked, FoundUids};
use crate::mailboxes::{add_previews, from_imap, mailbox_name, newest_first};
use levee_contract::{AppError, Caller, Field, Filter, FolderRole, MessageList, Page, Scope, Sift, Sifted};
use levee_imap::{Lease, MailboxName, SearchKey, UidSet, WithFiles};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Words that one search takes; each must be found.
const TERMS: usize = 10;

/// Characters of a search.
const LONGEST: usize = 200;

/// Messages that are looked through for files at most.
const DEEPEST: u32 = 20_000;

impl Service {
    /// One window of what a filter or a search finds.
    pub(crate) async fn found_window(
        &self,
        who: &Caller,
        mailbox: &str,
        page: Page,
        sift: &Sift,
    ) -> Result<MessageList, AppError> {
        let name = mailbox_name(mailbox)?;
        let terms = terms(&sift.words)?;
        let mut session = self.session_at(who, &name).await?;
        let asked = Asked {
            account: who.account.address.clone(),
            mailbox: mailbox.to_owned(),
            sift: Sift { keep: None, ..sift.clone() },
        };
        let now = self.clock.now();
        let remembered = if page.first > 0 { self.found.get(&asked, now) } else { None };
        let found = match remembered {
            Some(found) => found,
            None => {
                let found = Arc::new(look_for(&mut session, &name, &terms, sift).await?);
                self.found.keep(asked, now, found.clone());
                found
            }
        };
        let (first, count) = (page.first as usize, page.count as usize);
        let window: Vec<u32> = found.uids.iter().skip(first).take(count).copied().collect();
        let mut rows = match UidSet::new(window.iter().copied()) {
            Some(uids) => session.rows(&name, found.uid_validity, &uids).await.map_err(from_imap)?,
            None => Vec::new(),
        };
        add_previews(&mut session, &name, found.uid_validity, &mut rows).await?;
        let mut by_uid: BTreeMap<u32, _> = rows.into_iter().map(|row| (row.uid, row)).collect();
        let role = role_by_name(&name);
        let found_rows = window.iter().filter_map(|uid| by_uid.remove(uid));
        let mut rows: Vec<_> = found_rows.map(|row| self.row(mailbox, role, found.uid_validity, row)).collect();
        if terms.is_empty() {
            newest_first(&mut rows);
        }
        Ok(MessageList {
            mailbox: name.decoded(),
            role,
            total: number(found.uids.len()),
            first: page.first,
            rows,
            sifted: Some(Sifted { heads: number(found.heads), looked: found.looked }),
        })
    }
}

/// Everything in the folder that meets the filter and has all the words.
async fn look_for(
    session: &mut Lease,
    name: &MailboxName,
    terms: &[String],
    sift: &Sift,
) -> Result<FoundUids, AppError> {
    let mut found = match (sift.filter, terms) {
        (Filter::Files, []) => {
            let depth = sift.depth.clamp(1, DEEPEST);
            let WithFiles { uid_validity, uids, looked } = session.with_files(name, depth).await.map_err(from_imap)?;
            FoundUids { uid_validity, heads: uids.len(), uids, looked }
        }
        _ => by_keys(session, name, terms, sift).await?,
    };
    if let Some(keep) = sift.keep.filter(|keep| terms.is_empty() && !found.uids.contains(keep)) {
        let at = found.uids.partition_point(|uid| *uid > keep);
        found.uids.insert(at, keep);
        found.heads += 1;
    }
    Ok(found)
}

async fn by_keys(
    session: &mut Lease,
    name: &MailboxName,
    terms: &[String],
    sift: &Sift,
) -> Result<FoundUids, AppError> {
    let marks = match sift.filter {
        Filter::Unread => Some(SearchKey::Unread),
        Filter::Flagged => Some(SearchKey::Flagged),
        Filter::All | Filter::Files => None,
    };
    let own = matches!(role_by_name(name), Some(FolderRole::Sent | FolderRole::Drafts));
    let in_heads = |term: &String| {
        let who = if own { SearchKey::To(term.clone()) } else { SearchKey::From(term.clone()) };
        SearchKey::Either(Box::new(SearchKey::Subject(term.clone())), Box::new(who))
    };
    let keys: Vec<SearchKey> = marks.iter().cloned().chain(terms.iter().map(in_heads)).collect();
    let (uid_validity, mut uids) = session.search(name, &keys).await.map_err(from_imap)?;
    let mut heads = uids.len();
    if sift.scope == Scope::Text && !terms.is_empty() {
        let anywhere = terms.iter().cloned().map(SearchKey::Anywhere);
        let keys: Vec<SearchKey> = marks.into_iter().chain(anywhere).collect();
        let (_, in_text) = session.search(name, &keys).await.map_err(from_imap)?;
        let known: BTreeSet<u32> = uids.iter().copied().collect();
        uids.extend(in_text.into_iter().filter(|uid| !known.contains(uid)));
    }
    if sift.filter == Filter::Files {
        let newest = uids.iter().copied().take(DEEPEST as usize);
        let with_files: BTreeSet<u32> = match UidSet::new(newest) {
            Some(set) => session.files_among(name, uid_validity, &set).await.map_err(from_imap)?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        heads = uids.iter().take(heads).filter(|uid| with_files.contains(uid)).count();
        uids.retain(|uid| with_files.contains(uid));
    }
    Ok(FoundUids { uid_validity, uids, heads, looked: None })
}

/// The words of a search; words in quotation marks stay together.
fn terms(words: &str) -> Result<Vec<String>, AppError> {
    if words.chars().count() > LONGEST {
        let field = Field { name: "q".to_owned(), problem: "too_long".to_owned(), detail: Some(LONGEST.to_string()) };
        return Err(AppError::Invalid { fields: vec![field] });
    }
    let clean: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut terms: Vec<String> = Vec::new();
    // Every second part stood in quotation marks; a mark that is never closed quotes nothing.
    let parts: Vec<&str> = clean.split('"').collect();
    let closed = parts.len() % 2 == 1;
    for (number, part) in parts.iter().enumerate() {
        if number % 2 == 1 && (closed || number + 1 < parts.len()) {
            terms.extend(Some(part.trim().to_owned()).filter(|part| !part.is_empty()));
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.truncate(TERMS);
    Ok(terms)
}

fn number(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_term_and_what_is_quoted_is_one() {
        for (words, expected) in [
            ("", &[] as &[&str]),
            ("  hoist\tThursday ", &["hoist", "Thursday"]),
            ("\"falls clinic\" room", &["falls clinic", "room"]),
            ("a \"b c", &["a", "b", "c"]),
            ("\"\" x", &["x"]),
            ("a\r\nA1 LOGOUT\0", &["a", "A1", "LOGOUT"]),
        ] {
            assert_eq!(terms(words).unwrap(), expected, "{words:?}");
        }
        assert!(terms(&"x".repeat(LONGEST + 1)).is_err());
    }
}
