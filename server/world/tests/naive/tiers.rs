//! The tables of SPEC 5, cell by cell.

use crate::verdict::{Block, Confirm, Hold, Judge, Ruling, Warn};

type Cell = Option<(&'static str, Ruling)>;

impl Judge<'_> {
    fn permits(&self, people: i64) -> bool {
        self.case.permit.is_some_and(|most| most >= people)
    }

    /// The cell of so many people in the table and column of this message.
    pub(crate) fn cell(&self, people: i64) -> Cell {
        if self.conversational { self.reply_cell(people) } else { self.audience_cell(people) }
    }

    fn audience_cell(&self, people: i64) -> Cell {
        let reached = |name: &str| people >= self.parameter(name);
        let (large, ask, hold, block) =
            (("AUD_LARGE", Warn), ("AUD_CONFIRM", Confirm), ("AUD_HOLD", Hold), ("AUD_MAX", Block));
        let row = if reached("audience.permit") {
            (block, Some(if self.permits(people) { hold } else { block }))
        } else if reached("audience.block") {
            (block, Some(hold))
        } else if reached("audience.hold") {
            (hold, Some(ask))
        } else if reached("audience.confirm") {
            (if self.habit { large } else { ask }, Some(large))
        } else if reached("audience.warn") {
            (large, None)
        } else {
            return None;
        };
        if self.authorised { row.1 } else { Some(row.0) }
    }

    fn reply_cell(&self, people: i64) -> Cell {
        let reached = |name: &str| people >= self.parameter(name);
        let large = |ruling| Some(("RA_LARGE", ruling));
        let mass = Some(("RA_MASS", Block));
        let (ordinary, authorised, discussion) = if reached("audience.permit") {
            (mass, if self.permits(people) { large(Hold) } else { mass }, mass)
        } else if reached("audience.block") {
            (mass, large(Hold), large(Hold))
        } else if reached("discussion.confirm") {
            (mass, large(Confirm), large(Confirm))
        } else if reached("reply_all.block") {
            (mass, large(Confirm), large(Warn))
        } else if reached("reply_all.confirm") {
            (large(Confirm), None, None)
        } else if reached("reply_all.warn") {
            (large(Warn), None, None)
        } else {
            return None;
        };
        let severity = |cell: &Cell| cell.map(|(_, ruling)| ruling);
        let columns = [(self.authorised, authorised), (self.discussion, discussion)];
        let softer = columns.into_iter().filter(|(applies, _)| *applies).map(|(_, cell)| cell).min_by_key(severity);
        softer.unwrap_or(ordinary)
    }

    pub(crate) fn tier(&mut self) {
        let cell = self.people.and_then(|people| self.cell(people));
        if let Some((code, ruling)) = cell {
            self.find(code, ruling, None, self.people);
        }
    }
}
