//! What each recipient brings to the audience.

use super::number::count;
use crate::words::sentence::{Run, Sentence, strong};

/// Recipients named before the rest is summed up.
const NAMED: usize = 3;

/// "ashgrove-staff brings 4,200, physio-team 47 more, Oskar Brandt 1." The parts are names and how
/// many people each adds to those before it.
#[must_use]
pub fn brings(parts: &[(String, u64)]) -> Sentence {
    let mut sorted: Vec<&(String, u64)> = parts.iter().collect();
    sorted.sort_by_key(|(_, adds)| std::cmp::Reverse(*adds));
    let mut runs: Vec<Run> = Vec::new();
    for (place, (name, adds)) in sorted.iter().take(NAMED).enumerate() {
        let (before, after) = match place {
            0 => ("", " brings "),
            _ => (", ", " "),
        };
        runs.extend([Run::from(before), strong(name.as_str()), Run::from(after), strong(count(*adds))]);
        if place == 1 && *adds > 1 {
            runs.push(" more".into());
        }
    }
    let rest = sorted.get(NAMED..).unwrap_or_default();
    let rest_adds: u64 = rest.iter().map(|(_, adds)| adds).sum();
    if rest_adds > 0 {
        let others = format!(", the other {} together ", count(rest.len() as u64));
        runs.extend([others.into(), strong(count(rest_adds))]);
    }
    if runs.is_empty() {
        return "Nobody is reached.".into();
    }
    Sentence::of(runs).and(".")
}

#[cfg(test)]
mod tests {
    use super::brings;

    #[track_caller]
    fn check(parts: &[(&str, u64)], expected: &str) {
        let parts: Vec<_> = parts.iter().map(|(name, adds)| ((*name).to_owned(), *adds)).collect();
        assert_eq!(brings(&parts).to_string(), expected);
    }

    #[test]
    fn the_biggest_come_first_and_the_rest_is_summed_up() {
        check(
            &[("physio-team", 47), ("ashgrove-staff", 4_200), ("Oskar Brandt", 1)],
            "ashgrove-staff brings 4,200, physio-team 47 more, Oskar Brandt 1.",
        );
        check(&[("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1)], "a brings 1, b 1, c 1, the other 2 together 2.");
        check(&[], "Nobody is reached.");
    }
}
