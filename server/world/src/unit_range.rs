//! People told as a range of numbered addresses, with what is said of all of them.

use crate::notation::Range;
use levee_directory::{PersonRecord, Role};
use levee_mail::Address;

/// A `people` entry.
pub(crate) struct UnitRange {
    pub(crate) range: Range,
    pub(crate) domain: String,
    pub(crate) unit: Option<String>,
    pub(crate) roles: Vec<Role>,
}

impl UnitRange {
    /// The addresses of a range, of no unit yet; `domain` is theirs in its canonical form.
    pub(crate) fn new(range: Range, domain: String) -> Self {
        Self { range, domain, unit: None, roles: Vec::new() }
    }

    pub(crate) fn holds(&self, address: &Address) -> bool {
        let number = address.local().strip_prefix(self.range.stem.to_lowercase().as_str());
        let number = number.filter(|digits| *digits == "0" || !digits.starts_with(['0', '+']));
        let within = number.and_then(|digits| digits.parse().ok());
        within.is_some_and(|n: u32| (self.range.from..=self.range.to).contains(&n)) && address.domain() == self.domain
    }
}

/// Adds what ranges say of a person: where several say something of one thing, the last one counts.
pub(crate) fn with_range(mut record: PersonRecord, ranges: &[UnitRange]) -> PersonRecord {
    for range in ranges.iter().filter(|range| range.holds(&record.address)) {
        if let Some(unit) = &range.unit {
            record.unit.clone_from(unit);
        }
        if !range.roles.is_empty() {
            record.roles.clone_from(&range.roles);
        }
    }
    record
}
