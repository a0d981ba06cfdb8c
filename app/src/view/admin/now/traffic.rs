//! Traffic: sends, copies, and what was not delivered, one above the other on one axis of time, with the numbers as
//! a table.

use crate::view::admin::scale::{Scale, short};
use crate::view::part::when::{day, time_of_day};
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::{Storm, Traffic, UnixSeconds};
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 8.0;
/// Height of one plot, and of the line above it that says what it shows.
const PLOT: f64 = 72.0;
const HEAD: f64 = 28.0;
const FOOT: f64 = 20.0;
const HEIGHT: f64 = 3.0 * (PLOT + HEAD) + FOOT;

#[component]
pub(super) fn TrafficChart(traffic: Vec<Traffic>, length: u32, hours: u32, storms: Vec<Storm>) -> impl IntoView {
    let of = |number: fn(&Traffic) -> u64| -> Vec<u64> { traffic.iter().map(number).collect() };
    let (messages, copies, refused) = (of(|t| t.messages), of(|t| t.copies), of(|t| t.refused));
    let per = if length < 3_600 { format!("{} min", length / 60) } else { "hour".to_owned() };
    let total = |numbers: &[u64]| count(numbers.iter().sum());
    let says = format!(
        "{} sends with {} copies; {} copies were not delivered.",
        total(&messages),
        total(&copies),
        total(&refused)
    );
    let from = traffic.first().map_or(0, |t| t.at);
    let span = traffic.len() as f64 * f64::from(length);
    let x = move |at: UnixSeconds| LEFT + (at - from) as f64 / span.max(1.0) * (WIDTH - LEFT - RIGHT);
    let log = Scale::log_from_ten(&refused);
    let plots = [
        plot(0, "Sends", format!("messages per {per}"), Scale::linear(&messages), area(0, &messages)),
        plot(1, "Copies", format!("copies per {per}"), Scale::linear(&copies), area(1, &copies)),
        plot(2, "Not delivered", format!("copies per {per}, log scale"), log, needles(2, &refused, log)),
    ];
    let every = (traffic.len() / 6).max(1);
    let times = traffic.iter().skip(every / 2).step_by(every).map(|t| {
        let label = if hours < 168 { time_of_day(t.at) } else { day(t.at) };
        view! { <text x=format!("{:.1}", x(t.at)) y=format!("{:.1}", HEIGHT - 4.0) text-anchor="middle">{label}</text> }
    });
    let frozen = storms.iter().filter(|storm| storm.tripped >= from).map(|storm| {
        let x = format!("{:.1}", x(storm.tripped));
        view! { <line class="frozen" x1=x.clone() x2=x y1="12" y2=format!("{:.1}", HEIGHT - FOOT) /> }
    });
    let rows = traffic.iter().rev().map(|t| {
        let at = if hours < 168 { time_of_day(t.at) } else { format!("{} {}", day(t.at), time_of_day(t.at)) };
        let until = (t.at + i64::from(length)).to_string();
        let href = super::verdicts(&[("since", t.at.to_string()), ("until", until)]);
        view! {
            <tr><th scope="row"><a href=href>{at}</a></th><td class="r">{count(t.messages)}</td><td class="r">{count(t.copies)}</td><td class="r">{count(t.refused)}</td></tr>
        }
    });
    let (times, frozen, rows) = (times.collect_view(), frozen.collect_view(), rows.collect_view());
    view! {
        <section class="card panel" aria-labelledby="traffic">
            <header class="card-head">
                <h2 id="traffic">"Traffic, last " {super::period(hours)}</h2>
                <span class="caption">"whole organisation, all channels"</span>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label="Traffic, drawn">
                <svg class="chart traffic" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=says>
                    {plots}
                    {frozen}
                    {times}
                </svg>
            </div>
            <details class="twin">
                <summary>"Table"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Table of traffic">
                    <table class="data">
                        <caption class="unseen">"Traffic, newest first"</caption>
                        <thead><tr>
                            <th scope="col">"From"</th>
                            <th scope="col" class="r">"Sends"</th>
                            <th scope="col" class="r">"Copies"</th>
                            <th scope="col" class="r">"Not delivered"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

/// Where the foot of a plot is.
fn foot(place: u32) -> f64 {
    f64::from(place + 1) * (PLOT + HEAD)
}

fn y(place: u32, scale: Scale, number: u64) -> f64 {
    foot(place) - scale.part(number) * PLOT
}

fn plot(place: u32, what: &'static str, unit: String, scale: Scale, drawn: AnyView) -> AnyView {
    let lines = scale.ticks(2).into_iter().map(|tick| {
        let at = y(place, scale, tick);
        let line = format!("{at:.1}");
        view! {
            <line class="grid" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=line.clone() y2=line />
            <text x=(LEFT - 8.0).to_string() y=format!("{:.1}", at + 4.0) text-anchor="end">{short(tick)}</text>
        }
    });
    view! {
        <text x=LEFT.to_string() y=format!("{:.1}", foot(place) - PLOT - 10.0)><tspan class="what">{what}</tspan>" " {unit}</text>
        {lines.collect_view()}
        {drawn}
    }
    .into_any()
}

/// A line with what is below it.
fn area(place: u32, numbers: &[u64]) -> AnyView {
    let scale = Scale::linear(numbers);
    let line = points(place, numbers, scale);
    let last = numbers.len().saturating_sub(1);
    let below = format!("{line}L{:.1} {:.1}H{LEFT}z", column(last, numbers.len()), foot(place));
    view! { <path class="below" d=below /><path class="line" d=line /> }.into_any()
}

/// The middle of a period.
fn column(place: usize, of: usize) -> f64 {
    LEFT + (place as f64 + 0.5) / of.max(1) as f64 * (WIDTH - LEFT - RIGHT)
}

fn points(place: u32, numbers: &[u64], scale: Scale) -> String {
    numbers.iter().enumerate().fold(String::new(), |mut path, (n, number)| {
        let step = if n == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{step}{:.1} {:.1}", column(n, numbers.len()), y(place, scale, *number));
        path
    })
}

/// A line upwards for each period in which something was.
fn needles(place: u32, numbers: &[u64], scale: Scale) -> AnyView {
    let drawn = numbers.iter().enumerate().filter(|(_, number)| **number > 0);
    let path = drawn.fold(String::new(), |mut path, (n, number)| {
        let top = y(place, scale, *number).min(foot(place) - 2.0);
        let _ = write!(path, "M{:.1} {:.1}V{top:.1}", column(n, numbers.len()), foot(place));
        path
    });
    view! { <path class="needles" d=path /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_through_the_middle_of_each_period() {
        assert_eq!(points(0, &[0, 10], Scale::linear(&[10])), "M226.0 100.0L550.0 28.0");
    }
}
