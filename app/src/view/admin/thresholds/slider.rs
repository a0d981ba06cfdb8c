//! A slider beside a field: round numbers within its range, close together where the range is wide. The field says
//! what is saved.

use super::form::Form;
use super::typed_policy::read;
use crate::words::en::{meaning, unit, value, written};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use levee_contract::round_numbers;
use levee_guard::{NEVER, Parameter, RATIO_ONE, Unit};

/// Stops in every power of ten, in hundredths.
const ROUND: [u64; 10] = [100, 125, 150, 200, 250, 300, 400, 500, 600, 800];
/// Where there is no upper bound, the last stop before *never*.
const LAST: u64 = 1_000_000;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Lengths of time that people say.
const LENGTHS: [(u64, &[u64]); 4] = [
    (1, &[1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45]),
    (MINUTE, &[1, 2, 3, 4, 5, 10, 15, 20, 30, 45]),
    (HOUR, &[1, 2, 3, 4, 5, 6, 8, 12, 18]),
    (DAY, &[1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 45, 60]),
];

/// The slider of a parameter: it comes with the script, and not for a switch.
#[component]
pub(crate) fn Slider(form: Form, parameter: Parameter) -> impl IntoView {
    let stops = StoredValue::new(stops(parameter));
    let last = stops.with_value(Vec::len).saturating_sub(1);
    if last < 2 {
        return None;
    }
    let of = parameter.row().unit;
    let in_force = form.in_force.with_value(|in_force| in_force.policy.get(parameter));
    let set_to = move |at: u64| form.typed.update(|typed| _ = typed.insert(parameter, written(of, at)));
    let stands = Memo::new(move |before: Option<&u64>| {
        let typed = form.typed.with(|typed| typed.get(&parameter).and_then(|typed| read(parameter, typed)));
        // While nothing is typed that is a number, it stays where it was.
        typed.or(before.copied()).unwrap_or(in_force)
    });
    let place = move || stops.with_value(|stops| nearest(stops, stands.get()));
    let says = move || format!("{} {}", value(of, stands.get()), unit(parameter)).trim_end().to_owned();
    let turn = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "PageUp" => stands.get_untracked().saturating_mul(2),
            "PageDown" => stands.get_untracked() / 2,
            _ => return,
        };
        event.prevent_default();
        set_to(stops.with_value(|stops| stops.get(nearest(stops, to)).copied().unwrap_or(to)));
    };
    let label = format!("{}, on a scale", meaning(parameter).title);
    Some(move || {
        form.alive.get().then(|| {
            view! {
                <input
                    type="range"
                    min="0"
                    max=last.to_string()
                    step="1"
                    aria-label=label.clone()
                    aria-valuetext=says
                    prop:value=move || place().to_string()
                    on:input=move |event| {
                        let stop = event_target_value(&event).parse::<usize>().ok();
                        let at = stop.and_then(|place| stops.with_value(|stops| stops.get(place).copied()));
                        at.into_iter().for_each(set_to);
                    }
                    on:keydown=turn
                />
            }
        })
    })
}

/// Where the slider may stand.
fn stops(parameter: Parameter) -> Vec<u64> {
    let row = parameter.row();
    let most = if row.max == NEVER { LAST } else { row.max };
    let mut stops = match row.unit {
        Unit::Switch => Vec::new(),
        Unit::People | Unit::Messages | Unit::Bytes => round_numbers(&ROUND, row.min, most),
        Unit::Ratio => (0..=20).map(|n| n * RATIO_ONE / 20).collect(),
        Unit::Seconds => {
            LENGTHS.iter().flat_map(|(of, numbers)| numbers.iter().map(move |number| of * number)).collect()
        }
    };
    if !stops.is_empty() {
        stops.push(row.default);
    }
    // A part of 1 is never more than 1, whatever its range says.
    let most = if row.unit == Unit::Ratio { most.min(RATIO_ONE) } else { most };
    if row.unit != Unit::Switch {
        stops.extend([row.min, most]);
    }
    stops.retain(|stop| (row.min..=most).contains(stop));
    if row.max == NEVER {
        stops.push(NEVER);
    }
    stops.sort_unstable();
    stops.dedup();
    stops
}

/// The stop closest to a value, on a scale of powers of ten.
fn nearest(stops: &[u64], value: u64) -> usize {
    let above = stops.partition_point(|stop| *stop < value);
    let (Some(below), Some(next)) = (above.checked_sub(1).and_then(|b| stops.get(b)), stops.get(above)) else {
        return above.min(stops.len().saturating_sub(1));
    };
    let product = u128::from(*below) * u128::from(*next);
    if u128::from(value) * u128::from(value) < product { above - 1 } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_goes_from_bound_to_bound_in_round_numbers() {
        let hold = stops(Parameter::AudienceHold);
        assert_eq!((hold[..4].to_vec(), hold.last()), (vec![50, 60, 80, 100], Some(&10_000)));
        assert!(hold.contains(&250) && hold.contains(&500));
        assert_eq!(stops(Parameter::AudiencePermit).last(), Some(&NEVER));
        assert_eq!(stops(Parameter::HoldExpiry).first(), Some(&1_440), "the least that it may be");
        assert_eq!(stops(Parameter::HandmadeOverlap).last(), Some(&RATIO_ONE));
        assert!(stops(Parameter::ReplyAllDefault).is_empty());
        for parameter in Parameter::ALL {
            let row = parameter.row();
            assert!(stops(*parameter).iter().all(|stop| (row.min..=row.max).contains(stop)), "{parameter}");
        }
    }

    #[test]
    fn a_number_between_two_stops_is_shown_at_the_nearer_one() {
        let stops = [10, 100, 1_000];
        for (value, expected) in [(1, 0), (10, 0), (31, 0), (32, 1), (99, 1), (400, 2), (5_000, 2)] {
            assert_eq!(nearest(&stops, value), expected, "{value}");
        }
    }
}
