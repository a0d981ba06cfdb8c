//! Every word of every name, each kept once in lower case, with the people whose name holds it.
//! Words are sorted, so that all that begin alike are one run, and their people one slice.

use crate::units::Postings;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Sorted.
    words: Vec<Box<str>>,
    /// Positions by number of the word.
    positions: Postings,
}

impl Words {
    /// Takes the names in order of position.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut folded = String::new();
        for (position, name) in (0_u32..).zip(names) {
            let first = pairs.len();
            for word in words_of(name) {
                fold_into(word, &mut folded);
                let next = numbers.len() as u32;
                let number = match numbers.get(folded.as_str()) {
                    Some(number) => *number,
                    None => *numbers.entry(folded.as_str().into()).or_insert(next),
                };
                if !pairs[first..].contains(&(number, position)) {
                    pairs.push((number, position));
                }
            }
        }
        let mut sorted: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut renumbered = vec![0_u32; sorted.len()];
        for (new, (_, old)) in (0..).zip(&sorted) {
            renumbered[*old as usize] = new;
        }
        let positions =
            Postings::new(sorted.len(), || pairs.iter().map(|(old, position)| (renumbered[*old as usize], *position)));
        Self { words: sorted.into_iter().map(|(word, _)| word).collect(), positions }
    }

    /// Positions whose name has a word that begins so (folded); a position may come twice.
    pub(crate) fn beginning(&self, prefix: &str) -> &[u32] {
        let from = self.words.partition_point(|word| **word < *prefix);
        let run = self.words[from..].partition_point(|word| word.starts_with(prefix));
        self.positions.of_range(from as u32, (from + run) as u32)
    }
}

/// The words of a name or of what was typed.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}

/// A word as it is compared: lower case, accents of Latin letters left out, so that `siân` is found
/// by `sian`.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    for c in word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            _ => out.push(c),
        }
    }
}

/// Whether a word, folded, begins so; without folding it first where it is plain.
pub(crate) fn begins(word: &str, prefix: &str) -> bool {
    match word.is_ascii() {
        true => word.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
        false => fold(word).starts_with(prefix),
    }
}

/// As [`fold_into`], in a text of its own.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::new();
    fold_into(word, &mut out);
    out
}
