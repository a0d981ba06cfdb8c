//! Numbers of organisational units, stricter or looser than the organisation's within its administrators' bounds
//! (section 17).

use crate::parameter::Parameter;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What units may have of their own: numbers that one message of one sender is judged by, and that are softer the larger
/// they are. What is about lists, storms, stops and the people who decide is one for the organisation; so is what makes a
/// message a conversation (`handmade.*`), for which other columns count.
pub const OF_UNITS: &[Parameter] = &[
    Parameter::AudienceWarn,
    Parameter::AudienceConfirm,
    Parameter::AudienceHold,
    Parameter::AudienceBlock,
    Parameter::AudiencePermit,
    Parameter::ReplyAllWarn,
    Parameter::ReplyAllConfirm,
    Parameter::ReplyAllBlock,
    Parameter::DiscussionConfirm,
    Parameter::ReplyToConfirm,
    Parameter::ReplyAllDefault,
    Parameter::ConfirmTypeNumber,
    Parameter::VolumeConfirm,
    Parameter::VolumeHold,
    Parameter::VolumeMax,
    Parameter::DiscloseWarn,
    Parameter::DiscloseConfirm,
    Parameter::RateDay,
    Parameter::RateMinute,
    Parameter::RecallMax,
];

/// Which number of a policy: what forms, files and the audit call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PolicyKey {
    /// `audience.hold`: the organisation's.
    Organisation(Parameter),
    /// `least.audience.hold`: the least that a unit may have.
    Least(Parameter),
    /// `most.audience.hold`: the most that a unit may have.
    Most(Parameter),
    /// `audience.hold@Acute North/Ashgrove`: a unit's, by its path without slashes around it.
    Unit(Parameter, String),
}

impl PolicyKey {
    /// Reads a key as it is displayed; `None` when there is no such number, or units have none of their own.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let of_units = |name| Parameter::parse(name).filter(|parameter| OF_UNITS.contains(parameter));
        if let Some((name, unit)) = text.split_once('@') {
            let unit = Self::bare(unit);
            return of_units(name).filter(|_| !unit.is_empty()).map(|parameter| Self::Unit(parameter, unit.to_owned()));
        }
        match (text.strip_prefix("least."), text.strip_prefix("most.")) {
            (Some(name), _) => of_units(name).map(Self::Least),
            (_, Some(name)) => of_units(name).map(Self::Most),
            (None, None) => Parameter::parse(text).map(Self::Organisation),
        }
    }

    /// What is typed for the number of a unit that is as it is by itself, where an empty field would be lost.
    pub const BY_ITSELF: &str = "-";

    /// Whether what is typed leaves it as it is by itself: nothing, of what is a unit's.
    #[must_use]
    pub fn is_by_itself(&self, typed: &str) -> bool {
        matches!(typed.trim(), "" | Self::BY_ITSELF) && !matches!(self, Self::Organisation(_))
    }

    /// The path of a unit without what may stand around it.
    #[must_use]
    pub fn bare(unit: &str) -> &str {
        unit.trim_matches(|c: char| c == '/' || c.is_whitespace())
    }

    /// The parameter.
    #[must_use]
    pub fn parameter(&self) -> Parameter {
        match self {
            Self::Organisation(parameter) | Self::Least(parameter) | Self::Most(parameter) => *parameter,
            Self::Unit(parameter, _) => *parameter,
        }
    }

    /// The path of the unit whose number it is.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Unit(_, unit) => Some(unit),
            _ => None,
        }
    }
}

impl fmt::Display for PolicyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(parameter) => write!(f, "{parameter}"),
            Self::Least(parameter) => write!(f, "least.{parameter}"),
            Self::Most(parameter) => write!(f, "most.{parameter}"),
            Self::Unit(parameter, unit) => write!(f, "{parameter}@{unit}"),
        }
    }
}

impl From<PolicyKey> for String {
    fn from(key: PolicyKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for PolicyKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no number of a policy")
    }
}

/// Whether a path is a unit's own or that of one above it.
pub(crate) fn is_above(path: &str, unit: &str) -> bool {
    unit.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policy, PolicyError, validate};
    use PolicyKey::{Least, Most, Organisation, Unit};

    fn of(unit: &str, parameter: Parameter) -> PolicyKey {
        Unit(parameter, unit.to_owned())
    }

    #[test]
    fn the_nearest_unit_counts_and_bounds_hold() {
        let mut policy = Policy::default();
        policy.put(&of("North", Parameter::AudienceHold), Some(300));
        policy.put(&of("North/Ashgrove", Parameter::AudienceHold), Some(200));
        policy.put(&of("North/Ashgrove", Parameter::AudienceWarn), Some(10));
        let hold = |policy: &Policy, unit| policy.for_unit(unit).get(Parameter::AudienceHold);
        for (unit, expected) in [
            ("North", 300),
            ("North/Ward 4", 300),
            ("North/Ashgrove/Ward 4", 200),
            ("Northern", 500),
            ("", 500),
            ("South/North", 500),
        ] {
            assert_eq!(hold(&policy, unit), expected, "{unit}");
        }
        // The organisation became stricter than the unit: so did the unit.
        policy.set(Parameter::AudienceHold, 250);
        assert_eq!(hold(&policy, "North"), 250);
        // Looser where it was allowed, no further.
        policy.put(&Most(Parameter::AudienceHold), Some(280));
        assert_eq!((hold(&policy, "North"), hold(&policy, "")), (280, 250));
        policy.put(&Least(Parameter::AudienceHold), Some(220));
        assert_eq!(hold(&policy, "North/Ashgrove"), 220);
        // A least alone makes nothing looser than the organisation is.
        policy.put(&Most(Parameter::AudienceHold), None);
        policy.put(&Least(Parameter::AudienceHold), Some(400));
        assert_eq!((hold(&policy, "North"), hold(&policy, "North/Ashgrove")), (250, 250));
        assert_eq!(
            policy.for_unit("North").own_of_units().count(),
            0,
            "a sender's policy tells nothing of other units"
        );
    }

    #[test]
    fn a_unit_out_of_order_is_refused_by_name() {
        let mut policy = Policy::default();
        policy.put(&of("North", Parameter::AudienceConfirm), Some(30));
        assert_eq!(validate(&policy, None), []);
        policy.set(Parameter::AudienceWarn, 60);
        let (lower, upper) = (Parameter::AudienceWarn, Parameter::AudienceConfirm);
        assert_eq!(validate(&policy, None), [PolicyError::OutOfOrderIn { unit: "North".into(), lower, upper }]);
    }

    #[test]
    fn bounds_lie_in_the_range_and_in_order() {
        for (least, most, fits) in [
            (Some(5), Some(500), true),
            (Some(4), None, false),
            (None, Some(501), false),
            (Some(60), Some(50), false),
            (Some(60), None, true),
        ] {
            let mut policy = Policy::default();
            policy.put(&Least(Parameter::AudienceWarn), least);
            policy.put(&Most(Parameter::AudienceWarn), most);
            assert_eq!(validate(&policy, None).is_empty(), fits, "{least:?} {most:?}");
        }
    }

    #[test]
    fn what_differs_is_named_and_what_is_set_back_leaves_nothing() {
        let before = Policy::default();
        let mut after = before.clone();
        let keys =
            [Organisation(Parameter::AudienceHold), Most(Parameter::AudienceWarn), of("North", Parameter::RateDay)];
        for key in &keys {
            after.put(key, Some(600));
        }
        assert_eq!(before.differences(&after), keys);
        assert_eq!(after.differences(&before), keys);
        let kept = serde_json::to_string(&after).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&kept).unwrap(), after, "{kept}");
        for key in &keys {
            after.put(key, None);
        }
        assert_eq!(after, before);
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        for (key, text) in [
            (Organisation(Parameter::StormWindow), "storm.window"),
            (of("North/A@E", Parameter::AudienceHold), "audience.hold@North/A@E"),
            (Least(Parameter::AudienceHold), "least.audience.hold"),
            (Most(Parameter::AudienceHold), "most.audience.hold"),
        ] {
            assert_eq!((key.to_string().as_str(), PolicyKey::parse(text)), (text, Some(key)));
        }
        for odd in ["audience.hold@ / North / Ward 4/ ", "audience.hold@//North", "audience.hold@North/ /"] {
            let key = PolicyKey::parse(odd).unwrap();
            assert_eq!(PolicyKey::parse(&key.to_string()), Some(key), "{odd}: kept as it is checked");
        }
        for text in ["storm.window@North", "most.storm.window", "audience.hold@/ /", "audience.hope", "least."] {
            assert_eq!(PolicyKey::parse(text), None, "{text}");
        }
    }
}
