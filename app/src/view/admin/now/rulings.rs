//! How messages were ruled on, a row of bars for each ruling: each row on its own scale, its peak said.

use crate::view::admin::pill::Pill;
use crate::view::admin::scale::Scale;
use crate::words::en::{count, ruled};
use leptos::prelude::*;
use levee_contract::UnixSeconds;
use levee_guard::Ruling;
use std::fmt::Write as _;

const WIDTH: f64 = 192.0;
const HEIGHT: f64 = 28.0;
/// Bars of a row.
const BARS: usize = 24;

#[component]
pub(super) fn Rulings(rulings: Vec<(Ruling, Vec<u64>)>, since: UnixSeconds, length: u32, hours: u32) -> impl IntoView {
    let per = rulings.first().map_or(1, |(_, counts)| counts.len().div_ceil(BARS)).max(1);
    let minutes = length / 60 * u32::try_from(per).unwrap_or(1);
    let bar = if minutes < 60 { format!("{minutes} min") } else { format!("{} h", minutes / 60) };
    let rows = rulings.into_iter().map(|(ruling, counts)| {
        let total: u64 = counts.iter().sum();
        let bars: Vec<u64> = counts.chunks(per).map(|part| part.iter().sum()).collect();
        let peak = bars.iter().copied().max().unwrap_or_default();
        let says = format!("{}: {} messages, at most {} in {bar}.", ruled(ruling), count(total), count(peak));
        let pairs = [("ruling", ruling.as_str().to_owned()), ("since", since.to_string())];
        let href = super::verdicts(&pairs);
        let class = format!("bars {}", ruled(ruling).to_ascii_lowercase());
        view! {
            <tr>
                <th scope="row"><Pill ruling /></th>
                <td class="r"><a href=href><b>{count(total)}</b></a></td>
                <td class="drawn">
                    <svg class=class viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=says>
                        <path class="axis" d=format!("M0 {:.1}H{WIDTH}", HEIGHT - 0.5) />
                        <path d=path(&bars) />
                    </svg>
                </td>
                <td class="r caption"><span class="unseen">"peak "</span>{count(peak)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card panel" aria-labelledby="rulings">
            <header class="card-head">
                <h2 id="rulings">"Rulings"</h2>
                <span class="caption">{super::period(hours)} ", per " {bar.clone()} ", own scale, peak at right"</span>
            </header>
            <table class="rulings"><tbody>{rows}</tbody></table>
        </section>
    }
    .into_any()
}

/// Bars from the axis upwards; where there is nothing there is no bar.
fn path(bars: &[u64]) -> String {
    let scale = Scale::linear(bars);
    let step = WIDTH / bars.len().max(1) as f64;
    bars.iter().enumerate().filter(|(_, bar)| **bar > 0).fold(String::new(), |mut path, (place, bar)| {
        let (x, height) = (place as f64 * step + 1.0, (scale.part(*bar) * (HEIGHT - 1.0)).max(1.0));
        let _ = write!(path, "M{x:.1} {:.1}v-{height:.1}h{:.1}v{height:.1}z", HEIGHT - 1.0, step - 2.0);
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_stands_for_each_period_in_which_something_was() {
        assert_eq!(path(&[0, 5, 10]), "M65.0 27.0v-13.5h62.0v13.5zM129.0 27.0v-27.0h62.0v27.0z");
        assert_eq!(path(&[]), "");
    }
}
