//! How numbers become heights: from 0 in equal steps, or by powers of ten where they span three decades or more.

use crate::words::en::count;

/// A scale that fits some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    /// From 0.
    Linear { most: f64 },
    /// From one power of ten to another; never 0.
    Log { least: i32, most: i32 },
}

impl Scale {
    /// The scale for these numbers: by powers of ten where they span three decades or more.
    pub(super) fn of(numbers: &[u64]) -> Self {
        let most = numbers.iter().copied().max().unwrap_or(1).max(1);
        let least = numbers.iter().copied().filter(|number| *number > 0).min().unwrap_or(1);
        if most / least >= 1_000 {
            return Self::Log { least: decades(least), most: decades(most) + i32::from(!is_power(most)) };
        }
        Self::linear(numbers)
    }

    /// From 0 to the next 1, 2 or 5 of its decade.
    pub(super) fn linear(numbers: &[u64]) -> Self {
        let most = numbers.iter().copied().max().unwrap_or(1).max(1);
        let decade = 10_u64.pow(most.ilog10());
        let round = [1, 2, 5, 10].into_iter().map(|n| n * decade).find(|n| *n >= most).unwrap_or(most);
        Self::Linear { most: round as f64 }
    }

    /// From 10 upwards, by powers of ten.
    pub(super) fn log_from_ten(numbers: &[u64]) -> Self {
        let most = numbers.iter().copied().max().unwrap_or(1).max(1_000);
        Self::Log { least: 1, most: decades(most) + i32::from(!is_power(most)) }
    }

    /// Where a number stands: 0 at the foot, 1 at the top.
    pub(super) fn part(self, number: u64) -> f64 {
        let part = match self {
            Self::Linear { most } => number as f64 / most,
            Self::Log { least, most } => {
                let (least, most) = (f64::from(least), f64::from(most));
                ((number.max(1) as f64).log10() - least) / (most - least).max(1.0)
            }
        };
        part.clamp(0.0, 1.0)
    }

    /// Numbers for lines: so many steps where they are equal, at most six powers of ten.
    pub(super) fn ticks(self, steps: u32) -> Vec<u64> {
        match self {
            Self::Linear { most } => (0..=steps).map(|n| (most * f64::from(n) / f64::from(steps)) as u64).collect(),
            Self::Log { least, most } => {
                let step = usize::try_from((most - least).div_euclid(6) + 1).unwrap_or(1);
                (least..=most).step_by(step).filter_map(|n| 10_u64.checked_pow(u32::try_from(n).ok()?)).collect()
            }
        }
    }
}

/// "10 M": millions are said in short beside an axis.
pub(super) fn short(tick: u64) -> String {
    if tick >= 1_000_000 && tick.is_multiple_of(1_000_000) { format!("{} M", tick / 1_000_000) } else { count(tick) }
}

fn decades(n: u64) -> i32 {
    i32::try_from(n.ilog10()).unwrap_or(0)
}

fn is_power(n: u64) -> bool {
    10_u64.checked_pow(n.ilog10()) == Some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_fits_its_numbers() {
        for (numbers, expected) in [
            (&[60, 61][..], Scale::Linear { most: 100.0 }),
            (&[0, 4_200], Scale::Linear { most: 5_000.0 }),
            (&[60, 840_000], Scale::Log { least: 1, most: 6 }),
            (&[100, 100_000], Scale::Log { least: 2, most: 5 }),
            (&[0], Scale::Linear { most: 1.0 }),
        ] {
            assert_eq!(Scale::of(numbers), expected, "{numbers:?}");
        }
        assert_eq!(Scale::of(&[60, 840_000]).ticks(4), [10, 100, 1_000, 10_000, 100_000, 1_000_000]);
        assert_eq!(Scale::of(&[90]).ticks(4), [0, 25, 50, 75, 100]);
        assert_eq!(Scale::log_from_ten(&[0]), Scale::Log { least: 1, most: 3 });
    }

    #[test]
    fn millions_are_short() {
        assert_eq!([short(100_000), short(10_000_000)], ["100,000", "10 M"]);
    }

    #[test]
    fn what_is_beyond_a_scale_stands_at_its_end() {
        let log = Scale::log_from_ten(&[839_999]);
        assert_eq!((log.part(0), log.part(10), log.part(1_000_000), log.part(9_000_000)), (0.0, 0.0, 1.0, 1.0));
        assert_eq!(Scale::linear(&[50]).part(25), 0.5);
    }
}
