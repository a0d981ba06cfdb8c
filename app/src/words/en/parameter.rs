//! What the numbers of the policy mean to an administrator, and how their values are written.

use super::number::{count, length, size};
use levee_guard::{NEVER, Parameter, Preset, Unit};

/// A heading over parameters that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// What they have in common.
    pub about: &'static str,
    /// In ascending order of strictness.
    pub parameters: &'static [Parameter],
}

/// What one parameter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// A short name: "Ask from".
    pub title: &'static str,
    /// One sentence.
    pub text: &'static str,
}

/// The parameters that the policy page offers.
#[must_use]
pub fn tuned() -> &'static [Group] {
    &[
        Group {
            title: "New messages",
            about: "People reached by one message, each counted once, the sender not counted.",
            parameters: &[
                Parameter::AudienceWarn,
                Parameter::AudienceConfirm,
                Parameter::AudienceHold,
                Parameter::AudienceBlock,
                Parameter::AudiencePermit,
            ],
        },
        Group {
            title: "Replies to all",
            about: "People reached by one reply to everyone.",
            parameters: &[
                Parameter::ReplyAllWarn,
                Parameter::ReplyAllConfirm,
                Parameter::ReplyAllBlock,
                Parameter::DiscussionConfirm,
                Parameter::ReplyAllDefault,
            ],
        },
    ]
}

/// What a parameter of [`tuned`] does; `None` for the others, which have no page.
#[must_use]
pub fn meaning(parameter: Parameter) -> Option<Meaning> {
    let (title, text) = match parameter {
        Parameter::AudienceWarn => ("Warn from", "From this many people up, the number stands beside the recipients."),
        Parameter::AudienceConfirm => (
            "Ask from",
            "From this many people up, an ordinary sender is asked once before it leaves. Named and mass senders see the number only.",
        ),
        Parameter::AudienceHold => (
            "Hold from",
            "From this many people up, an ordinary sender's message waits until an owner or approver releases it. Named and mass senders are asked instead.",
        ),
        Parameter::AudienceBlock => (
            "Block from",
            "From this many people up, an ordinary sender's message is not accepted. Named and mass senders' messages wait for approval.",
        ),
        Parameter::AudiencePermit => (
            "Permit needed from",
            "From this many people up, nobody sends without a permit, and two people release it.",
        ),
        Parameter::ReplyAllWarn => ("Warn from", "From this many people up, a reply to everyone shows its number."),
        Parameter::ReplyAllConfirm => {
            ("Ask from", "From this many people up, the author of a reply to everyone is asked once.")
        }
        Parameter::ReplyAllBlock => (
            "Block from",
            "From this many people up, a reply to everyone is stopped, except by named and mass senders and in discussion lists.",
        ),
        Parameter::DiscussionConfirm => (
            "Ask in discussions from",
            "From this many people up, the author of a reply in a discussion list is asked once.",
        ),
        Parameter::ReplyAllDefault => {
            ("Reply all first", "1 makes Reply all the first button under a message; 0 makes it Reply.")
        }
        _ => return None,
    };
    Some(Meaning { title, text })
}

/// What its value counts, after the field: "people".
#[must_use]
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::People => "people",
        Unit::Bytes => "bytes",
        Unit::Seconds => "seconds",
        Unit::Messages => "messages",
        Unit::Ratio => "millionths",
        Unit::Switch => "0 or 1",
    }
}

/// A value as people read it: "5,000", "4 hours", "250 MB", "0.8", "on", "never".
#[must_use]
pub fn value(unit: Unit, value: u64) -> String {
    match unit {
        _ if value == NEVER => "never".to_owned(),
        Unit::People | Unit::Messages => count(value),
        Unit::Bytes => size(value),
        Unit::Seconds => length(value),
        Unit::Ratio => format!("{}.{:02}", value / levee_guard::RATIO_ONE, value % levee_guard::RATIO_ONE / 10_000),
        Unit::Switch => if value == 0 { "off" } else { "on" }.to_owned(),
    }
}

/// A preset and whom it suits.
#[must_use]
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Small => "Small: under 300 people",
        Preset::Medium => "Medium: under 5,000 people",
        Preset::Large => "Large: the defaults",
        Preset::National => "National: over 100,000 people",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_on_the_page_has_a_meaning_and_is_there_once() {
        let all: Vec<Parameter> = tuned().iter().flat_map(|group| group.parameters).copied().collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all.len());
        for parameter in all {
            assert!(meaning(parameter).is_some_and(|m| m.text.ends_with('.')), "{parameter}");
        }
    }

    #[test]
    fn values_are_written_in_their_unit() {
        for (of, number, expected) in [
            (Unit::People, 5_000, "5,000"),
            (Unit::People, NEVER, "never"),
            (Unit::Seconds, 14_400, "4 hours"),
            (Unit::Ratio, 800_000, "0.80"),
            (Unit::Switch, 0, "off"),
        ] {
            assert_eq!(value(of, number), expected);
        }
    }
}
