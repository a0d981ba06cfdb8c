//! Texts and unit paths that many people share, each kept once and named by a small number.
//! A unit's people are found by the range of paths that its subtree covers.

use std::collections::HashMap;

/// Texts kept once; number 0 is the empty text.
#[derive(Clone, Debug)]
pub(crate) struct Symbols {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Default for Symbols {
    fn default() -> Self {
        let mut symbols = Self { texts: Vec::new(), numbers: HashMap::new() };
        symbols.number("");
        symbols
    }
}

impl Symbols {
    /// The number of a text, given when it is new.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        number
    }

    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(self.texts.iter().map(|text| &**text))
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// For each symbol the people that have it, in one array: 4 bytes a person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings {
    starts: Vec<u32>,
    people: Vec<u32>,
}

impl Postings {
    /// Sorts people by symbol (counting sort: one pass to count, one to place). `pairs` is asked twice.
    pub(crate) fn new<I: Iterator<Item = (u32, u32)>>(symbols: usize, pairs: impl Fn() -> I) -> Self {
        let mut starts = vec![0_u32; symbols + 1];
        for (symbol, _) in pairs() {
            starts[symbol as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut people = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        for (symbol, person) in pairs() {
            let slot = &mut next[symbol as usize];
            people[*slot as usize] = person;
            *slot += 1;
        }
        Self { starts, people }
    }

    pub(crate) fn of(&self, symbol: u32) -> &[u32] {
        self.of_range(symbol, symbol + 1)
    }

    /// People of the symbols `from..to`, one slice because symbols are laid out in order.
    pub(crate) fn of_range(&self, from: u32, to: u32) -> &[u32] {
        match (self.starts.get(from as usize), self.starts.get(to as usize)) {
            (Some(start), Some(end)) => &self.people[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Whether `unit` is `scope` or lies below it. Nobody without a unit is inside anything.
#[must_use]
pub fn is_within(unit: &str, scope: &str) -> bool {
    let (unit, scope) = (trim_path(unit), trim_path(scope));
    !unit.is_empty()
        && unit.strip_prefix(scope).is_some_and(|rest| scope.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// A path without `/` at its ends.
pub(crate) fn trim_path(path: &str) -> &str {
    path.trim().trim_matches('/')
}
