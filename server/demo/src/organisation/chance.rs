//! Chance that comes out the same every time: SplitMix64 (Steele, Lea, Flood 2014), seeded. Not for
//! secrets.

/// A stream of numbers that follows from its seed.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `0..below`; 0 when there is none.
    pub(super) fn below(&mut self, below: usize) -> usize {
        let below = below.max(1) as u64;
        ((u128::from(self.number()) * u128::from(below)) >> 64) as usize
    }

    /// One of `0..below`, small ones more often: as few names are common and many are rare.
    pub(super) fn skewed(&mut self, below: usize) -> usize {
        let square = self.below(1 << 16) * self.below(1 << 16);
        ((square as u64 * below as u64) >> 32) as usize
    }

    pub(super) fn of<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.below(things.len()))
    }
}
