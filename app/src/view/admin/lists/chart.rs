//! The recorded sizes of a list as steps, with the same numbers as a table. On a log scale where they
//! span three decades or more, and then it says so.

use crate::view::admin::scale::Scale;
use crate::view::part::when::day;
use crate::words::en::count;
use leptos::prelude::*;
use levee_contract::UnixSeconds;
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 24.0;

fn y(scale: Scale, size: u64) -> f64 {
    HEIGHT - BOTTOM - scale.part(size) * (HEIGHT - BOTTOM - TOP)
}

/// The steps from one recorded size to the next: a size holds until the next is recorded.
fn steps(points: &[(UnixSeconds, u64)], scale: Scale) -> String {
    let (Some((from, _)), Some((to, _))) = (points.first(), points.last()) else { return String::new() };
    let span = (to - from).max(1) as f64;
    let x = |at: UnixSeconds| LEFT + (at - from) as f64 / span * (WIDTH - LEFT - RIGHT);
    points.iter().enumerate().fold(String::new(), |mut path, (place, (at, size))| {
        let (x, y) = (x(*at), y(scale, *size));
        let _ = if place == 0 { write!(path, "M{x:.1} {y:.1}") } else { write!(path, "H{x:.1}V{y:.1}") };
        path
    })
}

/// The card: a chart, and its numbers behind *Table*.
#[component]
pub(crate) fn SizeChart(
    sizes: Vec<(UnixSeconds, u64)>,
    size: u64,
    declared: Option<u64>,
    now: UnixSeconds,
) -> impl IntoView {
    if sizes.is_empty() {
        return view! {
            <section class="card panel">
                <h2>"Size"</h2>
                <p class="caption">"No size was recorded yet. One is recorded every day."</p>
            </section>
        }
        .into_any();
    }
    let mut points = sizes;
    points.push((now, size));
    let all: Vec<u64> = points.iter().map(|(_, size)| *size).chain(declared).collect();
    let scale = Scale::of(&all);
    let unit = if matches!(scale, Scale::Log { .. }) { "people in the list, log scale" } else { "people in the list" };
    let first = points.first().map(|(at, _)| day(*at)).unwrap_or_default();
    let usual = points.first().map_or(0, |(_, size)| *size);
    let says = format!("From {} people on {first} to {} now.", count(usual), count(size));
    let lines = scale.ticks(4).into_iter().map(|tick| {
        let at = y(scale, tick);
        let y = format!("{at:.1}");
        view! {
            <line class="grid" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=y.clone() y2=y.clone() />
            <text x=(LEFT - 8.0).to_string() y=format!("{:.1}", at + 4.0) text-anchor="end">{count(tick)}</text>
        }
    });
    let dashed = declared.map(|declared| {
        let y = y(scale, declared);
        // Beside the line, on the side where there is room.
        let label = if y < TOP + 20.0 { y + 16.0 } else { y - 6.0 };
        view! {
            <line class="declared" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=format!("{y:.1}") y2=format!("{y:.1}") />
            <text x=(LEFT + 8.0).to_string() y=format!("{label:.1}")>"declared " {count(declared)}</text>
        }
    });
    let rows = points.iter().rev().enumerate().map(|(place, (at, size))| {
        view! { <tr><th scope="row">{if place == 0 { "now".to_owned() } else { day(*at) }}</th><td class="r">{count(*size)}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card panel">
            <header class="card-head">
                <h2>"Size"</h2>
                <span class="caption">"recorded daily"</span>
            </header>
            <p class="caption">{unit}</p>
            // Where it is wider than the page.
            <div class="scroll" tabindex="0" role="region" aria-label="Sizes, drawn">
                <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=says>
                    {lines.collect_view()}
                    {dashed}
                    <path class="steps" d=steps(&points, scale) />
                    <text x=LEFT.to_string() y=(HEIGHT - 4.0).to_string()>{first}</text>
                    <text x=(WIDTH - RIGHT).to_string() y=(HEIGHT - 4.0).to_string() text-anchor="end">"now"</text>
                </svg>
            </div>
            <details class="twin">
                <summary>"Table"</summary>
                <table class="data">
                    <caption class="unseen">"Recorded sizes, newest first"</caption>
                    <thead><tr><th scope="col">"Day"</th><th scope="col" class="r">"People"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_holds_until_the_next_is_recorded() {
        let path = steps(&[(0, 0), (50, 100), (100, 100)], Scale::of(&[100]));
        assert_eq!(path, "M64.0 176.0H384.0V16.0H704.0V16.0");
    }
}
