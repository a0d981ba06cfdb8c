//! How what was recorded is spread, for the thresholds that stand on it.

use crate::Service;
use levee_contract::{Distribution, Distributions, Measure, UnixSeconds};
use levee_guard::{Parameter, Policy};
use levee_store::{Spread, Spreading, StoreError};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Seconds of a day.
const DAY: i64 = 86_400;
/// From so many messages on, what was counted is kept for [`KEPT`]: counting them again takes seconds.
const MANY: u64 = 100_000;
/// Seconds for which it is kept.
const KEPT: UnixSeconds = 600;

/// What was counted last, by the version of the policy in force. Who comes while it is counted waits for it.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(u64, Arc<Distributions>)>>);

impl Service {
    /// Counts, or has counted lately.
    pub(crate) async fn distributions_of(&self, policy: &Policy) -> Result<Distributions, StoreError> {
        let now = self.clock.now();
        let mut kept = self.spread.0.lock().await;
        if let Some((version, counted)) = &*kept
            && *version == policy.version
            && now - counted.at < KEPT
            && counted.of.first().is_some_and(|new_mail| new_mail.total() >= MANY)
        {
            return Ok(counted.as_ref().clone());
        }
        let counted = self.spread(policy, now).await?;
        *kept = Some((policy.version, Arc::new(counted.clone())));
        Ok(counted)
    }

    async fn spread(&self, policy: &Policy, now: UnixSeconds) -> Result<Distributions, StoreError> {
        let since = now - i64::from(Distributions::DAYS) * DAY;
        let mut of = Vec::new();
        for measure in Measure::ALL {
            let steps = steps(measure, policy);
            let spread = match recorded(measure) {
                Some(spread) => self.store.spread(spread, since, &steps).await?,
                None => sorted(self.directory().lists().map(|list| list.size()), &steps),
            };
            of.push(distribution(measure, steps, spread));
        }
        Ok(Distributions { days: Distributions::DAYS, at: now, of })
    }
}

fn recorded(measure: Measure) -> Option<Spread> {
    Some(match measure {
        Measure::NewMail => Spread::NewMail,
        Measure::ReplyAll => Spread::ReplyAll,
        Measure::Disclosed => Spread::Disclosed,
        Measure::Volume => Spread::Volume,
        Measure::CopiesADay => Spread::CopiesADay,
        Measure::MessagesAMinute => Spread::MessagesAMinute,
        Measure::ListSize => return None,
    })
}

/// Its round numbers, and what is in force: that is counted to the message.
fn steps(measure: Measure, policy: &Policy) -> Vec<u64> {
    let mut steps = measure.steps();
    let last = steps.last().copied().unwrap_or_default();
    let of_this = Parameter::ALL.iter().filter(|parameter| Measure::of(**parameter) == Some(measure));
    steps.extend(of_this.map(|parameter| policy.get(*parameter)).filter(|value| *value < last));
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Sorts values into steps, as the store does.
fn sorted(values: impl Iterator<Item = u64>, steps: &[u64]) -> Spreading {
    let mut spreading = Spreading { counts: vec![0; steps.len()], most: 0 };
    for value in values {
        let place = steps.partition_point(|step| *step <= value).checked_sub(1);
        if let Some(number) = place.and_then(|place| spreading.counts.get_mut(place)) {
            *number += 1;
            spreading.most = spreading.most.max(value);
        }
    }
    spreading
}

fn distribution(measure: Measure, steps: Vec<u64>, spread: Spreading) -> Distribution {
    let used = spread.counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
    let cells = steps.into_iter().zip(spread.counts).take(used).collect();
    Distribution { measure, cells, most: spread.most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_force_is_a_step() {
        let mut policy = Policy::default();
        policy.set(Parameter::AudienceHold, 333);
        let steps = steps(Measure::NewMail, &policy);
        assert!(steps.contains(&333) && steps.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(!steps.contains(&levee_guard::NEVER));
    }

    #[test]
    fn lists_are_sorted_as_the_store_sorts_messages() {
        let found = sorted([0, 1, 9, 10, 11, 5_000].into_iter(), &[1, 10, 100]);
        assert_eq!((&found.counts[..], found.most), (&[2, 2, 1][..], 5_000));
        let told =
            distribution(Measure::ListSize, vec![1, 10, 100, 1_000], Spreading { counts: vec![0, 3, 0, 0], most: 20 });
        assert_eq!(told.cells, [(1, 0), (10, 3)]);
    }
}
