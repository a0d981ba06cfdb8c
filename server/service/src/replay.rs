//! Judges the recorded history again under a proposed policy, beside the one in force. Pages of the record, oldest
//! first, so that memory stays small whatever the history is.

use crate::Service;
use crate::verdicts::pseudonym;
use levee_contract::{DayReplay, Example, Replay, RuleReplay, UnixSeconds};
use levee_guard::{Code, Policy, Ruling, Verdict};
use levee_mail::Address;
use levee_store::{Replayable, StoreError};
use std::collections::{BTreeMap, VecDeque};

const DAY: UnixSeconds = 86_400;
/// Records of one page.
const PAGE: u32 = 1_000;
/// Records judged again at most: some seconds of one core.
const MOST: u64 = 500_000;

impl Service {
    /// What would have become of the messages of the last days, with no more than so many examples.
    pub(crate) async fn replayed(
        &self,
        in_force: &Policy,
        proposed: &Policy,
        days: u32,
        most: usize,
    ) -> Result<Replay, StoreError> {
        let now = self.clock.now();
        let first = now.div_euclid(DAY) - i64::from(days) + 1;
        let mut replay = Tally::new(in_force, days, first, most);
        let mut after = 0;
        loop {
            let page = self.store.replayable(first * DAY, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for record in &page {
                replay.add(record, in_force, proposed);
            }
            if replay.judged >= MOST {
                replay.cut = true;
                break;
            }
            // A page is some milliseconds of work; others have their turn.
            tokio::task::yield_now().await;
        }
        Ok(replay.told())
    }
}

#[derive(Default)]
struct Tally {
    version: u64,
    days: u32,
    first: i64,
    most: usize,
    judged: u64,
    changed: u64,
    cut: bool,
    rules: BTreeMap<Code, ([u64; 4], [u64; 4])>,
    rulings: ([u64; 4], [u64; 4]),
    daily: Vec<DayReplay>,
    examples: VecDeque<Example>,
}

/// Rulings that are counted, in order.
const COUNTED: [Ruling; 4] = [Ruling::Warn, Ruling::Confirm, Ruling::Hold, Ruling::Block];

fn place(ruling: Ruling) -> Option<usize> {
    COUNTED.iter().position(|counted| *counted == ruling)
}

fn count(numbers: &mut [u64; 4], ruling: Ruling) {
    if let Some(number) = place(ruling).and_then(|place| numbers.get_mut(place)) {
        *number += 1;
    }
}

impl Tally {
    fn new(in_force: &Policy, days: u32, first: i64, most: usize) -> Self {
        let daily = (0..i64::from(days)).map(|day| DayReplay { at: (first + day) * DAY, ..DayReplay::default() });
        Self { version: in_force.version, days, first, most, daily: daily.collect(), ..Self::default() }
    }

    fn add(&mut self, row: &Replayable, in_force: &Policy, proposed: &Policy) {
        let (before, after) = (row.record.judge(in_force), row.record.judge(proposed));
        self.judged += 1;
        for finding in &before.findings {
            count(&mut self.rules.entry(finding.code).or_default().0, finding.ruling);
        }
        for finding in &after.findings {
            count(&mut self.rules.entry(finding.code).or_default().1, finding.ruling);
        }
        count(&mut self.rulings.0, before.ruling());
        count(&mut self.rulings.1, after.ruling());
        if before.ruling() == after.ruling() {
            return;
        }
        self.changed += 1;
        if after.ruling() > before.ruling()
            && let Some(day) = usize::try_from(row.at.div_euclid(DAY) - self.first).ok()
            && let Some(day) = self.daily.get_mut(day)
        {
            count(&mut day.newly, after.ruling());
        }
        if self.examples.len() >= self.most {
            self.examples.pop_back();
        }
        self.examples.push_front(example(row, &before, &after));
    }

    fn told(self) -> Replay {
        let (before, after) = self.rulings;
        let rule = |(code, (before, after))| RuleReplay { code, before, after };
        Replay {
            version: self.version,
            days: self.days,
            judged: self.judged,
            changed: self.changed,
            cut: self.cut,
            rules: self.rules.into_iter().map(rule).filter(|rule| rule.before != rule.after).collect(),
            rulings: COUNTED.into_iter().zip(before).zip(after).map(|((ruling, b), a)| (ruling, b, a)).collect(),
            daily: self.daily,
            examples: self.examples.into(),
        }
    }
}

fn example(row: &Replayable, before: &Verdict, after: &Verdict) -> Example {
    let stricter = if after.ruling() > before.ruling() { after } else { before };
    // Written by this program; what cannot be read is no list.
    let lists: Vec<(String, Option<u64>)> = serde_json::from_str(&row.lists).unwrap_or_default();
    Example {
        at: row.at,
        reference: row.reference.clone(),
        sender: pseudonym('s', &row.sender),
        lists: lists.into_iter().filter_map(|(list, _)| Address::parse(&list).ok()).collect(),
        people: row.people,
        external: row.external,
        channel: row.channel.clone(),
        before: before.ruling(),
        after: after.ruling(),
        because: stricter.strictest().map(|finding| finding.code),
    }
}
