//! What searches found a moment ago: UIDs, so that the next window of a result is cut from the same list and
//! not searched for again. Bounded; never written anywhere; forgotten at sign-out.

use levee_contract::{Sift, UnixSeconds};
use levee_mail::Address;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// UIDs kept for all accounts together: 4 MB.
const UIDS: usize = 1_000_000;

/// Seconds for which a result may be turned over.
const KEPT: UnixSeconds = 600;

/// The UIDs that met a filter or a search, in the order in which they are shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FoundUids {
    pub(crate) uid_validity: u32,
    pub(crate) uids: Vec<u32>,
    /// How many of them come first because subject or author has the words.
    pub(crate) heads: usize,
    /// How many of the newest messages were looked through, where that was not all.
    pub(crate) looked: Option<u32>,
}

/// What was asked, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) account: Address,
    pub(crate) mailbox: String,
    pub(crate) sift: Sift,
}

/// The results, the latest last.
#[derive(Default)]
pub(crate) struct FoundLists(Mutex<VecDeque<(Asked, UnixSeconds, Arc<FoundUids>)>>);

impl FoundLists {
    pub(crate) fn get(&self, asked: &Asked, now: UnixSeconds) -> Option<Arc<FoundUids>> {
        let results = self.lock();
        let found = results.iter().find(|(a, at, _)| a == asked && now - at < KEPT);
        found.map(|(_, _, found)| found.clone())
    }

    pub(crate) fn keep(&self, asked: Asked, now: UnixSeconds, found: Arc<FoundUids>) {
        let mut results = self.lock();
        results.retain(|(a, at, _)| *a != asked && now - at < KEPT);
        results.push_back((asked, now, found));
        // Each counts for its place too.
        while results.iter().map(|(_, _, found)| found.uids.len() + 100).sum::<usize>() > UIDS {
            results.pop_front();
        }
    }

    pub(crate) fn forget(&self, account: &Address) {
        self.lock().retain(|(asked, _, _)| asked.account != *account);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Asked, UnixSeconds, Arc<FoundUids>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(by: &str, words: &str) -> Asked {
        let sift = Sift { words: words.to_owned(), ..Sift::default() };
        Asked { account: Address::parse(by).unwrap(), mailbox: "INBOX".to_owned(), sift }
    }

    fn found(many: usize) -> Arc<FoundUids> {
        Arc::new(FoundUids { uids: vec![1; many], ..FoundUids::default() })
    }

    #[test]
    fn a_result_is_its_askers_until_it_is_old() {
        let lists = FoundLists::default();
        lists.keep(asked("a@x.example", "rota"), 0, found(3));
        assert_eq!(lists.get(&asked("a@x.example", "rota"), KEPT - 1), Some(found(3)));
        assert_eq!(lists.get(&asked("a@x.example", "rota"), KEPT), None);
        assert_eq!(lists.get(&asked("b@x.example", "rota"), 1), None);
        assert_eq!(lists.get(&asked("a@x.example", "hoist"), 1), None);
        lists.forget(&Address::parse("a@x.example").unwrap());
        assert_eq!(lists.get(&asked("a@x.example", "rota"), 1), None);
    }

    #[test]
    fn results_of_many_people_stay_within_the_bound() {
        let lists = FoundLists::default();
        for n in 0..20 {
            lists.keep(asked("a@x.example", &n.to_string()), 0, found(UIDS / 10));
        }
        let kept = (0..20).filter(|n| lists.get(&asked("a@x.example", &n.to_string()), 0).is_some()).count();
        assert_eq!(kept, 9);
    }
}
