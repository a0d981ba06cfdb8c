//! Judges the recorded history again under a proposed policy, beside the one in force. Pages of the record, oldest
//! first, so that memory stays small whatever the history is.

use crate::Service;
use crate::verdicts::pseudonym;
use levee_contract::{DayReplay, Example, Listing, Replay, RuleReplay, UnixSeconds};
use levee_guard::{Code, Policy, Ruling, Verdict};
use levee_mail::Address;
use levee_store::{Replayable, StoreError};
use std::collections::{BTreeMap, HashMap, VecDeque};

const DAY: UnixSeconds = 86_400;
/// Records of one page.
const PAGE: u32 = 1_000;
/// Records judged again at most: some seconds of one core.
const MOST: u64 = 500_000;

impl Service {
    /// What would have become of the messages of the last days.
    pub(crate) async fn replayed(
        &self,
        in_force: &Policy,
        proposed: &Policy,
        days: u32,
        listing: Listing,
    ) -> Result<Replay, StoreError> {
        let now = self.clock.now();
        let first = now.div_euclid(DAY) - i64::from(days) + 1;
        let mut replay = Tally::new(in_force, days, first, listing);
        let mut of_units: HashMap<String, (Policy, Policy)> = HashMap::new();
        let mut after = 0;
        loop {
            let page = self.store.replayable(first * DAY, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for record in &page {
                let unit = || (in_force.for_unit(&record.unit), proposed.for_unit(&record.unit));
                let (before, after) = of_units.entry(record.unit.clone()).or_insert_with(unit);
                replay.add(record, before, after);
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
    listing: Listing,
    listed: u64,
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
    fn new(in_force: &Policy, days: u32, first: i64, listing: Listing) -> Self {
        let daily = (0..i64::from(days)).map(|day| DayReplay { at: (first + day) * DAY, ..DayReplay::default() });
        Self { version: in_force.version, days, first, listing, daily: daily.collect(), ..Self::default() }
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
        if self.is_listed(&before, &after) {
            self.listed += 1;
            if self.examples.len() >= self.listing.most {
                self.examples.pop_back();
            }
            self.examples.push_front(example(row, &before, &after));
        }
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
    }

    /// Whether it is one of those asked for; all that change, where none are.
    fn is_listed(&self, before: &Verdict, after: &Verdict) -> bool {
        let of = |verdict: &Verdict, rule| -> Vec<Ruling> {
            verdict.findings.iter().filter(|finding| finding.code == rule).map(|finding| finding.ruling).collect()
        };
        let newly = self.listing.newly.is_none_or(|ruling| after.ruling() == ruling && before.ruling() < ruling);
        newly
            && match self.listing.rule {
                Some(rule) => of(before, rule) != of(after, rule),
                None => before.ruling() != after.ruling(),
            }
    }

    fn told(self) -> Replay {
        let (before, after) = self.rulings;
        let rule = |(code, (before, after))| RuleReplay { code, before, after };
        Replay {
            version: self.version,
            next: 0,
            days: self.days,
            judged: self.judged,
            changed: self.changed,
            cut: self.cut,
            rules: self.rules.into_iter().map(rule).filter(|rule| rule.before != rule.after).collect(),
            rulings: COUNTED.into_iter().zip(before).zip(after).map(|((ruling, b), a)| (ruling, b, a)).collect(),
            daily: self.daily,
            examples: self.examples.into(),
            listed: self.listed,
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
