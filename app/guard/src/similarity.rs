//! How alike two texts are (section 6): the overlap of their sets of three words in a row. Texts are
//! kept as hashes only; the hash is an argument, so that a server can key it.

use serde::{Deserialize, Serialize};

/// A text as the hashes of its words and of every three words in a row, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSketch {
    /// How many words it has, repetitions counted.
    length: u32,
    words: Vec<u64>,
    triples: Vec<u64>,
}

impl TextSketch {
    /// Sketches a text: words are runs of letters and digits, case-folded.
    #[must_use]
    pub fn new(text: &str, hash: impl Fn(&str) -> u64) -> Self {
        let folded = text.to_lowercase();
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let set = |mut hashes: Vec<u64>| {
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        };
        Self {
            length: u32::try_from(words.len()).unwrap_or(u32::MAX),
            triples: set(words.windows(3).map(|three| hash(&three.join(" "))).collect()),
            words: set(words.iter().map(|word| hash(word)).collect()),
        }
    }

    /// Whether two texts are the same but for little: Jaccard 0.95 or more.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let (one, two) = if self.length < 3 || other.length < 3 {
            (&self.words, &other.words)
        } else {
            (&self.triples, &other.triples)
        };
        let shared = one.iter().filter(|hash| two.binary_search(hash).is_ok()).count();
        let all = one.len() + two.len() - shared;
        shared * 100 >= all * 95
    }
}

/// FNV-1a, 64 bits: for sketches that are compared at once and not kept.
#[must_use]
pub fn plain_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, two: &str, alike: bool) {
        let (one, two) = (TextSketch::new(one, plain_hash), TextSketch::new(two, plain_hash));
        assert_eq!((one.is_like(&two), two.is_like(&one)), (alike, alike));
    }

    #[test]
    fn compares_texts() {
        check("", " \n", true);
        check("", "hello", false);
        check("Hello", "hello!", true);
        check("hello you", "you, hello", true);
        check("hello", "hello you", false);
        check("The canteen is closed.", "the CANTEEN is  closed", true);
        check("the canteen is closed", "the canteen is open today", false);
    }

    #[test]
    fn is_alike_from_95_of_100_on() {
        let words = |numbers: std::ops::Range<u32>| numbers.map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        // 97 words are 95 triples, 102 are 100.
        check(&words(0..97), &words(0..102), true);
        check(&words(0..96), &words(0..102), false);
    }
}
