//! How the values of the policy are written and read, and what a change of one does.

use super::number::{count, length, size, typed_number};
use levee_guard::{NEVER, Parameter, Preset, RATIO_ONE, Unit};

/// What its value counts, after the field: "people".
#[must_use]
pub fn unit(parameter: Parameter) -> &'static str {
    match (parameter, parameter.row().unit) {
        (Parameter::DiscloseWarn | Parameter::DiscloseConfirm, _) => "addresses",
        (Parameter::StormBudget | Parameter::RateDay, _) => "copies",
        (Parameter::BreakGlassPerDay, _) => "times",
        (_, Unit::People) => "people",
        (_, Unit::Messages) => "messages",
        // Their unit is typed with them.
        (_, Unit::Bytes | Unit::Seconds | Unit::Ratio | Unit::Switch) => "",
    }
}

/// A value as people read it: "5,000", "4 hours", "250 MB", "0.80", "on", "never".
#[must_use]
pub fn value(unit: Unit, value: u64) -> String {
    match unit {
        _ if value == NEVER => "never".to_owned(),
        Unit::People | Unit::Messages => count(value),
        Unit::Bytes => size(value),
        Unit::Seconds => length(value),
        Unit::Ratio => format!("{}.{:02}", value / RATIO_ONE, value % RATIO_ONE / 10_000),
        Unit::Switch => if value == 0 { "off" } else { "on" }.to_owned(),
    }
}

/// A value as it stands in a field, and as [`typed`] reads it again: "5,000", "1d 12h", "250 MB", "0.8".
#[must_use]
pub fn written(unit: Unit, value: u64) -> String {
    match unit {
        _ if value == NEVER => "never".to_owned(),
        Unit::People | Unit::Messages => count(value),
        Unit::Switch => if value == 0 { "off" } else { "on" }.to_owned(),
        Unit::Bytes => {
            let fits = SIZES.iter().find(|(of, _)| value >= *of && value.is_multiple_of(*of));
            fits.map_or_else(|| count(value), |(of, name)| format!("{} {name}", count(value / of)))
        }
        Unit::Seconds => {
            let mut rest = value;
            let mut parts = Vec::new();
            for (of, name) in LENGTHS {
                if rest >= of {
                    parts.push(format!("{}{name}", rest / of));
                    rest %= of;
                }
            }
            if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
        }
        Unit::Ratio => {
            let text = format!("{}.{:06}", value / RATIO_ONE, value % RATIO_ONE);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

const SIZES: [(u64, &str); 4] = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
const LENGTHS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];

/// Reads a value as typed: "5,000", "90", "1h 30m", "250 MB", "0.8", "on", "never".
#[must_use]
pub fn typed(unit: Unit, text: &str) -> Option<u64> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("never") {
        return Some(NEVER);
    }
    match unit {
        Unit::People | Unit::Messages => typed_number(text),
        Unit::Switch => match text {
            "on" | "1" => Some(1),
            "off" | "0" => Some(0),
            _ => None,
        },
        Unit::Bytes => {
            let upper = text.to_ascii_uppercase();
            let (number, of) = SIZES
                .iter()
                .find_map(|(of, name)| Some((upper.strip_suffix(name)?, *of)))
                .unwrap_or((upper.strip_suffix('B').unwrap_or(&upper), 1));
            typed_number(number)?.checked_mul(of)
        }
        Unit::Seconds => typed_number(text).or_else(|| duration(text)),
        Unit::Ratio => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            if whole.is_empty() || part.len() > 6 || !digits(whole) || !digits(part) {
                return None;
            }
            whole.parse::<u64>().ok()?.checked_mul(RATIO_ONE)?.checked_add(format!("{part:0<6}").parse().ok()?)
        }
    }
}

/// "1d 2h3m" in seconds: each unit at most once, the longer ones first.
fn duration(text: &str) -> Option<u64> {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let (mut rest, mut seconds) = (text.as_str(), 0_u64);
    for (of, name) in LENGTHS {
        if let Some((number, after)) = rest.split_once(name) {
            seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(of)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(seconds)
}

/// What a change of a number does to what is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// More is warned of, asked, held or blocked.
    Stricter,
    /// Less is.
    Looser,
    /// Neither: it changes when, or for how long.
    Other,
}

impl Effect {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Other => "other",
        }
    }
}

/// What becomes of strictness when a number changes.
#[must_use]
pub fn effect(parameter: Parameter, before: u64, after: u64) -> Effect {
    use Parameter as P;
    let raised = after > before;
    let stricter = match parameter {
        _ if before == after => return Effect::Other,
        P::UndoShort | P::UndoLong | P::UndoLongest | P::HoldExpiry | P::StopLease | P::ReplyAllDefault => {
            return Effect::Other;
        }
        // What reaches further catches more.
        P::HandmadeAge | P::ListNewAge | P::SplitWindow | P::DuplicateWindow | P::StormWindow | P::StormBlock => raised,
        // A threshold that is higher is met by less.
        _ => !raised,
    };
    if stricter { Effect::Stricter } else { Effect::Looser }
}

/// What no longer happens between two values of a threshold that was raised: "People from 500 to 699
/// are reached without a hold."
#[must_use]
pub fn no_longer(parameter: Parameter, before: u64, after: u64) -> Option<String> {
    use Parameter as P;
    if effect(parameter, before, after) != Effect::Looser || after <= before {
        return None;
    }
    let what = match parameter {
        P::AudienceWarn | P::ReplyAllWarn | P::DiscloseWarn => "are no longer warned of",
        P::AudienceConfirm | P::ReplyAllConfirm | P::DiscussionConfirm | P::ReplyToConfirm => {
            "are no longer asked about"
        }
        P::DiscloseConfirm | P::VolumeConfirm => "are no longer asked about",
        P::AudienceHold | P::VolumeHold | P::ListNewSize | P::RateDay => "are no longer held",
        P::AudienceBlock | P::ReplyAllBlock | P::VolumeMax | P::RateMinute | P::RecallMax => "are no longer blocked",
        P::AudiencePermit => "no longer need a permit",
        _ => return None,
    };
    let of = parameter.row().unit;
    let whose = match parameter {
        P::ReplyAllWarn | P::ReplyAllConfirm | P::ReplyAllBlock | P::DiscussionConfirm | P::ReplyToConfirm => "Replies",
        _ => "Messages",
    };
    let last = if after == NEVER { "any number".to_owned() } else { value(of, after) };
    Some(format!("{whose} from {} up to {last} {what}.", value(of, before)))
}

/// A preset and whom it suits.
#[must_use]
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Small => "Small: under 300 people",
        Preset::Medium => "Medium: under 5,000 people",
        Preset::Large => "Large: the defaults",
        Preset::National => "National: over 100,000 people, approvers of two organisations",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_stands_in_a_field_is_read_again() {
        for parameter in Parameter::ALL {
            let row = parameter.row();
            for value in [row.min, row.default, row.max, row.default + row.default / 2] {
                let text = written(row.unit, value.min(if row.unit == Unit::Switch { 1 } else { NEVER }));
                let read = typed(row.unit, &text);
                assert_eq!(read.map(|read| written(row.unit, read)), Some(text), "{parameter} {value}");
            }
        }
        for (of, text, expected) in [
            (Unit::Seconds, "1h 30m", Some(5_400)),
            (Unit::Seconds, "90", Some(90)),
            (Unit::Seconds, "2x", None),
            (Unit::Seconds, "30m 1h", None),
            (Unit::Bytes, "250 mb", Some(250_000_000)),
            (Unit::Bytes, "1,000", Some(1_000)),
            (Unit::Ratio, "0.75", Some(750_000)),
            (Unit::Ratio, ".75", None),
            (Unit::Switch, "yes", None),
            (Unit::People, "many", None),
        ] {
            assert_eq!(typed(of, text), expected, "{text}");
        }
    }

    #[test]
    fn a_threshold_that_is_raised_is_looser_and_says_what_passes() {
        use Parameter as P;
        assert_eq!(effect(P::AudienceHold, 500, 250), Effect::Stricter);
        assert_eq!(effect(P::StormBlock, 21_600, 3_600), Effect::Looser);
        assert_eq!(effect(P::UndoShort, 10, 20), Effect::Other);
        assert_eq!(no_longer(P::AudienceHold, 500, 250), None);
        let passes = no_longer(P::AudienceHold, 500, 700);
        assert_eq!(passes.as_deref(), Some("Messages from 500 up to 700 are no longer held."));
    }
}
