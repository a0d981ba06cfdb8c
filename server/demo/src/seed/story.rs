//! All letters of the story and who has each of them. Dates and octets come later, in `post`.
//! The letters stand in text files beside this one.

use super::letter::{self, Letter, Misspelt, State};
use crate::cast::{ACCOUNTS, CORRESPONDENTS, DOMAIN, LISTS, StoryList, WARD_7, mailboxes};
use std::collections::BTreeMap;

const FILES: [&str; 11] = [
    include_str!("letters/announcements.txt"),
    include_str!("letters/ashgrove.txt"),
    include_str!("letters/clinics.txt"),
    include_str!("letters/practices.txt"),
    include_str!("letters/offices.txt"),
    include_str!("letters/newsletters.txt"),
    include_str!("letters/many_scripts.txt"),
    include_str!("letters/unwanted.txt"),
    include_str!("letters/every_week.txt"),
    include_str!("letters/awkward.txt"),
    include_str!("letters/ward_7.txt"),
];

/// The letters by key.
pub(super) struct Story {
    pub(super) letters: BTreeMap<String, Letter>,
}

/// A name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) address: String,
}

impl Story {
    /// Reads the files.
    pub(super) fn read() -> Result<Self, Misspelt> {
        let mut letters = BTreeMap::new();
        for file in FILES {
            letters.extend(letter::read(file)?.into_iter().map(|letter| (letter.key.clone(), letter)));
        }
        Ok(Self { letters })
    }
}

/// Mailboxes that have this letter, of people and the shared one: those of its readers and, for the copy in
/// Sent, its author's.
pub(super) fn holders(letter: &Letter) -> Vec<&'static str> {
    let reads = |local: &str| {
        letter.to.iter().chain(&letter.cc).any(|to| match list(to) {
            Some(list) => list.must_hold.contains(&local),
            None => to == local,
        })
    };
    let has = |local: &str| letter.from == local || (letter.state == State::Sent && reads(local));
    mailboxes().map(|account| account.local).chain([WARD_7.local]).filter(|local| has(local)).collect()
}

fn list(local: &str) -> Option<&'static StoryList> {
    LISTS.iter().find(|list| list.local == local)
}

/// The list a letter was sent to, if to one.
pub(super) fn list_of(letter: &Letter) -> Option<&'static StoryList> {
    letter.to.iter().chain(&letter.cc).find_map(|to| list(to))
}

/// Whom a word in From, To or Cc means: a local part of the cast or of a list, or a whole address.
pub(super) fn person(word: &str) -> Person {
    let address = if word.contains('@') { word.to_owned() } else { format!("{word}@{DOMAIN}") };
    let account = ACCOUNTS.iter().find(|account| account.local == word).map(|account| account.name);
    let writer = CORRESPONDENTS.iter().find(|writer| writer.address == address).map(|writer| writer.name);
    let name = account.or(writer).or(list(word).map(|list| list.name)).unwrap_or_default();
    Person { name: name.to_owned(), address }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::clock::Moment;
    use std::collections::BTreeSet;
    use time::OffsetDateTime;

    fn story() -> Story {
        Story::read().expect("well written")
    }

    #[test]
    fn every_letter_comes_from_somebody_and_goes_to_somebody_known() {
        for letter in story().letters.values() {
            for word in letter.to.iter().chain(&letter.cc).chain([&letter.from]) {
                let known = !person(word).name.is_empty() || word.contains('@');
                assert!(known, "{}: nobody is called {word}", letter.key);
            }
            assert!(!letter.to.is_empty() || letter.state == State::Draft, "{} goes to nobody", letter.key);
            assert!(letter.subject.is_some() || letter.answers.is_some(), "{} has no subject", letter.key);
        }
    }

    #[test]
    fn answers_follow_what_they_answer_whenever_the_demo_starts() {
        let story = story();
        // Every hour of a week and a day, so that weekends and midnight are in it.
        for hour in (0..8 * 24).map(|hour| 1_794_700_800 + hour * 3600) {
            let now = OffsetDateTime::from_unix_timestamp(hour).expect("in range");
            for letter in story.letters.values() {
                let Some(key) = &letter.answers else { continue };
                let parent = story.letters.get(key).unwrap_or_else(|| panic!("{} answers no letter", letter.key));
                assert!(parent.when.at(now) < letter.when.at(now), "{} comes before {key}", letter.key);
            }
        }
    }

    #[test]
    fn every_inbox_has_what_the_story_needs() {
        let story = story();
        for account in ACCOUNTS {
            let has = |test: &dyn Fn(&Letter) -> bool| {
                story.letters.values().any(|letter| {
                    let mine = holders(letter).contains(&account.local);
                    mine && letter.folder(account.local) == "INBOX" && test(letter)
                })
            };
            let to = |local: &'static str| move |letter: &Letter| letter.to.iter().any(|word| word == local);
            let from_communications = |letter: &Letter| letter.from == "claire.adeyemi";
            if account.local != "claire.adeyemi" {
                assert!(has(&|l| to("trust-announcements")(l) && from_communications(l)), "{}", account.local);
            }
            let held = story.letters.values().filter(|letter| holders(letter).contains(&account.local)).count();
            assert!(held >= 100, "{} has {held} messages only", account.local);
        }
        let to_ravi =
            |l: &&Letter| l.from == "dawn.petrie" && l.to == ["ravi.menon"] && l.text.contains("60 practices");
        assert!(story.letters.values().any(|l| to_ravi(&l)), "the list owner has written to the contractor");
    }

    #[test]
    fn charsets_folders_and_fresh_mail_are_there() {
        let story = story();
        let charsets: BTreeSet<&str> = story.letters.values().map(|letter| letter.charset.as_str()).collect();
        for charset in ["utf-8", "iso-8859-1", "windows-1252", "iso-2022-jp", "koi8-r"] {
            assert!(charsets.contains(charset), "{charset}");
        }
        let folders: BTreeSet<&str> = story.letters.values().map(|letter| letter.folder("eleanor.whitby")).collect();
        for folder in [
            "INBOX",
            "Sent",
            "Drafts",
            "Archive",
            "Junk",
            "Trash",
            "Clinics/Falls clinic",
            "Clinics/Knee class referrals",
            "Rotas and leave",
        ] {
            assert!(folders.contains(folder), "{folder}");
        }
        let fresh = |letter: &&Letter| matches!(letter.when, Moment::MinutesAgo(..60));
        assert!(story.letters.values().filter(fresh).count() > 5, "something has just arrived");
    }
}
