//! A histogram on a scale of powers of ten, five bars in each, with thresholds as lines: the one in force dotted
//! where another is proposed.

use crate::view::admin::scale::{Scale, short};
use crate::words::en::{meaning, spread_axis, spread_noun, spread_value};
use leptos::prelude::*;
use levee_contract::{Distribution, Measure};
use levee_guard::{NEVER, Parameter};
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
/// Rows of labels above the bars.
const ROWS: usize = 3;
const ROW: f64 = 16.0;
const TOP: f64 = 20.0 + ROWS as f64 * ROW;
const PLOT: f64 = 96.0;
const FOOT: f64 = TOP + PLOT;
const HEIGHT: f64 = FOOT + 40.0;
/// About the width of a letter of 12 px.
const LETTER: f64 = 6.6;
/// Where bars begin in each power of ten, in hundredths: the preferred numbers R5 of ISO 3.
const FIVE: [u64; 5] = [100, 160, 250, 400, 630];

/// A bar of the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// Its number from 1 on the axis: five of them are a power of ten.
    place: u32,
    /// From so many.
    pub(super) from: u64,
    /// To less than so many.
    pub(super) below: u64,
    /// How many there are.
    pub(super) count: u64,
}

/// A threshold on the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Threshold {
    pub(super) parameter: Parameter,
    pub(super) in_force: u64,
    pub(super) proposed: u64,
}

/// The first whole number of a bar.
fn edge(place: u32) -> u64 {
    let of = usize::try_from(place % 5).ok().and_then(|step| FIVE.get(step)).copied().unwrap_or(100);
    10_u64.saturating_pow(place / 5).saturating_mul(of).div_ceil(100)
}

/// The bars from the first that is not empty to the last.
pub(super) fn bars(spread: &Distribution) -> Vec<Bar> {
    let bar = |place: u32| {
        let (from, below) = (edge(place), edge(place + 1));
        let within = spread.cells.iter().filter(|(cell, _)| (from..below).contains(cell));
        Bar { place, from, below, count: within.map(|(_, count)| count).sum() }
    };
    let end = (0..90).find(|place| edge(*place) > spread.most).unwrap_or(90);
    let bars: Vec<Bar> = (0..end).map(bar).collect();
    let first = bars.iter().position(|bar| bar.count > 0).unwrap_or_default();
    bars.into_iter().skip(first).collect()
}

/// From which power of ten to which the axis goes: bars and thresholds are on it, and never less than three.
fn axis(bars: &[Bar], most: u64, thresholds: &[Threshold]) -> (u32, u32) {
    let shown = |one: &Threshold| [one.in_force, one.proposed].into_iter().filter(|value| *value != NEVER);
    let values: Vec<u64> = thresholds.iter().flat_map(shown).chain([most]).map(|value| value.max(1)).collect();
    let least = bars.first().map_or(0, |bar| bar.place / 5);
    let least = values.iter().map(|value| value.ilog10()).min().unwrap_or(least).min(least);
    let end = values.iter().map(|value| (value.saturating_sub(1)).max(1).ilog10() + 1).max().unwrap_or(1);
    (least, end.max(least + 3))
}

/// The chart. What is proposed may change; the bars stay.
pub(super) fn chart(
    measure: Measure,
    bars: StoredValue<Vec<Bar>>,
    most: u64,
    says: String,
    thresholds: impl Fn() -> Vec<Threshold> + Send + Sync + 'static,
) -> AnyView {
    let thresholds = Memo::new(move |_| thresholds());
    let ends = Memo::new(move |_| bars.with_value(|bars| axis(bars, most, &thresholds.read())));
    view! {
        <svg class="chart spread-chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=says>
            {move || {
                let scale = Across::new(ends.get());
                view! {
                    {ground(measure, bars, scale)}
                    {move || lines(measure, &thresholds.read(), scale)}
                }
            }}
        </svg>
    }
    .into_any()
}

/// The axis below.
#[derive(Clone, Copy)]
struct Across {
    least: u32,
    most: u32,
}

impl Across {
    fn new((least, most): (u32, u32)) -> Self {
        Self { least, most }
    }

    /// Where so many powers of ten are.
    fn at(self, powers: f64) -> f64 {
        let part = (powers - f64::from(self.least)) / f64::from(self.most - self.least).max(1.0);
        LEFT + part.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn of(self, value: u64) -> f64 {
        self.at((value.max(1) as f64).log10())
    }
}

/// Bars and axes.
fn ground(measure: Measure, bars: StoredValue<Vec<Bar>>, across: Across) -> AnyView {
    let counts: Vec<u64> = bars.with_value(|bars| bars.iter().map(|bar| bar.count).collect());
    let largest = counts.iter().copied().max().unwrap_or_default();
    let log = largest >= 1_000;
    // From 1: a bar of one message has to be seen beside one of a million.
    let up = if log { Scale::Log { least: 0, most: powers(largest) } } else { Scale::linear(&counts) };
    let grid = up.ticks(2).into_iter().map(|tick| {
        let y = FOOT - up.part(tick) * PLOT;
        let line = format!("{y:.1}");
        view! {
            <line class="grid" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=line.clone() y2=line />
            <text x=(LEFT - 8.0).to_string() y=format!("{:.1}", y + 4.0) text-anchor="end">{short(tick)}</text>
        }
    });
    let step = usize::try_from((across.most - across.least) / 8 + 1).unwrap_or(1);
    let below = (across.least..=across.most).step_by(step).map(|power| {
        let (value, x) = (10_u64.saturating_pow(power), across.at(f64::from(power)));
        let anchor = if power == across.most { "end" } else { "middle" };
        view! { <text x=format!("{x:.1}") y=format!("{:.1}", FOOT + 16.0) text-anchor=anchor>{spread_value(measure, value)}</text> }
    });
    let path = bars.with_value(|bars| path(bars, up, across));
    let (grid, below) = (grid.collect_view(), below.collect_view());
    let unit = if log { ", log scale" } else { "" };
    view! {
        <text class="unit" x=LEFT.to_string() y="12">{spread_noun(measure, 2)} {unit}</text>
        {grid}
        <path class="recorded" d=path />
        <line class="foot" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=FOOT.to_string() y2=FOOT.to_string() />
        {below}
        <text x=((LEFT + WIDTH - RIGHT) / 2.0).to_string() y=(HEIGHT - 6.0).to_string() text-anchor="middle">{spread_axis(measure)} ", log scale"</text>
    }
    .into_any()
}

/// The power of ten at or above a number.
fn powers(number: u64) -> i32 {
    i32::try_from(number.saturating_sub(1).max(1).ilog10() + 1).unwrap_or(1)
}

fn path(bars: &[Bar], up: Scale, across: Across) -> String {
    bars.iter().filter(|bar| bar.count > 0).fold(String::new(), |mut path, bar| {
        let (from, to) = (across.at(f64::from(bar.place) / 5.0), across.at(f64::from(bar.place + 1) / 5.0));
        // What is there at all is seen.
        let height = (up.part(bar.count) * PLOT).max(2.0);
        let _ = write!(path, "M{from:.1} {FOOT:.1}v-{height:.1}h{:.1}v{height:.1}z", (to - from - 1.0).max(1.0));
        path
    })
}

/// The thresholds, with their labels in rows so that none lies on another.
fn lines(measure: Measure, thresholds: &[Threshold], across: Across) -> AnyView {
    let mut ends = [0.0_f64; ROWS];
    let mut sorted: Vec<&Threshold> = thresholds.iter().filter(|one| one.proposed != NEVER).collect();
    sorted.sort_by_key(|one| one.proposed);
    let drawn = sorted.into_iter().map(|one| {
        let changed = one.proposed != one.in_force;
        let x = across.of(one.proposed);
        let name = meaning(one.parameter).title.trim_end_matches(" from").to_lowercase();
        let was = if changed { format!(", was {}", spoken(measure, one.in_force)) } else { String::new() };
        let label = format!("{name} {}{was}", spoken(measure, one.proposed));
        let wide = label.chars().count() as f64 * LETTER;
        // Where there is no room at the right, it stands at the left of its line.
        let left = x + 4.0 + wide > WIDTH;
        let (begins, stops) = if left { (x - 4.0 - wide, x) } else { (x, x + 8.0 + wide) };
        let row = ends.iter().position(|end| *end <= begins).unwrap_or(ROWS - 1);
        if let Some(end) = ends.get_mut(row) {
            *end = end.max(stops);
        }
        let y = 20.0 + (row as f64 + 0.75) * ROW;
        let class = format!("at {}{}", rules(one.parameter), if changed { " proposed" } else { "" });
        let before = (changed && one.in_force != NEVER).then(|| {
            let x = format!("{:.1}", across.of(one.in_force));
            view! { <line class="at before" x1=x.clone() x2=x y1=TOP.to_string() y2=FOOT.to_string() /> }
        });
        let at = format!("{x:.1}");
        view! {
            {before}
            <line class=class.clone() x1=at.clone() x2=at y1=format!("{:.1}", y - 8.0) y2=FOOT.to_string() />
            <text class=class x=format!("{:.1}", if left { x - 4.0 } else { x + 4.0 }) y=format!("{y:.1}") text-anchor=if left { "end" } else { "start" }>{label}</text>
        }
    });
    drawn.collect_view().into_any()
}

fn spoken(measure: Measure, value: u64) -> String {
    if value == NEVER { "never".to_owned() } else { spread_value(measure, value) }
}

/// What happens from a threshold up, for the mark of its line.
fn rules(parameter: Parameter) -> &'static str {
    use Parameter as P;
    match parameter {
        P::AudienceWarn | P::ReplyAllWarn | P::DiscloseWarn => "warned",
        P::AudienceConfirm | P::ReplyAllConfirm | P::DiscussionConfirm | P::VolumeConfirm | P::DiscloseConfirm => {
            "asked"
        }
        P::AudienceHold | P::VolumeHold | P::RateDay | P::ListNewSize => "held",
        P::AudienceBlock | P::ReplyAllBlock | P::VolumeMax | P::RateMinute => "blocked",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_bars_are_a_power_of_ten_and_hold_every_message_once() {
        let edges: Vec<u64> = (0..12).map(edge).collect();
        assert_eq!(edges, [1, 2, 3, 4, 7, 10, 16, 25, 40, 63, 100, 160]);
        let cells = vec![(1, 0), (2, 5), (10, 3), (15, 2), (16, 1), (100, 4)];
        let found = bars(&Distribution { measure: Measure::NewMail, cells, most: 130 });
        let counts: Vec<_> = found.iter().filter(|bar| bar.count > 0).map(|bar| (bar.from, bar.count)).collect();
        assert_eq!(counts, [(2, 5), (10, 5), (16, 1), (100, 4)]);
        assert_eq!((found.first().unwrap().from, found.last().unwrap().below), (2, 160));
        assert!(bars(&Distribution { measure: Measure::NewMail, cells: Vec::new(), most: 0 }).is_empty());
    }

    #[test]
    fn the_axis_holds_bars_and_thresholds() {
        let hold = |in_force, proposed| Threshold { parameter: Parameter::AudienceHold, in_force, proposed };
        assert_eq!(axis(&[], 130, &[hold(500, 500)]), (0, 3));
        assert_eq!(axis(&[], 130, &[hold(500, 10_000)]), (0, 4));
        assert_eq!(axis(&[], 839_999, &[hold(500, NEVER)]), (0, 6));
        let far = Bar { place: 20, from: 10_000, below: 16_000, count: 1 };
        assert_eq!(axis(&[far], 15_000, &[hold(1_000_000, 1_000_000)]), (4, 7));
    }
}
