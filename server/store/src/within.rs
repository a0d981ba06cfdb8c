//! Rows of some units and of those below them: a condition for a `WHERE`, with its values.

use std::fmt::Write as _;

/// The condition on a column `unit`.
pub(crate) struct Within<'a> {
    units: Option<&'a [String]>,
    first: usize,
}

impl<'a> Within<'a> {
    /// `first` is the number of its first value; the values before are bound before. Without units it asks for
    /// nothing, with none of them nothing fits.
    pub(crate) fn new(units: Option<&'a [String]>, first: usize) -> Self {
        Self { units, first }
    }

    /// What follows the other conditions.
    pub(crate) fn sql(&self) -> String {
        let Some(units) = self.units else { return String::new() };
        let mut sql = " AND (1 = 0".to_owned();
        for place in 0..units.len() {
            let unit = self.first + 3 * place;
            let (length, below) = (unit + 1, unit + 2);
            // Not a range: what follows what in a text is another thing in each database.
            let _ = write!(sql, " OR unit = ${unit} OR SUBSTR(unit, 1, CAST(${length} AS INTEGER)) = ${below}");
        }
        sql.push(')');
        sql
    }

    /// Its values in order: a unit, the length in characters of what units below it begin with, and that.
    pub(crate) fn values(&self) -> impl Iterator<Item = (String, i64, String)> + use<'a> {
        self.units.unwrap_or_default().iter().map(|unit| {
            let below = format!("{unit}/");
            (unit.clone(), i64::try_from(below.chars().count()).unwrap_or(i64::MAX), below)
        })
    }
}
