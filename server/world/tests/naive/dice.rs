//! Chance that can be had again: a seed gives the same file wherever it is thrown.

/// SplitMix64.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D1CE_4E5B)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number of `from..=to`.
    pub(crate) fn number(&mut self, from: i64, to: i64) -> i64 {
        let span = (to - from + 1).max(1) as u64;
        from + (self.next() % span) as i64
    }

    /// True once in `times` throws.
    pub(crate) fn once_in(&mut self, times: i64) -> bool {
        self.number(1, times) == 1
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.number(0, of.len() as i64 - 1) as usize]
    }

    /// A boundary, or one beside it; never negative.
    pub(crate) fn near(&mut self, boundary: i64) -> i64 {
        (boundary + self.pick(&[-1, 0, 0, 1])).max(0)
    }
}

/// TOML, a line for each field, so that what does not matter can be left out line by line.
#[derive(Default)]
pub(crate) struct Doc(pub(crate) String);

impl Doc {
    pub(crate) fn head(&mut self, name: &str) {
        self.0.push_str(&format!("{name}\n"));
    }

    pub(crate) fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.raw(key, quoted(value));
    }

    pub(crate) fn texts<T: AsRef<str>>(&mut self, key: &str, values: &[T]) {
        let all: Vec<String> = values.iter().map(|v| quoted(v.as_ref())).collect();
        self.raw(key, format!("[{}]", all.join(", ")));
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
