//! Tuning by one's own history: how recorded messages are spread, and a policy as a file.

use crate::{PolicyInForce, UnixSeconds};
use levee_guard::{Observe, Parameter};
use serde::{Deserialize, Serialize};

/// What of the record a threshold stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Messages by the people that they reach; no replies to all.
    NewMail,
    /// Replies to all by the people that they reach.
    ReplyAll,
    /// Messages that leave the organisation by the addresses that they show.
    Disclosed,
    /// Messages by people times bytes.
    Volume,
    /// Days of a sender by copies.
    CopiesADay,
    /// Minutes of a sender by messages.
    MessagesAMinute,
    /// Lists by their people, now.
    ListSize,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NewMail,
        Self::ReplyAll,
        Self::Disclosed,
        Self::Volume,
        Self::CopiesADay,
        Self::MessagesAMinute,
        Self::ListSize,
    ];

    /// What a parameter is compared with; `None` where nothing that is recorded says how it would fall out.
    #[must_use]
    pub fn of(parameter: Parameter) -> Option<Self> {
        use Parameter as P;
        match parameter {
            P::AudienceWarn | P::AudienceConfirm | P::AudienceHold | P::AudienceBlock | P::AudiencePermit => {
                Some(Self::NewMail)
            }
            P::ReplyAllWarn | P::ReplyAllConfirm | P::ReplyAllBlock | P::DiscussionConfirm | P::StormMinAudience => {
                Some(Self::ReplyAll)
            }
            P::DiscloseWarn | P::DiscloseConfirm => Some(Self::Disclosed),
            P::VolumeConfirm | P::VolumeHold | P::VolumeMax => Some(Self::Volume),
            P::RateDay => Some(Self::CopiesADay),
            P::RateMinute => Some(Self::MessagesAMinute),
            P::ListNewSize | P::ListRequireSenders => Some(Self::ListSize),
            _ => None,
        }
    }

    /// Where counting begins anew: round numbers, so close that a bar for every five in a decade and every stop of a
    /// slider falls on one.
    #[must_use]
    pub fn steps(self) -> Vec<u64> {
        round_numbers(&[100, 125, 150, 160, 200, 250, 300, 400, 500, 600, 630, 800], 1, 10_u64.pow(self.decades()))
    }

    /// Powers of ten that its values span.
    #[must_use]
    pub fn decades(self) -> u32 {
        match self {
            Self::Volume => 14,
            Self::Disclosed | Self::MessagesAMinute => 4,
            _ => 7,
        }
    }
}

/// Whole numbers from `least` to `most`: below ten each, then these hundredths of every power of ten.
#[must_use]
pub fn round_numbers(hundredths: &[u64], least: u64, most: u64) -> Vec<u64> {
    let mut numbers: Vec<u64> = (1..10).collect();
    let mut decade = 10_u64;
    while decade <= most {
        let times = hundredths.iter().filter_map(|of| decade.checked_mul(*of));
        numbers.extend(times.filter(|number| number.is_multiple_of(100)).map(|number| number / 100));
        let Some(next) = decade.checked_mul(10) else { break };
        decade = next;
    }
    numbers.retain(|number| (least..=most).contains(number));
    numbers
}

/// How a measure is spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// Of what.
    pub measure: Measure,
    /// From so many on, and how many there are from there up to the next; rising, from 1 on, without what follows the
    /// last that is not empty.
    pub cells: Vec<(u64, u64)>,
    /// The largest; 0 when there is none.
    pub most: u64,
}

impl Distribution {
    /// How many there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.cells.iter().map(|(_, count)| count).sum()
    }

    /// How many are from `value` up: at least so many, and at most. They differ only where `value` lies between two
    /// steps.
    #[must_use]
    pub fn from(&self, value: u64) -> (u64, u64) {
        if value > self.most {
            return (0, 0);
        }
        let sure = self.cells.iter().filter(|(from, _)| *from >= value).map(|(_, count)| count).sum();
        let split = self.cells.iter().rfind(|(from, _)| *from < value).filter(|_| !self.begins(value));
        (sure, sure + split.map_or(0, |(_, count)| *count))
    }

    /// Whether a step begins there: what is beyond the last one is not split.
    fn begins(&self, value: u64) -> bool {
        self.cells.iter().any(|(from, _)| *from == value)
    }
}

/// All of them, over some days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distributions {
    /// Days counted.
    pub days: u32,
    /// When they were counted.
    pub at: UnixSeconds,
    /// One for each measure, in the order of [`Measure::ALL`].
    pub of: Vec<Distribution>,
}

impl Distributions {
    /// Days counted.
    pub const DAYS: u32 = 90;
}

/// What is wrong with a line of a policy's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProblem {
    /// Which line, from 1; 0 when it is the file as a whole.
    pub line: u32,
    /// What the line is about: a parameter's name, or a key that there is not.
    pub name: String,
    /// A word of ours: `syntax`, `unknown`, `not_a_value`, `out_of_range`, `order`, ...
    pub problem: String,
    /// Its value, the range, the other parameter; for `syntax` what was expected there.
    pub detail: Option<String>,
}

/// A policy that a file proposes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedPolicy {
    /// The version in force, which it is compared with.
    pub in_force: PolicyInForce,
    /// What the file says, over what is in force; its number is that of the version in force.
    pub proposed: levee_guard::Policy,
}

impl ProposedPolicy {
    /// Which rules the file observes, where that differs from what is in force.
    #[must_use]
    pub fn other_modes(&self) -> Option<&Observe> {
        Some(&self.proposed.observe).filter(|observe| **observe != self.in_force.policy.observe)
    }
}

/// Tuning. Administrators only.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Tuning {
    /// How what was recorded in the last [`Distributions::DAYS`] days is spread.
    async fn distributions(&self, who: &crate::Caller) -> Result<Distributions, crate::AppError>;
    /// A version of the policy and its number as a file (TOML); the one in force where none is asked for. `Gone` when
    /// there is none.
    async fn policy_file(&self, who: &crate::Caller, version: Option<u64>) -> Result<(u64, String), crate::AppError>;
    /// Reads such a file; nothing is saved. The inner error names every line that cannot be.
    async fn read_policy_file(
        &self,
        who: &crate::Caller,
        text: &str,
    ) -> Result<Result<ProposedPolicy, Vec<FileProblem>>, crate::AppError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_rise() {
        let steps = Measure::NewMail.steps();
        assert_eq!(steps[..16], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 20, 25, 30, 40]);
        for measure in Measure::ALL {
            assert!(measure.steps().windows(2).all(|pair| pair[0] < pair[1]), "{measure:?}");
        }
        assert_eq!(round_numbers(&[100, 200, 500], 20, 1_000), [20, 50, 100, 200, 500, 1_000]);
    }

    #[test]
    fn from_a_number_up_is_exact_on_a_step_and_a_span_between_two() {
        let spread = Distribution { measure: Measure::NewMail, cells: vec![(1, 70), (10, 20), (100, 5)], most: 130 };
        assert_eq!(spread.total(), 95);
        for (value, expected) in
            [(1, (95, 95)), (10, (25, 25)), (11, (5, 25)), (100, (5, 5)), (120, (0, 5)), (131, (0, 0))]
        {
            assert_eq!(spread.from(value), expected, "{value}");
        }
    }
}
