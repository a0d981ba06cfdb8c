//! Which numbers hold (the guard's specification, section 17). Who set them, when and why is kept
//! with the policy's version by the store.

use crate::code::Code;
use crate::parameter::{NEVER, Parameter};
use crate::units::{PolicyKey, is_above};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;

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
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    of_units: BTreeMap<PolicyKey, u64>,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The same, for a unit with numbers of its own.
    OutOfOrderIn {
        /// Its path.
        unit: String,
        /// The one that has to be the smaller one.
        lower: Parameter,
        /// The one that has to be the bigger one.
        upper: Parameter,
    },
    /// What units may have of a number is outside its range, or the least is above the most.
    OutOfBounds {
        /// The least or the most.
        key: PolicyKey,
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

    /// A number by its key; `None` where a unit, or what units may have, is left as it is by itself.
    #[must_use]
    pub fn value(&self, key: &PolicyKey) -> Option<u64> {
        match key {
            PolicyKey::Organisation(parameter) => Some(self.get(*parameter)),
            key => self.of_units.get(key).copied(),
        }
    }

    /// Sets a number by its key; `None`: back to what it is by itself.
    pub fn put(&mut self, key: &PolicyKey, value: Option<u64>) {
        match (key, value) {
            (PolicyKey::Organisation(parameter), value) => {
                self.set(*parameter, value.unwrap_or(parameter.row().default));
            }
            (key, Some(value)) => _ = self.of_units.insert(key.clone(), value),
            (key, None) => _ = self.of_units.remove(key),
        }
    }

    /// The numbers of units, and what units may have where that is set.
    pub fn own_of_units(&self) -> impl Iterator<Item = (&PolicyKey, u64)> + '_ {
        self.of_units.iter().map(|(key, value)| (key, *value))
    }

    /// Paths of the units that have numbers, in order.
    #[must_use]
    pub fn units(&self) -> BTreeSet<&str> {
        self.of_units.keys().filter_map(PolicyKey::unit).collect()
    }

    /// Keys of the numbers that the other policy has otherwise: the organisation's in the order of the specification,
    /// then those of units.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<PolicyKey> {
        let own = Parameter::ALL.iter().map(|parameter| PolicyKey::Organisation(*parameter));
        let of_units: BTreeSet<&PolicyKey> = self.of_units.keys().chain(other.of_units.keys()).collect();
        own.chain(of_units.into_iter().cloned()).filter(|key| self.value(key) != other.value(key)).collect()
    }

    /// What people of a unit are judged by: the numbers of the nearest unit above them, within the bounds that hold
    /// now; what no unit sets is the organisation's. It names no unit itself.
    #[must_use]
    pub fn for_unit(&self, unit: &str) -> Self {
        let mut nearest: BTreeMap<Parameter, (&str, u64)> = BTreeMap::new();
        for (key, value) in &self.of_units {
            let Some(path) = key.unit().filter(|path| is_above(path, unit)) else { continue };
            let known = nearest.entry(key.parameter()).or_insert((path, *value));
            if path.len() > known.0.len() {
                *known = (path, *value);
            }
        }
        let mut policy = Self { of_units: BTreeMap::new(), ..self.clone() };
        for (parameter, (_, value)) in nearest {
            let bounds = self.bounds(parameter);
            policy.set(parameter, value.max(*bounds.start()).min(*bounds.end()));
        }
        policy
    }

    /// What a unit may have of a number. Where administrators set nothing: as strict as it likes, and no looser than
    /// the organisation.
    #[must_use]
    pub fn bounds(&self, parameter: Parameter) -> RangeInclusive<u64> {
        let least = self.value(&PolicyKey::Least(parameter)).unwrap_or(parameter.row().min);
        match self.value(&PolicyKey::Most(parameter)) {
            Some(most) => least..=most,
            None => least.min(self.get(parameter))..=self.get(parameter),
        }
    }

    /// Whether a unit's number is one that units may have; what is not a unit's always is.
    #[must_use]
    pub fn is_within_bounds(&self, key: &PolicyKey) -> bool {
        let value = self.value(key).filter(|_| key.unit().is_some());
        value.is_none_or(|value| self.bounds(key.parameter()).contains(&value))
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
    let own = out_of_order(policy);
    for unit in policy.units() {
        let of_unit = out_of_order(&policy.for_unit(unit)).into_iter().filter(|pair| !own.contains(pair));
        errors.extend(of_unit.map(|(lower, upper)| PolicyError::OutOfOrderIn { unit: unit.to_owned(), lower, upper }));
    }
    errors.extend(own.into_iter().map(|(lower, upper)| PolicyError::OutOfOrder { lower, upper }));
    for key in policy.of_units.keys().filter(|key| key.unit().is_none()) {
        let (row, bounds) = (key.parameter().row(), policy.bounds(key.parameter()));
        if *bounds.start() < row.min || *bounds.end() > row.max || bounds.is_empty() {
            errors.push(PolicyError::OutOfBounds { key: key.clone() });
        }
    }
    if let Some(biggest) = biggest_list.filter(|biggest| policy.get(Parameter::AudienceBlock) > *biggest) {
        errors.push(PolicyError::AboveBiggestList { biggest });
    }
    errors
}

/// Neighbours of a chain of which the first is above the second.
fn out_of_order(policy: &Policy) -> Vec<(Parameter, Parameter)> {
    let pairs = CHAINS.iter().flat_map(|chain| chain.iter().copied().zip(chain.iter().copied().skip(1)));
    pairs.filter(|(lower, upper)| policy.get(*lower) > policy.get(*upper)).collect()
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
            Self::OutOfOrderIn { unit, lower, upper } => write!(f, "in {unit} {lower} is above {upper}"),
            Self::OutOfBounds { key } => write!(f, "{key} is outside its range, or the least is above the most"),
            Self::AboveBiggestList { biggest } => {
                write!(f, "{} is above the biggest list ({biggest})", Parameter::AudienceBlock)
            }
        }
    }
}

impl std::error::Error for PolicyError {}
