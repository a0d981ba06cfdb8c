//! Copies that nobody received: of messages that were refused, less what went out in another form later.

use crate::{Store, StoreError, UnixSeconds};
use levee_guard::Code;
use std::collections::{BTreeMap, HashMap};

/// One judgement, as far as it matters here.
struct Attempt {
    sender: Vec<u8>,
    draft: Vec<u8>,
    words: Vec<u8>,
    thread: Vec<u8>,
    people: u64,
    /// By which it was refused; `None`: it was delivered.
    refused: Option<Code>,
}

/// A refused message.
struct Refused {
    code: Code,
    people: u64,
    delivered: u64,
}

type Columns = (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>, i64, String);

impl Store {
    /// People whom refused messages did not reach at `since` or later, by the strictest finding, most first.
    ///
    /// Refused is what was blocked, and what was held and came back: rejected, not decided on in time, or taken
    /// back by its sender. What is still held is not counted.
    ///
    /// Attempts of one sender at one message (the same draft, or the same words) count once, as the widest of
    /// them. From that are taken the people of what the same sender sent afterwards from the same draft, with the
    /// same words, or in the same discussion; each sent message is taken from one refused message only.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn not_delivered(&self, since: UnixSeconds) -> Result<Vec<(Code, u64)>, StoreError> {
        const REFUSED: &str =
            "(ruling = 'block' OR (ruling = 'hold' AND outcome IN ('rejected', 'expired', 'undone')))";
        let strictest = self
            .kind()
            .of("COALESCE(findings ->> '$[0].code', '')", "COALESCE(CAST(findings AS jsonb) -> 0 ->> 'code', '')");
        let sql = format!(
            "SELECT sender, draft, words, thread, people, CASE WHEN {REFUSED} THEN {strictest} ELSE '' END
             FROM judgements
             WHERE at >= $1 AND ({REFUSED} OR (outcome IN ('accepted', 'sent', 'released')
                 AND sender IN (SELECT sender FROM judgements WHERE at >= $1 AND {REFUSED})))
             ORDER BY id"
        );
        let rows: Vec<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(since).fetch_all(self.reader()).await?;
        let attempt = |(sender, draft, words, thread, people, code): Columns| Attempt {
            sender,
            draft,
            words,
            thread,
            people: people.unsigned_abs(),
            refused: Code::parse(&code),
        };
        Ok(net(rows.into_iter().map(attempt)))
    }
}

/// By what attempts are known to belong together.
type Link = (&'static str, Vec<u8>, Vec<u8>);

/// Takes what was delivered from what was refused before; attempts come in the order of time.
fn net(attempts: impl Iterator<Item = Attempt>) -> Vec<(Code, u64)> {
    let mut messages: Vec<Refused> = Vec::new();
    let mut by_link: HashMap<Link, usize> = HashMap::new();
    for attempt in attempts {
        let Attempt { sender, draft, words, thread, people, refused } = attempt;
        let link = |kind, hash: Vec<u8>| (!hash.is_empty()).then(|| (kind, sender.clone(), hash));
        let itself: Vec<Link> = [link("draft", draft), link("words", words)].into_iter().flatten().collect();
        let discussion = link("thread", thread);
        let known = itself.iter().find_map(|link| by_link.get(link).copied());
        match refused {
            Some(code) => {
                let place = known.unwrap_or(messages.len());
                match messages.get_mut(place) {
                    Some(message) if message.people < people => (message.code, message.people) = (code, people),
                    Some(_) => {}
                    None => messages.push(Refused { code, people, delivered: 0 }),
                }
                for link in itself.into_iter().chain(discussion) {
                    by_link.insert(link, place);
                }
            }
            None => {
                let place = known.or_else(|| by_link.get(&discussion?).copied());
                if let Some(message) = place.and_then(|place| messages.get_mut(place)) {
                    message.delivered += people;
                }
            }
        }
    }
    let mut by_code: BTreeMap<Code, u64> = BTreeMap::new();
    for message in messages {
        *by_code.entry(message.code).or_default() += message.people.saturating_sub(message.delivered);
    }
    let mut sums: Vec<_> = by_code.into_iter().filter(|(_, people)| *people > 0).collect();
    sums.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(draft: &str, words: &str, thread: &str, people: u64, refused: Option<Code>) -> Attempt {
        let bytes = |text: &str| text.as_bytes().to_vec();
        Attempt { sender: vec![1], draft: bytes(draft), words: bytes(words), thread: bytes(thread), people, refused }
    }

    #[track_caller]
    fn check(attempts: Vec<Attempt>, expected: u64) {
        assert_eq!(net(attempts.into_iter()).iter().map(|(_, people)| people).sum::<u64>(), expected);
    }

    #[test]
    fn what_went_out_in_another_form_is_taken_off() {
        let refused = |draft, words, thread| attempt(draft, words, thread, 840_000, Some(Code::AudMax));
        let sent = |draft, words, thread| attempt(draft, words, thread, 60, None);
        check(vec![refused("d", "", "")], 840_000);
        check(vec![refused("d", "", ""), sent("d", "", "")], 839_940);
        check(vec![refused("", "w", ""), sent("e", "w", "")], 839_940);
        check(vec![refused("d", "w", "t"), sent("e", "v", "t")], 839_940);
        check(vec![refused("d", "w", ""), sent("e", "v", "")], 840_000);
        check(vec![sent("d", "w", "t"), refused("d", "w", "t")], 840_000);
    }

    #[test]
    fn one_message_counts_once_however_often_it_is_tried() {
        let tried = |draft, words, people, code| attempt(draft, words, "t", people, Some(code));
        let all = vec![
            tried("d", "w", 500, Code::AudHold),
            tried("d", "v", 9_000, Code::AudMax),
            tried("", "w", 700, Code::AudHold),
            attempt("", "v", "", 100, None),
        ];
        assert_eq!(net(all.into_iter()), [(Code::AudMax, 8_900)]);
        check(vec![tried("d", "w", 500, Code::Storm), tried("e", "v", 500, Code::Storm)], 1_000);
    }

    #[test]
    fn nobody_receives_for_somebody_else_nor_more_than_all() {
        let other = Attempt { sender: vec![2], ..attempt("d", "w", "t", 60, None) };
        check(vec![attempt("d", "w", "t", 100, Some(Code::RaMass)), other], 100);
        let twice = || attempt("d", "w", "t", 80, None);
        check(vec![attempt("d", "w", "t", 100, Some(Code::RaMass)), twice(), twice()], 0);
    }
}
