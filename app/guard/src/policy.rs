//! Which numbers hold (the guard's specification, section 17). Who set them, when and why is kept
//! with the policy's version by the store.

use crate::code::Code;
use crate::parameter::{NEVER, Parameter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One version of the policy. Holds only what differs from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Its number; a confirmation names it.
    pub version: u64,
    /// Which findings are only observed (section 16).
    pub observe: Observe,
    /// Both approvers have to be of different organisations.
    pub approvers_apart: bool,
    set: BTreeMap<Parameter, u64>,
}

/// Observe mode: findings are recorded, and their rulings stay *warn* at most; but that somebody suspended a list is
/// no rule on trial.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Observe {
    /// Every rule counts.
    #[default]
    Nothing,
    /// These rules are only observed.
    Codes(BTreeSet<Code>),
    /// All of them are.
    All,
}

/// Numbers that suit an organisation's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Under 300 people.
    Small,
    /// Under 5,000 people.
    Medium,
    /// The defaults.
    #[default]
    Large,
    /// Over 100,000 people.
    National,
}

/// Why a policy is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyError {
    /// The number is outside its range.
    OutOfRange {
        /// Which number.
        parameter: Parameter,
        /// What it was to be.
        value: u64,
    },
    /// The first has to be at most the second.
    OutOfOrder {
        /// The one that has to be the smaller one.
        lower: Parameter,
        /// The one that has to be the bigger one.
        upper: Parameter,
    },
    /// `audience.block` is above the biggest list, so that it could never fire, and nobody accepted that.
    AboveBiggestList {
        /// Members of the biggest list.
        biggest: u64,
    },
}

/// What section 17 orders: each of a chain at most the next.
const CHAINS: [&[Parameter]; 5] = [
    &[
        Parameter::AudienceWarn,
        Parameter::AudienceConfirm,
        Parameter::AudienceHold,
        Parameter::AudienceBlock,
        Parameter::AudiencePermit,
    ],
    &[
        Parameter::ReplyAllWarn,
        Parameter::ReplyAllConfirm,
        Parameter::ReplyAllBlock,
        Parameter::DiscussionConfirm,
        Parameter::AudienceBlock,
    ],
    &[Parameter::ReplyAllWarn, Parameter::AudienceWarn],
    &[Parameter::ReplyAllConfirm, Parameter::AudienceConfirm],
    &[Parameter::ReplyAllBlock, Parameter::AudienceHold],
];

impl Policy {
    /// The policy of a preset, version 0.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let mut policy = Self { approvers_apart: preset == Preset::National, ..Self::default() };
        for (parameter, value) in preset.tiers() {
            policy.set(parameter, value);
        }
        policy
    }

    /// The number that holds.
    #[must_use]
    pub fn get(&self, parameter: Parameter) -> u64 {
        self.set.get(&parameter).copied().unwrap_or(parameter.row().default)
    }

    /// Sets a number, whatever it is; [`validate`] says whether it may be.
    pub fn set(&mut self, parameter: Parameter, value: u64) {
        if value == parameter.row().default {
            self.set.remove(&parameter);
        } else {
            self.set.insert(parameter, value);
        }
    }

    /// The numbers that differ from the defaults.
    pub fn differing(&self) -> impl Iterator<Item = (Parameter, u64)> + '_ {
        self.set.iter().map(|(parameter, value)| (*parameter, *value))
    }

    /// Whether the rule is only observed.
    #[must_use]
    pub fn observes(&self, code: Code) -> bool {
        match &self.observe {
            Observe::Nothing => false,
            Observe::Codes(codes) => codes.contains(&code),
            Observe::All => true,
        }
    }
}

/// Everything for which section 17 refuses a policy. `biggest_list`: its members, or `None` when an
/// `audience.block` above it was accepted explicitly.
#[must_use]
pub fn validate(policy: &Policy, biggest_list: Option<u64>) -> Vec<PolicyError> {
    let mut errors = Vec::new();
    for (parameter, value) in policy.differing() {
        let row = parameter.row();
        if value < row.min || value > row.max {
            errors.push(PolicyError::OutOfRange { parameter, value });
        }
    }
    for chain in CHAINS {
        for (&lower, &upper) in chain.iter().zip(chain.iter().skip(1)) {
            if policy.get(lower) > policy.get(upper) {
                errors.push(PolicyError::OutOfOrder { lower, upper });
            }
        }
    }
    if let Some(biggest) = biggest_list.filter(|biggest| policy.get(Parameter::AudienceBlock) > *biggest) {
        errors.push(PolicyError::AboveBiggestList { biggest });
    }
    errors
}

impl Preset {
    /// All of them, smallest organisation first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Medium, Self::Large, Self::National];

    /// The word of the specification.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::National => "national",
        }
    }

    /// Reads the word of the specification.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }

    fn tiers(self) -> [(Parameter, u64); 5] {
        let [warn, confirm, hold, block, permit] = match self {
            Self::Small => [15, 50, 100, 500, 5_000],
            Self::Medium => [25, 75, 250, 2_000, 5_000],
            Self::Large | Self::National => [25, 100, 500, 5_000, 50_000],
        };
        [
            (Parameter::AudienceWarn, warn),
            (Parameter::AudienceConfirm, confirm),
            (Parameter::AudienceHold, hold),
            (Parameter::AudienceBlock, block),
            (Parameter::AudiencePermit, permit),
        ]
    }
}

/// For logs and configuration tools; a page words it in its own language.
impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { parameter, value } => {
                let row = parameter.row();
                write!(f, "{parameter} = {value} is outside {}..", row.min)?;
                if row.max == NEVER { f.write_str("never") } else { write!(f, "{}", row.max) }
            }
            Self::OutOfOrder { lower, upper } => write!(f, "{lower} is above {upper}"),
            Self::AboveBiggestList { biggest } => {
                write!(f, "{} is above the biggest list ({biggest})", Parameter::AudienceBlock)
            }
        }
    }
}

impl std::error::Error for PolicyError {}
